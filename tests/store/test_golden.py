"""A vault that an earlier release made verifies under this one, forever: by watcher, and without it."""

import shutil
from pathlib import Path

import pytest

from tests.store.test_seals import run
from watcher.store import open_reader

GOLDEN = Path(__file__).parent / "golden"
VAULTS = sorted(path for path in GOLDEN.iterdir() if (path / "genesis.json").exists())


@pytest.fixture(params=VAULTS, ids=lambda path: path.name)
def kept(request, bench):
    """A copy of the vault, as a backup brings it back: without database and without key."""
    shutil.copytree(request.param, bench.vault)
    return bench


def test_it_opens_and_verifies(kept):
    store = kept.open()
    assert store.verify() == []
    assert store.notes() == []
    assert store.last_seal().number == 3
    assert [version.number for version in store.history.versions("dhs")] == [1, 2]
    assert store.history.captures("dhs")[0].provenance.by == "web.archive.org"
    assert len(store.history.reviews(store.history.changes()[0].change_id)) == 1
    store.close()
    with open_reader(kept.vault, kept.url) as reader:
        assert reader.verify() == []


def test_it_goes_on(kept):
    store = kept.open()
    store.keep([kept.look(b"<p>later</p>", 90)])
    assert store.seal().number == 4
    assert store.verify() == []
    assert len(store.notes()) == 1  # the key did not come along, so another signs


def test_coreutils_and_openssl_verify_it(kept):
    loop = "for s in seals/*.sha256; do grep -v '  records/' $s | sha256sum -c --strict --quiet || exit 1; done"
    assert run(loop, kept.vault) == (0, "")
    signed = "openssl pkeyutl -verify -pubin -inkey $(grep -o 'keys/.*' $s) -rawin -in $s -sigfile $s.sig"
    assert run(f"for s in seals/*.sha256; do {signed} || exit 1; done", kept.vault)[0] == 0
    told = "openssl ts -reply -in $s.local.tsr -text | sed -n 's/^Time stamp: //p'"
    checked = "openssl ts -verify -data $s -in $s.local.tsr -CAfile tsa/local-chain.pem -attime $t"
    stamp = f's=seals/00000001.sha256; t=$(date -d "$({told})" +%s); {checked}'
    code, said = run(stamp, kept.vault)
    assert code == 0, said
    assert "Verification: OK" in said


def test_there_is_a_golden_vault():
    assert VAULTS
