"""What a page was last read as: kept for the next comparison, relied on by nothing."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from watcher.store import AsRead, Mark


@pytest.fixture
def watched(bench):
    store = bench.open()
    store.agenda.sync([bench.source(), bench.source("ice")], bench.clock.now())
    return store


def tell(bench, store, said, minute=0, source_id="dhs"):
    look = bench.look(f"page {minute}".encode(), minute, source_id)
    store.keep([look])
    store.tell([replace(bench.first(look), reading=said)])
    return look


def test_what_was_read_is_found_under_its_key_alone(bench, watched):
    tell(bench, watched, AsRead("key-1", '["“words”"]'))
    assert watched.reading_of("dhs", "key-1") == '["“words”"]'
    assert watched.reading_of("dhs", "key-2") == ""
    assert watched.reading_of("ice", "key-1") == ""


def test_the_next_reading_takes_its_place_whether_or_not_there_was_something_to_tell(bench, watched):
    tell(bench, watched, AsRead("key-1", "one"))
    later = bench.look(b"two", 10)
    watched.keep([later])
    watched.passed([Mark(later.snapshot, reading=AsRead("key-2", "two"))])
    assert [watched.reading_of("dhs", key) for key in ("key-1", "key-2")] == ["", "two"]


def test_a_comparison_that_brings_none_leaves_what_is_there(bench, watched):
    tell(bench, watched, AsRead("key-1", "one"))
    later = bench.look(b"two", 10)
    watched.keep([later])
    watched.passed([Mark(later.snapshot)])
    assert watched.reading_of("dhs", "key-1") == "one"


def test_of_a_withdrawn_body_nothing_stays(bench, watched):
    shown = tell(bench, watched, AsRead("key-1", "the name of a child"))
    tell(bench, watched, AsRead("key-2", "another page"), 5, "ice")
    later = bench.look(b"two", 10)
    watched.keep([replace(later, recognised=True)])
    watched.redact(shown.snapshot.body_sha256, "a court said so", "operator")
    assert watched.reading_of("dhs", "key-1") == ""
    assert watched.reading_of("ice", "key-2") == "another page"


def test_a_rebuilt_database_has_none_and_lacks_nothing(bench, watched):
    tell(bench, watched, AsRead("key-1", "one"))
    watched.reindex()
    assert watched.reading_of("dhs", "key-1") == ""
    assert watched.verify() == []


def test_a_damaged_one_counts_as_none(bench, watched):
    tell(bench, watched, AsRead("key-1", "one"))
    with closing(sqlite3.connect(bench.home / "watcher.db")) as connection, connection:
        connection.execute("UPDATE reading SET document = x'28b52ffd00'")
    assert watched.reading_of("dhs", "key-1") == ""
