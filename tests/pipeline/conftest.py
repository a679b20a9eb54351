"""A whole watcher with a real store and real workers; only the sites are a script, and the clock is moved by hand."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from watcher.errors import ConnectFailed, NameUnknown, TimedOut, TlsFailed
from watcher.fetch.siblings import Siblings
from watcher.model import Channel, Configuration, Haste, Manners, Source, Subscription
from watcher.net import Answer
from watcher.pipeline.round import check, due
from watcher.wiring.instance import running

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)

SILENT = {"dns": NameUnknown, "tls": TlsFailed, "timeout": TimedOut, "refused": ConnectFailed}
_BLOCKED = (
    "<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1>errors.edgesuite.net</body></html>"
)
_MISSING = (
    "<html><head><title>Page not found</title></head><body><h1>Page not found</h1>We could not find it.</body></html>"
)
BAD = {
    "gone": (404, "<p>no</p>"),
    "soft": (200, _MISSING),
    "blocked": (403, _BLOCKED),
    "5xx": (503, "<p>down</p>"),
    "empty": (200, ""),
}


def page(*paragraphs, title="A page"):
    """A small page that says this."""
    said = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1>{said}</main></body></html>"


class Hand:
    """A clock whose hands the test moves."""

    boot = ""

    def __init__(self):
        self.at = START

    def now(self):
        """Where the hands stand."""
        return self.at

    def monotonic(self):
        """Seconds since the start."""
        return (self.at - START).total_seconds()

    async def sleep(self, seconds):
        """Move on."""
        self.at += timedelta(seconds=seconds)
        await asyncio.sleep(0)


class Script:
    """What every address answers now: a page, a content type with bytes, or the name of what goes wrong."""

    def __init__(self):
        self.says = {}
        self.asked = []

    async def get(self, url, *, headers=None):
        """The answer as the client would bring it."""
        self.asked.append(url)
        said = self.says.get(url, "gone")
        if said in SILENT:
            raise SILENT[said](said, url=url)
        kind, said = said if isinstance(said, tuple) else ("text/html; charset=utf-8", said)
        status, body = (200, said) if isinstance(said, bytes) else BAD.get(said, (200, said))
        kind = (("content-type", kind),)
        raw = body if isinstance(body, bytes) else body.encode()
        return Answer(url, url, status, kind, (), raw, len(raw), "proven", "192.0.2.1")


class Watch:
    """A watcher over addresses of a script; `looks` lets time pass until the next source is due."""

    def __init__(self, instance, clock, script):
        self.instance = instance
        self.clock = clock
        self.script = script
        self.store = instance.store

    @property
    def sources(self):
        """Those that are watched."""
        return self.instance.configuration.sources

    async def check(self, *sources, is_patient=True):
        """One round over these sources, else over all; what came of each."""
        done = []
        await check(self.instance, sources or self.sources, done.append, is_patient=is_patient)
        self.clock.at += timedelta(seconds=1)
        return {checked.source.id: checked for checked in done}

    async def next_round(self, *sources):
        """Wait until one of the sources is due, then check those that are."""
        standings = self.store.agenda.standings([source.id for source in sources or self.sources])
        self.clock.at = max(self.clock.at, min(one.next_look_at for one in standings.values()))
        ready = await due(self.instance)
        return await self.check(*(one for one in ready if not sources or one in sources))

    async def all_due(self):
        """One round over whatever is due, links too; what came of each."""
        ready = await due(self.instance)
        return await self.check(*ready) if ready else {}

    def told(self, source_id):
        """Every finding above noise that was told of the source, oldest first."""
        changes = reversed(self.store.history.changes(source_id=source_id, with_links=True))
        return [finding for told in changes for finding in told.findings if finding.level]


@asynccontextmanager
async def watching(folder, addresses, *, subscriptions=(), channels=(), every=DAY, clock=None, script=None):
    """A watcher over these addresses or sources, its store in the folder; started again it goes on where it was."""
    clock, script = clock or Hand(), script or Script()
    sources = tuple(
        one if isinstance(one, Source) else Source(name, one, every=every, learn_moving=False)
        for name, one in addresses.items()
    )
    configuration = Configuration(
        sources,
        channels=(Channel("box", "mailbox", {"path": str(folder / "mail")}), *channels),
        subscriptions=tuple(subscriptions),
        manners=Manners(host_gap=1.0, respect_robots=False),
        vault=str(folder / "snapshots"),
        database=f"sqlite:///{folder / 'watcher.db'}",
    )
    async with running(configuration, clock=clock) as instance:
        siblings = Siblings(script, instance.robots, instance.pace, clock, lambda: "no-such-page")
        yield Watch(replace(instance, client=script, siblings=siblings), clock, script)


@pytest.fixture
def watch(tmp_path):
    """Starts a watcher in the test's folder."""

    def start(addresses, folder="", **said):
        return watching(tmp_path / folder, addresses, **said)

    return start


@pytest.fixture
def desk():
    """Somebody who wants everything at once, without waiting for anything."""
    return Subscription("desk", "box", cadence="at-once", haste=Haste(timedelta(), timedelta()))


@pytest.fixture
def says():
    """Makes a small page."""
    return page
