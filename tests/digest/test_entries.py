"""The order in which findings are told."""

from dataclasses import replace
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


def reworded(before, after):
    edit = Edit(Op.ALTERED, Block("paragraph", "", before), Block("paragraph", "", after), (), 3, 3)
    return Finding("text.altered", f"{before} is {after}", (edit,), before=before, after=after, severity=Severity.HIGH)


def three_changes():
    """A passage is reworded, then another one, then the first as it was."""
    steps = [reworded("may", "will"), reworded("ten days", "five days"), reworded("will", "may")]
    return [
        (replace(told("apple", step, change=f"c0ffee00000{at}"), before_version=at, after_version=at + 1), (0,))
        for at, step in enumerate(steps, 1)
    ]


def test_what_is_taken_back_later_is_one_entry_though_others_lie_between():
    first, second = sorted(entries(three_changes(), {}), key=lambda entry: entry.finding.summary)
    assert first.finding.summary == "changed and reverted: may is will"
    assert (first.before_version, first.after_version) == (1, 4)
    assert first.also == ("c0ffee000001#f1",)
    assert second.finding.summary == "ten days is five days"


def test_who_wants_all_is_told_each_of_them():
    assert len(entries(three_changes(), {}, is_net=False)) == 3
