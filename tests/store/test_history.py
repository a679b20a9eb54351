"""What was seen and told, read back as nouns."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import Engine, event

from watcher.errors import NotKnown
from watcher.model import Outcome, Severity
from watcher.store import Looks
from watcher.store.ledger.ledger import segment_path


def test_versions_are_numbered_and_found_by_time(bench, store):
    bench.told(store)
    first, second = store.history.versions("dhs")
    assert (first.number, first.since, first.confirmed) == (1, bench.at(0), bench.at(0))
    assert (second.number, second.since, second.fingerprint) == (2, bench.at(10), "print-2")
    assert store.history.version_at("dhs", bench.at(9)) == first
    assert store.history.version_at("dhs", bench.at(10)) == second
    assert store.history.version_at("dhs", bench.at(-1)) is None
    assert store.history.version("dhs", 2) == second
    assert store.history.fingerprints("dhs", 1) == [(2, "print-2")]
    with pytest.raises(NotKnown):
        store.history.version("dhs", 3)


def test_a_version_is_confirmed_by_every_look_that_shows_it(bench, store):
    bench.known(store)
    confirming = bench.look(b"one", 7, recognised=True)
    store.keep([confirming])
    second = bench.look(b"two", 10)
    store.keep([second])
    store.tell([bench.change(confirming, second)])
    store.keep([bench.look(b"two", 20, recognised=True)])
    assert [version.confirmed for version in store.history.versions("dhs")] == [bench.at(7), bench.at(20)]


def test_the_last_look_before_a_moment_is_found_from_the_end(bench, store):
    bench.known(store)
    asked = []

    def note(connection, cursor, statement, parameters, context, many):
        asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert len(store.history.snapshots("dhs", until=bench.at(60), limit=1)) == 1
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    ((query, values),) = [one for one in asked if "snapshot" in one[0]]
    with closing(sqlite3.connect(bench.home / "watcher.db")) as database:
        plan = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {query}", values)]
    assert plan == ["SEARCH snapshot USING INDEX snapshot_of_source (source_id=?)"]


def test_back_to_the_first_text_is_a_third_version(bench, store):
    bench.told(store)
    second, third = bench.look(b"two", 10), bench.look(b"one", 20)
    store.keep([third])
    store.tell([bench.change(second, third, (2, 3))])
    assert [version.number for version in store.history.versions("dhs")] == [1, 2, 3]
    assert len(store.history.changes()) == 3


def test_a_change_is_read_back_as_it_was_told_by_the_beginning_of_its_id(bench, store):
    told = bench.told(store).told
    assert store.history.change(told.change_id) == told
    assert store.history.change(told.change_id[:6]) == told
    assert store.history.changes(limit=1) == [told]
    assert store.history.changes(source_id="ice") == []
    assert store.history.changes(since=bench.clock.now(), until=bench.later(1))[0] == told
    for unknown in (told.change_id[:5], "ffffffffffff", "%%%%%%", ""):
        with pytest.raises(NotKnown):
            store.history.change(unknown)


def test_findings_are_chosen_by_kind_severity_and_source(bench, store):
    told = bench.told(store).told
    assert store.history.findings() == [(told, 0), (told, 1)]
    assert store.history.findings(min_severity=Severity.LOW) == [(told, 0)]
    assert store.history.findings(kind="order.changed") == [(told, 1)]
    assert store.history.findings(source_id="ice") == []
    assert store.history.findings(since=bench.later(1)) == []


def test_looks_are_listed_newest_first_within_a_period(bench, store):
    bench.known(store)
    for minute in (10, 20, 30):
        store.keep([bench.look(b"one", minute)])
    times = [look.started_at for look in store.history.snapshots("dhs")]
    assert times == [bench.at(30), bench.at(20), bench.at(10), bench.at(0)]
    chosen = store.history.snapshots("dhs", since=bench.at(10), until=bench.at(30), limit=1)
    assert [look.started_at for look in chosen] == [bench.at(20)]
    with pytest.raises(NotKnown):
        store.history.snapshot("dhs/20200101T000000.000Z")


def test_checks_are_counted_with_those_that_showed_the_page(bench, store):
    bench.known(store)
    store.agenda.sync([bench.source(), bench.source("ice")], bench.clock.now())
    store.keep([bench.look(None, 10, outcome=Outcome.TIMEOUT), bench.look(b"one", 20)])
    assert store.history.checks() == {"dhs": Looks(3, 2), "ice": Looks(0, 0)}
    assert store.history.checks(["dhs"], bench.at(10), bench.at(20)) == {"dhs": Looks(1, 0)}
    assert store.history.last_seen("dhs") == bench.at(20)
    assert store.history.last_seen("ice") is None


def test_an_answer_without_a_body_has_no_payload(bench, store):
    bench.known(store)
    timeout = bench.look(None, 10, outcome=Outcome.TIMEOUT)
    store.keep([timeout])
    with pytest.raises(NotKnown, match="brought no body"):
        store.history.payload(timeout.snapshot)


def test_reviews_are_added_and_never_taken_back(bench, store):
    told = bench.told(store).told
    store.history.review(told.change_id[:6], "confirmed", "read it twice", "ana")
    store.history.review(told.change_id, "doubted", "“may” is in a quotation", "ben")
    reviews = store.history.reviews(told.change_id)
    assert [(review.verdict, review.by) for review in reviews] == [("confirmed", "ana"), ("doubted", "ben")]
    with pytest.raises(NotKnown):
        store.history.review("ffffffffffff", "confirmed", "", "ana")
    store.reindex()
    assert store.history.reviews(told.change_id) == reviews


def test_a_change_that_reads_otherwise_later_stays_as_it_was_told_and_is_owed_to_nobody(bench, store):
    told = bench.told(store).told
    owed = store.outbox.owed("desk")
    assert store.history.reread(told.change_id) is None
    low = bench.reread(told, Severity.LOW)
    store.reread([low])
    assert store.history.change(told.change_id) == told
    assert store.history.reread(told.change_id[:6]) == low
    assert store.outbox.owed("desk") == owed
    assert [found for found, _ in store.history.findings()] == [told, told]
    store.reindex()
    assert store.history.reread(told.change_id) == low
    assert store.verify() == []


def test_the_same_reading_is_kept_once_and_a_later_one_beside_it(bench, store):
    told = bench.told(store).told
    for severity in (Severity.LOW, Severity.LOW, Severity.CRITICAL, Severity.LOW):
        bench.later(5)
        store.reread([bench.reread(told, severity)])
    assert sum('"type":"reread"' in line for line in segment_path(bench.vault, 1).read_text().splitlines()) == 3
    latest = store.history.reread(told.change_id)
    assert latest is not None
    assert latest.findings[0].level is Severity.LOW
    assert store.history.rereads("dhs") == {told.change_id: latest}
    assert store.history.rereads("ice") == {}


def test_nothing_is_kept_of_a_change_between_looks_that_are_not(bench, store):
    told = bench.told(store).told
    with pytest.raises(NotKnown, match="20261121T103000"):
        store.reread([replace(told, after=bench.look(b"three", 30).snapshot)])


def test_looks_count_for_the_version_that_was_the_latest_when_they_were_taken(bench, store):
    first = bench.known(store)
    looks = [bench.look(b"one", 5), bench.look(b"two", 10), bench.look(b"two", 12)]
    store.keep([*looks, bench.look(None, 15, outcome=Outcome.BLOCKED)])
    store.tell([bench.change(first, looks[1])])
    store.keep([bench.look(b"two", 20, recognised=True)])
    counted = {1: Looks(2, 2), 2: Looks(4, 3)}
    assert store.history.looks_of(store.history.versions("dhs")) == counted
    store.reindex()
    assert store.history.looks_of(store.history.versions("dhs")) == counted
