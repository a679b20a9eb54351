"""What a body costs when the next answer of its page is almost the same, and that nothing but the vault is needed."""

import errno
import json
import os
import random
import sqlite3
import subprocess
from pathlib import Path

import httpx
import pytest

from watcher.demo import ManyPages
from watcher.errors import StoreError
from watcher.model import Payload
from watcher.store import open_reader
from watcher.store.seals.seals import manifest_path, parsed
from watcher.store.vault.bodies import Base, base_of
from watcher.store.vault.leaning import Held
from watcher.store.vault.vault import blob_path

WORTH = 70
"""How many times smaller than the bodies their files have to be."""


def noisy(count, *, change_at=1000):
    """One page of about 74 kB as it is answered time and again, with other tokens each time."""
    site = ManyPages(1, ("127.0.0.1",))
    (url,) = site.urls(site.start())
    with httpx.Client(trust_env=False) as client:
        for number in range(count):
            site.change(number >= change_at)
            yield client.get(url).content
    site.stop()


def keep_all(bench, store, bodies, source_id="dhs", first=0):
    """Each body as one look, ten minutes after the other."""
    store.agenda.sync([bench.source(), bench.source("ice")], bench.clock.now())
    for number, body in enumerate(bodies, start=first):
        store.keep([bench.look(body, 10 * number, source_id)])


def files(bench):
    """The file of each body that is kept."""
    return {path.stem: path for path in (bench.vault / "blobs").rglob("*.zst")}


def base(bench, body):
    """The body that this one leans on."""
    return base_of(blob_path(bench.vault, Payload(body).sha256).read_bytes())


def snapshot_records(bench):
    """Every look's record, oldest first."""
    lines = (line for path in sorted((bench.vault / "ledger").iterdir()) for line in path.read_bytes().splitlines())
    return [record for record in map(json.loads, lines) if record["type"] == "snapshot"]


def rows(bench):
    """Every row of the tables that a rebuild makes anew."""
    with sqlite3.connect(bench.home / "watcher.db") as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}"))) for name in names}
    connection.close()
    return found


def test_successive_answers_of_a_noisy_page_cost_a_seventieth(bench, store):
    bodies = list(noisy(60, change_at=30))
    keep_all(bench, store, bodies)
    whole, kept = sum(map(len, bodies)), sum(path.stat().st_size for path in files(bench).values())
    assert len(files(bench)) == len(bodies) == 60
    assert whole / kept >= WORTH, f"{whole / 60:.0f} bytes a look became {kept / 60:.0f}, {whole / kept:.0f} x"
    assert [store.body(Payload(body).sha256) for body in bodies] == bodies
    assert store.verify() == []


def test_a_body_leans_on_the_last_full_one_and_every_twentieth_is_full(bench, store):
    bodies = list(noisy(45))
    keep_all(bench, store, bodies)
    leaning = [base(bench, body) for body in bodies]
    full = [number for number, one in enumerate(leaning) if one is None]
    assert full == [0, 20, 40]
    assert leaning == [
        None if number in full else Payload(bodies[number - number % 20]).sha256 for number in range(len(bodies))
    ]
    assert [record["body"].get("base") for record in snapshot_records(bench)] == leaning


def test_many_looks_kept_at_once_lean_as_they_would_one_by_one(bench, store):
    bodies = list(noisy(25))
    store.agenda.sync([bench.source()], bench.clock.now())
    store.keep([bench.look(body, number) for number, body in enumerate(bodies)])
    assert [base(bench, body) is None for body in bodies] == [number in (0, 20) for number in range(25)]
    assert store.verify() == []


def test_what_is_another_page_altogether_lies_alone_and_the_next_lean_on_it(bench, store):
    first, other = list(noisy(3)), random.Random(3).randbytes(40_000)
    last = other[:20_000] + b"moved" + other[20_000:]
    keep_all(bench, store, [*first, other, last])
    assert base(bench, other) is None
    assert base(bench, last) == Payload(other).sha256


def test_equal_bodies_stay_one_file_whoever_brings_them(bench, store):
    bodies = list(noisy(2))
    keep_all(bench, store, bodies)
    keep_all(bench, store, bodies, "ice")
    assert len(files(bench)) == 2
    assert sum("blob_sha256" in record for record in snapshot_records(bench)) == 2


def test_the_plain_tool_decodes_what_leans_with_what_its_file_names(bench, store, tmp_path):
    bodies = list(noisy(2))
    keep_all(bench, store, bodies)
    path = blob_path(bench.vault, Payload(bodies[1]).sha256)
    script = (
        f"base=$(xxd -p -c 64 -s 8 -l 32 {path}); "
        f"zstd -q -dc {bench.vault}/blobs/${{base:0:2}}/$base.zst > {tmp_path}/base; "
        f"zstd -q -dc -D {tmp_path}/base {path} | sha256sum"
    )
    said = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=True).stdout
    assert said.split()[0] == Payload(bodies[1]).sha256


def test_no_body_that_zstd_takes_for_a_trained_dictionary_bears_others(bench, store):
    trained = bytes.fromhex("37a430ec") + random.Random(4).randbytes(5000)
    keep_all(bench, store, [trained, trained + b"!"])
    assert [base(bench, body) for body in (trained, trained + b"!")] == [None, None]


def test_a_rebuilt_database_is_the_same_row_for_row_and_chooses_the_same_base(bench, store):
    bodies = list(noisy(30))
    store.agenda.sync([bench.source(), bench.source("ice")], bench.clock.now())
    keep_all(bench, store, bodies[:25])
    before = rows(bench)
    assert store.reindex() > 0
    assert rows(bench) == before
    keep_all(bench, store, bodies[25:], first=25)
    assert {base(bench, body) for body in bodies[25:]} == {Payload(bodies[20]).sha256}
    assert store.verify() == []


def test_what_cannot_be_taken_out_is_taken_out_before_anything_else_is_kept(bench):
    broken: set[str] = set()

    def fault(step: str) -> None:
        if step in broken:
            broken.add("remove")  # from here on nothing can be removed either
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    store = bench.open(fault=fault)
    store.agenda.sync([bench.source()], bench.clock.now())
    broken.add("append.open")
    with pytest.raises(StoreError):
        store.keep([bench.look(b"one", 0)])
    left = blob_path(bench.vault, Payload(b"one").sha256)
    assert left.exists()
    broken.discard("append.open")
    with pytest.raises(StoreError, match="cannot be taken out"):
        store.keep([bench.look(b"two", 10)])
    broken.clear()
    store.keep([bench.look(b"two", 10)])
    assert not left.exists()
    assert store.verify() == []


def test_a_missing_base_is_named_at_every_body_that_leans_on_it(bench, store):
    bodies = list(noisy(3))
    keep_all(bench, store, bodies)
    gone = blob_path(bench.vault, Payload(bodies[0]).sha256)
    gone.unlink()
    found = store.verify()
    for body in bodies[1:]:
        path = blob_path(bench.vault, Payload(body).sha256)
        assert any(fault.startswith(f"{path}: ") and str(gone) in fault for fault in found)
    with pytest.raises(StoreError, match=gone.stem):
        store.body(Payload(bodies[1]).sha256)


def test_nothing_is_built_on_a_base_that_is_damaged(bench, store):
    bodies = list(noisy(3))
    keep_all(bench, store, bodies[:1])
    path = blob_path(bench.vault, Payload(bodies[0]).sha256)
    path.chmod(0o640)
    path.write_bytes(path.read_bytes()[:-9])
    keep_all(bench, store, bodies[1:], first=1)
    assert [base(bench, body) for body in bodies[1:]] == [None, Payload(bodies[1]).sha256]


def test_the_seal_names_the_file_of_a_body_that_leans(bench, store):
    bodies = list(noisy(2))
    keep_all(bench, store, bodies)
    store.seal()
    named = [path for _, path in parsed(manifest_path(bench.vault, 1).read_bytes())]
    loop = "sha256sum -c --strict --ignore-missing --quiet seals/00000001.sha256"
    assert subprocess.run(["bash", "-c", loop], cwd=bench.vault, timeout=60, check=False).returncode == 0
    assert sum(path.startswith("blobs/") for path in named) == 2


def test_thirty_daily_parts_read_every_body_once(bench, store):
    keep_all(bench, store, noisy(40))
    store.close()
    for path in files(bench).values():
        path.chmod(0o640)
        path.write_bytes(b"nothing")
    with open_reader(bench.vault, bench.url) as reader:
        named = [
            fault.split(":")[0]
            for part in range(1, 31)
            for fault in reader.verify((part, 30))
            if "SHA-256" in fault and "blobs" in fault
        ]
    assert sorted(named) == sorted(map(str, files(bench).values()))


def test_the_loop_in_the_vaults_readme_checks_every_body(bench, store):
    bodies = list(noisy(3))
    keep_all(bench, store, bodies)
    page = (Path(__file__).parents[2] / "snapshots" / "README.md").read_text()
    loop = page.partition("```sh\n")[2].partition("python3 -")[0]

    def said():
        return subprocess.run(
            ["bash", "-c", loop], cwd=bench.vault, capture_output=True, text=True, timeout=60, check=False
        ).stdout

    assert said() == ""
    path = blob_path(bench.vault, Payload(bodies[2]).sha256)
    path.chmod(0o640)
    path.write_bytes(path.read_bytes()[:-1])
    assert said().split() == ["BROKEN", path.relative_to(bench.vault).as_posix()]


def test_of_the_bodies_that_were_read_the_latest_are_held():
    held = Held()
    bases = [Base(f"{number:064}", bytes(3 << 20), 100) for number in range(4)]
    for base in bases:
        held.hold(base)
        held.hold(base)
    assert [held.base(base.sha256) for base in bases] == [None, None, bases[2], bases[3]]
    large = Base("f" * 64, bytes(9 << 20), 100)
    held.hold(large)
    assert [held.base(base.sha256) for base in (*bases, large)] == [None] * 4 + [large]
