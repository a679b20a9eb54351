"""History read again: which looks are compared with which, what was missed, what cannot be read."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from watcher.errors import ReadingFailed
from watcher.model import Outcome, Payload, Snapshot, Source, Told, Version, change_id
from watcher.pipeline.account import Account, Question
from watcher.pipeline.explain import explain
from watcher.pipeline.reading import passages_of
from watcher.pipeline.rereading.desk import Desk
from watcher.pipeline.rereading.replay import steps
from watcher.pipeline.rereading.reread import Reading, reread
from watcher.store import Look, Store, Telling, open_store

START = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
URL = "https://www.dhs.test/hours"
OPEN, CLOSED, FEE = "The office is open on weekdays.", "The office is closed on weekdays.", "The fee is $30."


class Still:
    """A clock that stands still."""

    boot = ""

    def now(self) -> datetime:
        """Always the same."""
        return START

    def monotonic(self) -> float:
        """Always the same."""
        return 0.0

    async def sleep(self, seconds: float) -> None:
        """Do not."""


class Here:
    """Reads in this process; on some words the reader dies."""

    def __init__(self, deadly: str = "nothing that stands here") -> None:
        self.asked: list[Question] = []
        self._deadly = deadly.encode()

    async def passages(self, payload: Payload, source: Source, kind: str) -> tuple[str, ...]:
        """What a worker would say."""
        return passages_of(payload, source, kind)

    async def explain(self, question: Question) -> Account:
        """What a worker would say."""
        self.asked.append(question)
        if question.after.payload is not None and self._deadly in question.after.payload.body:
            raise ReadingFailed("the reader died on this page")
        return explain(question)


def look(words: str | None, minute: int, outcome: Outcome = Outcome.OK, *, recognised: bool = False) -> Look:
    """The page with those words, or none, so many minutes after the start."""
    payload = Payload(f"<main><h1>Hours</h1><p>{words}</p></main>".encode(), "text/html", URL) if words else None
    at = START + timedelta(minutes=minute)
    sha256 = payload.sha256 if payload else None
    snapshot = Snapshot("hours", URL, at, at, outcome, URL, body_sha256=sha256)
    return Look(snapshot, payload, recognised=recognised)


def telling(before: Look, after: Look, numbers: tuple[int | None, int | None], **said) -> Telling:
    """A change without findings: under the old rules there was nothing to say of it."""
    ends = (numbers[0], before.snapshot), (numbers[1], after.snapshot)
    told = Told(change_id("hours", *ends), "hours", before.snapshot, after.snapshot, *numbers, START, "old", **said)
    at = after.snapshot.started_at
    is_new = numbers[1] is not None and numbers[0] != numbers[1]
    version = Version("hours", numbers[1], after.snapshot.id, at, at, "print", "old", "article") if is_new else None
    return Telling(told, version, "skim", "old", "article")


@pytest.fixture
def store(tmp_path: Path):
    """A store that watches one page."""
    with open_store(tmp_path / "snapshots", f"sqlite:///{tmp_path / 'watcher.db'}", Still()) as store:
        store.agenda.sync([Source("hours", URL)], START)
        yield store


def first_seen(store: Store, words: str = OPEN) -> Look:
    """The page is known."""
    first = look(words, 0)
    store.keep([first])
    store.tell([telling(first, first, (None, 1))])
    return first


def told_through(store: Store, *looks: Look) -> None:
    """Each of the looks was told as another version than the one before."""
    for number, (before, after) in enumerate(pairwise(looks), 1):
        store.keep([after])
        store.tell([telling(before, after, (number, number + 1))])


def read_again(store: Store, reader: Here | None = None, since: datetime | None = None) -> list[Reading]:
    """The whole history under today's rules."""
    found: list[Reading] = []
    desk = Desk(store, reader or Here(), Still(), "new")
    asyncio.run(reread(desk, [Source("hours", URL)], found.append, since))
    return found


def test_a_change_that_old_rules_did_not_see_is_found_between_its_two_looks(store):
    first_seen(store)
    store.keep([look(CLOSED, 10, recognised=True), look(CLOSED, 20, recognised=True)])
    *_, missed, after = read_again(store)
    assert missed.today is not None
    assert [one.kind for one in missed.today.findings] == ["text.altered"]
    assert (missed.first, missed.is_news, after.today) == (None, True, None)
    store.reread([missed.today])
    assert [one.is_news for one in read_again(store)] == [False, False, False]
    assert store.history.reread(missed.today.change_id) == missed.today
    assert store.history.changes(limit=1)[0].after_version == 1
    assert store.history.findings() == []


def test_a_missed_change_that_is_none_under_later_rules_is_taken_back(store):
    first_seen(store)
    store.keep([look(CLOSED, 10, recognised=True)])
    missed = read_again(store)[1].today
    assert missed is not None
    store.reread([missed])
    found: list[Reading] = []
    blind = Source("hours", URL, select=("h1",))
    asyncio.run(reread(Desk(store, Here(), Still(), "newer"), [blind], found.append))
    assert (found[1].differences, found[1].is_news) == ((), True)


def test_the_same_bytes_and_the_same_skim_are_not_read(store):
    first_seen(store)
    store.keep([look(OPEN, 10, recognised=True), look(f"{OPEN}<!-- token -->", 20, recognised=True)])
    reader = Here()
    assert [one.today for one in read_again(store, reader)] == [None, None, None]
    assert len(reader.asked) == 1


def test_a_look_that_was_not_believed_is_compared_with_nothing(store):
    first = first_seen(store)
    doubted, after = look("Gone", 10), look(FEE, 20)
    store.keep([doubted])
    store.keep([after])
    store.tell([telling(first, after, (1, 2))])
    reader = Here()
    readings = read_again(store, reader)
    assert [one.today is None for one in readings] == [True, True, False]
    assert [question.before and question.before.snapshot.id for question in reader.asked] == [None, first.snapshot.id]


def test_versions_before_are_read_with_todays_rules_so_that_a_way_back_is_known(store):
    looks = [first_seen(store), look(CLOSED, 10), look(OPEN, 20)]
    told_through(store, *looks)
    for since in (None, looks[2].snapshot.started_at):
        back = read_again(store, since=since)[-1]
        assert back.today is not None
        assert {flag for finding in back.today.findings for flag in finding.flags} >= {"reverted"}


def test_only_looks_since_then_are_read(store):
    first = first_seen(store)
    second, third = look(CLOSED, 10), look(FEE, 20)
    told_through(store, first, second, third)
    assert [one.look.id for one in read_again(store, since=third.snapshot.started_at)] == [third.snapshot.id]


def test_a_page_on_which_the_reader_dies_costs_that_page_alone(store):
    first = first_seen(store)
    second, third = look("Deadly words.", 10), look(FEE, 20)
    told_through(store, first, second, third)
    _, died, after = read_again(store, Here("Deadly"))
    assert isinstance(died.fault, ReadingFailed)
    assert after.today is not None


def test_an_absence_is_not_read_again_and_the_return_is_held_against_the_page_before(store):
    first = first_seen(store)
    away, back = look(None, 10, Outcome.GONE), look(CLOSED, 20)
    store.keep([away])
    store.tell([replace(telling(first, away, (1, None)), removal="doubted")])
    store.keep([back])
    store.tell([telling(away, back, (None, 2))])
    reader = Here()
    _, gone, returned = read_again(store, reader)
    assert gone.today is None
    assert returned.today is not None
    assert [one.kind for one in returned.today.findings] == ["text.altered"]
    assert reader.asked[-1].before is not None
    assert reader.asked[-1].before.snapshot.id == first.snapshot.id


def test_a_page_that_was_never_known_is_compared_with_nothing():
    looks = [look(OPEN, 0).snapshot, look(CLOSED, 10).snapshot]
    assert [step.baseline for step in steps(looks, (), None)] == [None, None]
