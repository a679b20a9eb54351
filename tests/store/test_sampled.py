"""A part of a large store is proved in a part of the time; all parts together find what the whole does."""

import sqlite3
from contextlib import closing

import pytest

from tools.long_histories import grow
from watcher.store import open_reader
from watcher.store.ledger.lines import last_line, segment_path

PARTS = 4


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Fourteen thousand looks at ten pages, in eleven segments."""
    home = tmp_path_factory.mktemp("large")
    grow(home, 14_000, sources=10, a_seal=1_400)
    return home


def parts_with_faults(home):
    with open_reader(home / "snapshots", f"sqlite:///{home / 'watcher.db'}") as reader:
        return [part for part in range(1, PARTS + 1) if reader.verify((part, PARTS))]


@pytest.fixture
def altered(large):
    """A file that is altered for one test."""
    kept = []

    def alter(path, was, now):
        content = path.read_bytes()
        assert content.count(was)
        kept.append((path, content))
        path.chmod(0o640)
        path.write_bytes(content.replace(was, now, 1))

    yield alter
    for path, content in kept:
        path.write_bytes(content)


def test_what_is_whole_is_whole_in_every_part(large):
    assert parts_with_faults(large) == []


def test_an_altered_line_is_found_by_the_part_that_reads_its_segment(large, altered):
    altered(segment_path(large / "snapshots", 6), b'"status":200', b'"status":203')
    assert parts_with_faults(large) == [6 % PARTS + 1]


def test_the_newest_segments_belong_to_every_part(large, altered):
    altered(segment_path(large / "snapshots", 11), b'"status":200', b'"status":203')
    assert parts_with_faults(large) == [1, 2, 3, 4]


def test_a_body_that_is_gone_is_missed_by_every_part_that_names_it(large):
    (blob,) = (large / "snapshots" / "blobs").rglob("*.zst")
    away = blob.rename(large / "away")
    try:
        assert parts_with_faults(large) == [1, 2, 3, 4]
    finally:
        away.rename(blob)


def test_a_row_that_was_altered_is_found_by_one_part(large):
    change = "UPDATE snapshot SET record = replace(record, '\"status\":{}', '\"status\":{}') WHERE seq = 7000"
    with closing(sqlite3.connect(large / "watcher.db", isolation_level=None)) as database:
        database.execute(change.format(200, 203))
        found = parts_with_faults(large)
        database.execute(change.format(203, 200))
    assert len(found) == 1
    assert parts_with_faults(large) == []


@pytest.mark.parametrize(
    "lines", [[b"one"], [b"one", b"two"], [b"x" * 70_000, b"y" * 80_000], [b"a", b"b" * 5_000_000]]
)
def test_the_last_line_is_read_from_the_end(tmp_path, lines):
    (tmp_path / "lines").write_bytes(b"".join(line + b"\n" for line in lines))
    assert last_line(tmp_path / "lines") == lines[-1]
