"""Bodies that lie in a bucket: kept, read, verified and withdrawn as those in a folder are."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fleet.bucket import serving
from tests.store.conftest import Bench
from watcher.errors import StoreError, Withdrawn
from watcher.store import open_reader


@pytest.fixture(scope="module")
def bucket(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("nanio")) as bucket:
        yield bucket


@pytest.fixture
def place(bucket, request):
    return replace(bucket, url=f"s3://pages/{request.node.name}")


@pytest.fixture
def alone(tmp_path):
    """One writer over SQLite."""
    bench = Bench(tmp_path)
    yield bench
    for store in bench.open_stores:
        store.close()


PAGE = "".join(f"<p>Paragraph {at} of a page that hardly changes.</p>" for at in range(200))


def sha256(body: bytes) -> str:
    """Its name."""
    return hashlib.sha256(body).hexdigest()


def body(at: int) -> bytes:
    """A page with another token at each look."""
    return f"{PAGE}<p>token {at}</p>".encode()


def test_bodies_lie_in_the_bucket_and_the_ledger_in_the_folder(alone, place):
    store = alone.open(bodies=place)
    store.agenda.sync([alone.source()], alone.clock.now())
    for at in range(5):
        store.keep([alone.look(body(at), at)])
    assert not list(alone.vault.rglob("*.zst"))
    assert [store.body(sha256(body(at))) for at in range(5)] == [body(at) for at in range(5)]
    assert store.seal().number == 1
    assert store.verify() == []
    store.reindex()
    with open_reader(alone.vault, alone.url, place) as reader:
        assert reader.verify() == []
        bodies = [name for seal in (1,) for _, name in _named(reader, seal) if name.startswith("blobs/")]
        assert len(bodies) == 5
        for name in bodies:
            content = reader.archive.content(name)
            assert (sha256(content), name) in _named(reader, 1)


def _named(reader, seal: int):
    manifest = reader.archive.content(f"seals/{seal:08}.sha256").decode()
    return [tuple(line.split("  ")) for line in manifest.splitlines()]


def test_a_body_that_is_damaged_or_gone_is_named(alone, place, tmp_path_factory):
    store = alone.open(bodies=place)
    store.agenda.sync([alone.source()], alone.clock.now())
    store.keep([alone.look(body(0), 0), alone.look(b"another", 1)])
    [damaged] = _lying(tmp_path_factory, place, sha256(body(0)))
    damaged.chmod(0o600)
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    [gone] = _lying(tmp_path_factory, place, sha256(b"another"))
    gone.unlink()
    faults = "\n".join(store.verify())
    assert sha256(body(0)) in faults
    assert sha256(b"another") in faults
    with pytest.raises(StoreError):
        store.body(sha256(b"another"))


def _lying(tmp_path_factory, place, name: str) -> list[Path]:
    """The files under which the server keeps an object."""
    found = tmp_path_factory.getbasetemp().rglob(f"*{name}.zst")
    prefix = place.url.rpartition("/")[2]
    return [path for path in found if path.is_file() and f"/pages/{prefix}/" in path.as_posix()]


def test_what_another_writer_laid_there_first_is_taken_as_it_lies(bench, place):
    here, there = bench.open(bodies=place), bench.open(bodies=place)
    here.agenda.sync([bench.source("dhs"), bench.source("ice")], bench.clock.now())
    here.keep([bench.look(body(0), 0, "dhs")])
    there.keep([bench.look(body(1), 1, "ice"), bench.look(body(0), 2, "ice")])
    here.keep([bench.look(body(1), 3, "dhs"), bench.look(body(2), 4, "dhs")])
    there.seal()
    assert here.verify() == there.verify() == []


def test_a_body_that_no_record_came_to_name_is_taken_up_by_the_next_look_that_shows_it(bench, place):
    def stop(step: str) -> None:
        if step == "append.open" and armed:
            raise KeyboardInterrupt

    armed: list[bool] = []
    here = bench.open(bodies=place, fault=stop)
    here.agenda.sync([bench.source()], bench.clock.now())
    armed.append(True)
    with pytest.raises(KeyboardInterrupt):
        here.keep([bench.look(body(0), 0)])
    armed.clear()
    assert here.verify() == []
    there = bench.open(bodies=place)
    there.keep([bench.look(body(0), 1)])
    there.seal()
    with open_reader(bench.vault, bench.url, place) as reader:
        assert any(sha256(body(0)) in name for _, name in _named(reader, 1)), "its file is under the seal"
        assert reader.verify() == []


def test_a_body_that_others_lean_on_can_be_withdrawn(alone, place):
    store = alone.open(bodies=place)
    store.agenda.sync([alone.source()], alone.clock.now())
    looks = [alone.look(body(at), at) for at in range(3)]
    store.keep(looks)
    store.tell([alone.first(looks[0])])
    store.tell([alone.change(looks[0], looks[1], (1, 2)), alone.change(looks[1], looks[2], (2, 3))])
    store.redact(sha256(body(0)), "ordered", "counsel")
    with pytest.raises(Withdrawn):
        store.body(sha256(body(0)))
    assert store.body(sha256(body(2))) == body(2)
    assert store.verify() == []


def test_a_bucket_that_does_not_answer_is_told_with_its_place_and_without_its_secret(alone, place):
    nowhere = replace(place, endpoint="http://127.0.0.1:1", secret="hush-hush")
    store = alone.open(bodies=nowhere)
    store.agenda.sync([alone.source()], alone.clock.now())
    with pytest.raises(StoreError) as told:
        store.keep([alone.look(body(0), 0)])
    assert "s3://pages/" in str(told.value)
    assert "hush-hush" not in str(told.value)
