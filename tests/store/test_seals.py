"""Seals: what is sealed can be checked by anybody, with coreutils and OpenSSL alone, and by nobody altered unseen."""

import json
import shutil
import sqlite3
import subprocess
import time

import pytest

from watcher.errors import StoreError
from watcher.store import open_reader
from watcher.store.ledger.ledger import segment_path, segments
from watcher.store.seals.seals import manifest_path, parsed, sealed, signature_path


def run(command, folder):
    """What a third party's shell says: exit code and output."""
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def keep(bench, store, body, minute):
    """One look at the source, kept."""
    store.agenda.sync([bench.source()], bench.clock.now())
    store.keep([bench.look(body, minute)])


def three_seals(bench, store):
    """A store of three seals, with bodies in each and a change in the first."""
    bench.told(store)
    store.seal()
    keep(bench, store, b"<p>second</p>", 20)
    store.seal()
    keep(bench, store, b"<p>third</p>", 30)
    return store.seal()


def test_every_record_and_every_body_is_in_one_seal(bench, store):
    three_seals(bench, store)
    lines = [line for number in (1, 2, 3) for line in parsed(manifest_path(bench.vault, number).read_bytes())]
    records = [path for _, path in lines if path.startswith("records/")]
    assert records == [f"records/{seq:012}.json" for seq in range(1, len(records) + 1)]
    named = [path for _, path in lines if path.startswith("blobs/")]
    there = [path.relative_to(bench.vault).as_posix() for path in sorted((bench.vault / "blobs").rglob("*.zst"))]
    assert sorted(named) == there
    assert store.verify() == []


def test_coreutils_and_openssl_are_enough_to_check_a_whole_vault(bench, store):
    three_seals(bench, store)
    loop = "for s in seals/*.sha256; do grep -v '  records/' $s | sha256sum -c --strict --quiet || exit 1; done"
    assert run(loop, bench.vault) == (0, "")
    key = next((bench.vault / "keys").iterdir()).name
    for number in (1, 2, 3):
        manifest = f"seals/{number:08}.sha256"
        checked = f"openssl pkeyutl -verify -pubin -inkey keys/{key} -rawin -in {manifest} -sigfile {manifest}.sig"
        assert run(checked, bench.vault)[0] == 0


def test_a_single_record_can_be_shown_without_the_others(bench, store, tmp_path):
    three_seals(bench, store)
    shown = tmp_path / "shown"
    (shown / "records").mkdir(parents=True)
    line = segment_path(bench.vault, 2).read_bytes().splitlines()[0]
    seq = json.loads(line)["seq"]
    (shown / "records" / f"{seq:012}.json").write_bytes(line)
    shutil.copytree(bench.vault / "seals", shown / "seals")
    checked = "sha256sum -c --strict --ignore-missing seals/00000002.sha256"
    assert run(checked, shown)[0] == 0
    (shown / "records" / f"{seq:012}.json").write_bytes(line.replace(b"2026", b"2025", 1))
    assert run(checked, shown)[0] == 1


def test_nothing_new_is_no_seal(bench, store):
    assert store.seal() is None
    last = three_seals(bench, store)
    assert store.seal() == last
    assert sealed(bench.vault) == last.number == 3


def test_a_store_goes_on_behind_its_seals(bench, store):
    three_seals(bench, store)
    store.close()
    again = bench.open()
    keep(bench, again, b"<p>fourth</p>", 40)
    assert segments(bench.vault) == [1, 2, 3, 4]
    assert again.reindex() == len(
        b"".join(segment_path(bench.vault, n).read_bytes() for n in (1, 2, 3, 4)).splitlines()
    )
    assert again.verify() == []
    assert again.seal().number == 4
    with open_reader(bench.vault, bench.url) as reader:
        assert reader.verify() == []
        assert reader.last_seal().number == 4


def flips(path):
    """The file with one bit flipped, at places all over it."""
    content = path.read_bytes()
    step = max(1, len(content) // 12)
    for at in range(0, len(content), step):
        yield bytes([*content[:at], content[at] ^ 1, *content[at + 1 :]])


def test_any_flipped_bit_of_a_seal_is_found_and_named(bench, store):
    three_seals(bench, store)
    store.close()
    files = [
        *sorted((bench.vault / "seals").iterdir()),
        *sorted((bench.vault / "keys").iterdir()),
        *(segment_path(bench.vault, number) for number in (1, 2, 3)),
    ]
    for path in files:
        whole = path.read_bytes()
        for damaged in flips(path):
            path.chmod(0o640)
            path.write_bytes(damaged)
            with open_reader(bench.vault, bench.url) as reader:
                assert reader.verify() != [], path
        path.write_bytes(whole)
    with open_reader(bench.vault, bench.url) as reader:
        assert reader.verify() == []


def test_a_seal_that_is_missing_is_named_and_the_store_does_not_go_on(bench, store):
    three_seals(bench, store)
    store.close()
    for name in ("00000003.sha256", "00000002.sha256.sig", "00000001.sha256"):
        path = bench.vault / "seals" / name
        content = path.read_bytes()
        path.unlink()
        with open_reader(bench.vault, bench.url) as reader:
            assert any(name in fault for fault in reader.verify()), name
        path.write_bytes(content)
    for path in (manifest_path(bench.vault, 3), signature_path(bench.vault, 3)):
        path.unlink()
    with pytest.raises(StoreError, match="expected a seal that the database knows"):
        bench.open()


def test_a_strange_file_among_the_seals_is_named(bench, store):
    three_seals(bench, store)
    (bench.vault / "seals" / "00000003.sha256.bak").write_text("mine")
    assert any("00000003.sha256.bak" in fault for fault in store.verify())


def test_history_that_was_written_anew_is_found_by_who_knows_a_later_seal(bench, store):
    last = three_seals(bench, store)
    store.close()
    # An insider with the key writes another history, with seals and database of its own.
    (bench.home / "watcher.db").unlink()
    shutil.rmtree(bench.vault)
    again = bench.open()
    keep(bench, again, b"<p>never was</p>", 1)
    again.seal()
    assert again.verify() == []
    assert str(last).startswith("seal 3 sha256 ")
    assert all(line[0] != last.sha256 for n in (1,) for line in parsed(manifest_path(bench.vault, n).read_bytes()))


class Killed(BaseException):
    """Stands for the end of the process."""


def test_a_run_cut_off_at_any_step_of_a_seal_completes_it_under_the_same_number(bench, store):
    keep(bench, store, b"<p>first</p>", 1)
    store.close()
    steps = []
    counting = bench.open(fault=steps.append)
    steps.clear()
    home = bench.home / "whole"
    counting.close()
    shutil.copytree(bench.vault, home / "snapshots")
    for name in ("watcher.db", "watcher.key"):
        if (bench.home / name).exists():
            shutil.copy(bench.home / name, home / name)
    trial = bench.open(fault=steps.append)
    steps.clear()
    trial.seal()
    trial.close()
    total = len(steps)
    assert total > 10
    for at in range(total):
        shutil.rmtree(bench.vault)
        shutil.copytree(home / "snapshots", bench.vault)
        for path in bench.home.glob("watcher.db*"):
            path.unlink()
        shutil.copy(home / "watcher.db", bench.home / "watcher.db")
        left = [at]

        def fault(_step, left=left):
            """Let so many steps happen."""
            if left[0] == 0:
                raise Killed
            left[0] -= 1

        cut = bench.open()
        cut._writer._disk.fault = fault
        with pytest.raises(Killed):
            cut.seal()
        cut._writer._disk.fault = lambda _: None
        cut.close()
        again = bench.open()
        seal = again.seal()
        assert seal.number == 1, at
        assert again.verify() == [], at
        again.close()


def test_the_key_lies_outside_the_vault_for_its_owner_alone(bench, store):
    three_seals(bench, store)
    key = bench.home / "watcher.key"
    assert key.stat().st_mode & 0o777 == 0o600
    private = key.read_bytes()
    assert all(private not in path.read_bytes() for path in bench.vault.rglob("*") if path.is_file())


def test_another_key_is_on_record(bench, store):
    three_seals(bench, store)
    store.close()
    (bench.home / "watcher.key").unlink()
    again = bench.open()
    keep(bench, again, b"<p>fourth</p>", 40)
    again.seal()
    assert again.verify() == []
    records = [json.loads(line) for line in segment_path(bench.vault, 4).read_bytes().splitlines()]
    (key,) = [record for record in records if record["type"] == "key"]
    assert key["before"]
    assert key["before"] != key["name"]


def test_a_database_that_was_lost_learns_of_the_seals_again(bench, store):
    three_seals(bench, store)
    store.close()
    for path in bench.home.glob("watcher.db*"):
        path.unlink()
    again = bench.open()
    assert again.verify() == []
    keep(bench, again, b"<p>fourth</p>", 40)
    again.seal()
    again.close()
    with sqlite3.connect(bench.home / "watcher.db") as connection:
        assert connection.execute("SELECT sealed, segment FROM position").fetchall() == [(4, 4)]


def test_the_latest_seal_is_found_from_one_that_is_known(bench, store):
    three_seals(bench, store)
    assert [sealed(bench.vault, known) for known in range(5)] == [3] * 5
    manifest_path(bench.vault, 2).unlink()
    assert [sealed(bench.vault, known) for known in range(5)] == [3] * 5, "one that is missing hides none behind it"
    assert sealed(bench.vault / "nowhere") == 0


def test_one_seal_more_does_not_ask_for_all_before_it(tmp_path):
    (tmp_path / "seals").mkdir()
    for number in range(1, 20_001):
        manifest_path(tmp_path, number).touch()
    looked_through, known = min(cpu(lambda: sealed(tmp_path)) for _ in range(3)), cpu(lambda: sealed(tmp_path, 20_000))
    assert known < looked_through / 20


def cpu(what):
    """Seconds of CPU that it takes."""
    began = time.process_time()
    what()
    return time.process_time() - began
