"""What a page looks like that nobody watches yet: one look, read, nothing kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from watcher.errors import ReadingFailed
from watcher.fetch.fetching import fetch
from watcher.fetch.rendering import Renderer
from watcher.fetch.robots import Robots
from watcher.model import Clock, Document, Ignore, Outcome, Payload, Snapshot, Source
from watcher.net import Client, Pace
from watcher.pipeline.proposing.propose import Listed, Proposal, Wish, propose, wished
from watcher.pipeline.proposing.repeats import repeats
from watcher.pipeline.proposing.twins import twin
from watcher.pipeline.reader import WorkerReader
from watcher.store import History
from watcher.urls import canonical, host

_FOR_GOOD = (301, 308)


@dataclass(frozen=True, slots=True)
class Scout:
    """All that one look needs: no store, so a watcher may be running meanwhile."""

    client: Client
    robots: Robots
    pace: Pace
    clock: Clock
    reader: WorkerReader
    renderer: Renderer | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """What came of the look; without a document where no page was shown that we can read."""

    snapshot: Snapshot
    outcome: Outcome
    """The snapshot's, or `unreadable` when our reader died on the page."""
    proposal: Proposal
    document: Document | None = None
    """As it reads under the proposal."""

    @property
    def moved_to(self) -> str:
        """The address in place of the one asked for, where the site says that it moved for good; else empty."""
        return self.proposal.entry["url"] if self.proposal.entry["url"] != self.snapshot.url else ""


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched already: the file's words, the sources they mean, what is kept of them."""

    listed: Listed
    sources: Sequence[Source] = ()
    history: History | None = None
    """None: nothing is kept yet."""


async def see(scout: Scout, wish: Wish, watched: Watched) -> Sight:
    """Look at the page once, politely, and propose how to watch it; nothing that the site does is an exception."""
    async with scout.pace.turn(host(wish.url)):
        source = Source("new", wish.url, kind=wish.kind, render=wish.render)
        fetched = await fetch(source, scout.client, scout.clock, scout.robots, renderer=scout.renderer)
    snapshot, payload = fetched.snapshot, fetched.payload
    wish = replace(wish, url=_address(snapshot))
    if not snapshot.outcome.is_page or payload is None:
        return Sight(snapshot, snapshot.outcome, wished(wish, watched.listed))
    try:
        document, proposal = await _read(scout, wish, watched, payload)
    except ReadingFailed:
        return Sight(snapshot, Outcome.UNREADABLE, wished(wish, watched.listed))
    return Sight(snapshot, snapshot.outcome, proposal, document)


async def _read(scout: Scout, wish: Wish, watched: Watched, payload: Payload) -> tuple[Document, Proposal]:
    """The document as it reads under the proposal: without the stamps that are to be ignored."""
    source = Source("new", wish.url, kind=wish.kind)
    document = await scout.reader.read(payload, source)
    stamps = repeats(document)
    if patterns := tuple(one.pattern for one in stamps if one.pattern):
        clean = await scout.reader.read(payload, replace(source, ignore=Ignore(patterns)), document.kind)
        document = replace(clean, confidence=document.confidence)
    same = await twin(scout.reader, watched.history, watched.sources, payload, document) if watched.history else None
    return document, propose(wish, watched.listed, document, stamps, same, scout.clock.now())


def _address(snapshot: Snapshot) -> str:
    """Where to look from now on: beyond redirects that hold for good, else as asked for."""
    for_good = snapshot.hops and all(hop.status in _FOR_GOOD for hop in snapshot.hops)
    return snapshot.final_url if for_good and snapshot.final_url else snapshot.url


def same_page(url: str, sources: Sequence[Source]) -> str:
    """The id of the source that watches this page already; empty where none does."""
    return next((source.id for source in sources if canonical(source.url) == canonical(url)), "")
