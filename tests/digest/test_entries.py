"""The order in which findings are told."""

from datetime import UTC, datetime, timedelta

from watcher.digest import wording
from watcher.digest.entries import entries
from watcher.model import Block, Edit, Finding, Op, Outcome, Severity, Snapshot, Source, Told

THEN = datetime(2026, 11, 20, 20, 5, tzinfo=UTC)


def look(source, at):
    return Snapshot(source, f"https://{source}.example/", at, at + timedelta(seconds=2), Outcome.OK)


def told(source, *findings, change="c0ffee00c0de"):
    return Told(
        change, source, look(source, THEN), look(source, THEN + timedelta(hours=6)), 1, 2, THEN, "r1", (), findings
    )


def at(place, severity=Severity.HIGH):
    edit = Edit(Op.ADDED, None, Block("paragraph", "k", f"at {place}"), (), None, place)
    return Finding("text.added", f"at {place}", (edit,), severity=severity)


def test_the_worst_comes_first_then_the_order_of_the_sources_then_the_page():
    sources = {name: Source(name, f"https://{name}.example/", f"The {name}") for name in ("zebra", "apple")}
    given = [
        (told("apple", at(9), at(2)), (0, 1)),
        (told("zebra", at(5), at(1, Severity.CRITICAL)), (0, 1)),
    ]
    order = [(entry.source_id, entry.finding.summary) for entry in entries(given, sources)]
    assert order == [("zebra", "at 1"), ("zebra", "at 5"), ("apple", "at 2"), ("apple", "at 9")]


def test_only_the_picked_findings_are_told_under_their_own_numbers():
    (entry,) = entries([(told("apple", at(1), at(2)), (1,))], {})
    assert (entry.finding_id, entry.finding.summary) == ("c0ffee00c0de#f2", "at 2")


def test_the_interval_surely_holds_the_change():
    (entry,) = entries([(told("apple", at(1)), (0,))], {})
    assert entry.last_without == THEN
    assert entry.first_with == THEN + timedelta(hours=6, seconds=2)


def test_a_source_that_is_watched_no_more_is_told_by_its_id():
    (entry,) = entries([(told("apple", at(1)), (0,))], {})
    assert (entry.source_name, entry.url) == ("apple", "https://apple.example/")


def test_what_went_to_the_same_channel_before_is_marked():
    account = told("apple", at(1), at(2))
    first, second = entries([(account, (0, 1))], {}, {account.finding_id(1): THEN})
    assert first.sent_earlier is None
    assert wording.flags(second) == ("Sent earlier, on 20 Nov at 20:05 UTC.",)
