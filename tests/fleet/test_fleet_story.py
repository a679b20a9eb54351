"""Workers that watch together, one of them killed again and again: nothing is lost, and nothing is told twice."""

import os
import random
import re
import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.fleet.pages import Sites
from tests.stories.conftest import Bot, _frame
from watcher.model import Severity
from watcher.store import open_store

HOSTS, PAGES_EACH = 4, 3
KILLS = 50 if os.environ.get("WATCHER_PROOF") else 3
LONGEST = 6.0 if KILLS > 10 else 3.0
PATIENCE = 90.0

TOGETHER = """
version: 1
fetch:
  contact: "https://example.org/bot"
  per_host: {concurrency: 2, gap: 0s}
  allow_private: [127.0.0.0/8]
  total_deadline: 5s
channels:
  box: {type: mailbox, path: ./mail}
subscriptions:
  - {name: all, channel: box, min_severity: low, cadence: at-once, at_once: {confirm: 0s, join: 0s, most_per_hour: 60}}
"""


class WallClock:
    """The machine's time: workers have no other."""

    boot = ""

    def now(self) -> datetime:
        """The present."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Nothing here waits so."""
        raise NotImplementedError


class Fleet:
    """Two workers on one store, and the pages that they watch."""

    def __init__(self, home: Path, database: str, sites: Sites) -> None:
        self.bot = Bot(home)
        self.sites = sites
        self.database = database
        self.workers = []
        urls = [self.turns(at, 14) for at in range(HOSTS * PAGES_EACH)]
        self.bot.watches(*urls, watcher=TOGETHER)

    def turns(self, at: int, rooms: int) -> str:
        """Page number `at` says that it has so many rooms."""
        body = _frame(f"<p>Office {at} has {rooms} rooms for visitors.</p>", title=f"Office {at}")
        return self.sites.shows(at % HOSTS + 1, f"/{at}", body)

    def shown(self) -> dict[str, str]:
        """How many rooms each source's page shows."""
        pages = range(HOSTS * PAGES_EACH)
        bodies = {at: self.sites.pages[f"127.0.0.{at % HOSTS + 1}:{self.sites.port}/{at}"].decode() for at in pages}
        return {f"page-{at + 1}": re.search(r"has (\d+) rooms", body).group(1) for at, body in bodies.items()}

    def open(self, **said):
        """The store, beside the workers."""
        return open_store(self.bot.home / "snapshots", self.database, WallClock(), **said)

    def starts(self) -> None:
        """One worker more."""
        self.workers.append(self.bot.start("worker", "--lanes", "4", "--lost-after", "3", DATABASE_URL=self.database))

    def says(self, *arguments: str):
        """A command over the same store."""
        return self.bot.says(*arguments, DATABASE_URL=self.database)

    def kills(self, which: int) -> None:
        """One worker gone at once."""
        worker = self.workers.pop(which)
        worker.kill()
        _, err = worker.communicate()
        print(err)

    def stops(self) -> list[int]:
        """Every worker asked to end; their exit codes."""
        for worker in self.workers:
            worker.send_signal(signal.SIGTERM)
        codes = []
        for worker in self.workers:
            _, err = worker.communicate(timeout=60)
            assert "Traceback" not in err, err
            codes.append(worker.returncode)
        self.workers = []
        return codes

    def all_due(self, store) -> None:
        """Every page is to be looked at now."""
        now = datetime.now(UTC)
        for source_id in self.shown():
            store.agenda.put_off(source_id, now - timedelta(seconds=1))


@pytest.fixture
def fleet(tmp_path, database):
    sites = Sites(HOSTS)
    fleet = Fleet(tmp_path, database, sites)
    yield fleet
    while fleet.workers:
        fleet.kills(0)
    sites.close()


def awaited(question, what: str) -> None:
    """Ask until it is so."""
    deadline = time.monotonic() + PATIENCE
    while not question():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


def rooms_told(store) -> dict[str, str]:
    """How many rooms each source's latest change says there are."""
    told = dict.fromkeys((f"page-{at + 1}" for at in range(HOSTS * PAGES_EACH)), "14")
    for change in reversed(store.history.changes(limit=10_000)):
        found = re.search(r"has (\d+) rooms", " ".join(edit.after.text for edit in change.edits if edit.after))
        if found:
            told[change.source_id] = found.group(1)
    return told


@pytest.mark.timeout(1800 if KILLS > 10 else 240)
def test_two_workers_one_killed_again_and_again_lose_nothing_and_tell_nothing_twice(fleet):
    chance = random.Random(2026)
    with fleet.open() as store:
        fleet.starts()
        fleet.starts()
        awaited(lambda: len(store.agenda.glance()[2]) == 0 and store.agenda.glance()[0] == 12, "every page is read")
        for _ in range(KILLS):
            for at in chance.sample(range(HOSTS * PAGES_EACH), 3):
                fleet.turns(at, chance.randrange(15, 999))
            fleet.all_due(store)
            time.sleep(chance.uniform(0.0, LONGEST))
            fleet.kills(chance.randrange(2))
            fleet.starts()
        fleet.all_due(store)
        awaited(lambda: rooms_told(store) == fleet.shown(), "what the pages show is told in the end")
    assert set(fleet.stops()) <= {0, -signal.SIGTERM}, "one started a moment ago may not have begun to listen"
    with fleet.open(alone=True) as store:
        store.outbox.take_back(datetime.now(UTC))
    last = fleet.says("check", "--notify")
    assert last.code == 0, last.err
    with fleet.open(alone=True) as store:
        changes = store.history.changes(limit=100_000)
        is_unbroken(changes)
        is_told_once(fleet, store, changes)
        assert store.verify() == []
        store.reindex()
        assert store.verify() == []
        assert store.history.changes(limit=100_000) == changes
    print(f"{KILLS} kills: {len(changes)} changes told, {len(fleet.bot.mails())} letters, all once")


def is_unbroken(changes) -> None:
    """Every version of every page follows from the one before, once."""
    for source in {change.source_id for change in changes}:
        of_source = [one for one in changes if one.source_id == source and one.before_version is not None]
        steps = sorted((one.before_version, one.after_version) for one in of_source)
        assert steps == [(at, at + 1) for at in range(1, len(steps) + 1)]


def is_told_once(fleet, store, changes) -> None:
    """Every finding stands in one digest, and every digest lies in the mailbox once."""
    digests = store.outbox.digests(limit=100_000)
    told = [entry["id"] for digest in digests for entry in digest.record["entries"]]
    found = [
        change.finding_id(at)
        for change in changes
        for at, finding in enumerate(change.findings)
        if finding.level > Severity.NOISE
    ]
    assert sorted(told) == sorted(found)
    letters = Counter(mail["Message-ID"] for mail in fleet.bot.mails())
    assert set(letters.values()) == {1}
    assert len(letters) == len(digests)
