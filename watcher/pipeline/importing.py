"""What others captured before we looked: it fills the history, under their name, and alerts nobody."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.fetch.capture import Capture, as_look
from watcher.fetch.wayback import Wayback
from watcher.model import Source
from watcher.pipeline.compare import find
from watcher.pipeline.instance import Instance
from watcher.store import Look, Mark
from watcher.urls import canonical

Report = Callable[[str, "Imported"], None]
"""Hears how far a source has come."""


@dataclass(slots=True)
class Imported:
    """What came of an import so far."""

    listed: int = 0
    kept: int = 0
    known: int = 0
    """Kept by an earlier import."""
    left_out: int = 0
    """What shows anything but the page, or could not be had."""
    versions: int = 0


class Import:
    """Takes over captures of one source, oldest first.

    Before our own first look they become versions; a number is never given anew, so whatever comes later is kept
    without one.
    """

    def __init__(self, instance: Instance, source: Source) -> None:
        self._instance = instance
        self._source = source
        self._known: set[str] = set()
        self._is_late = False
        self._newest: datetime | None = None
        self.came = Imported()

    async def open(self) -> None:
        """See what is kept already; finish what an import that was cut off left to compare."""
        history, source_id = self._instance.store.history, self._source.id
        ask = self._instance.keeper.ask
        kept = await ask(lambda: history.captures(source_id))
        self._known = {look.provenance.address for look in kept if look.provenance} | {look.id for look in kept}
        self._newest = max((look.started_at for look in kept), default=None)
        self._is_late = await ask(lambda: history.is_looked_at(source_id))
        if not self._is_late:
            await self._compare()

    def knows(self, address: str) -> bool:
        """Whether the capture of that address is kept."""
        return address in self._known

    async def take(self, capture: Capture) -> None:
        """Keep a capture, and tell it as history."""
        fetched = as_look(self._source, capture)
        if fetched is None:
            self.came.left_out += 1
            return
        if fetched.snapshot.id in self._known:  # its address would not do: two of one second have one id
            self.came.known += 1
            return
        late = self._is_late or (self._newest is not None and capture.at < self._newest)
        self._known |= {fetched.snapshot.id, capture.provenance.address}
        await self._instance.keeper.keep(Look(fetched.snapshot, fetched.payload, late=late))
        self.came.kept += 1
        if not late:
            self._newest = capture.at
            await self._compare()

    async def close(self, by: str) -> None:
        """Put on record what was taken over."""
        if self.came.kept:
            store, kept = self._instance.store, self.came.kept
            await self._instance.keeper.ask(lambda: store.note_import(self._source.id, by, kept))

    async def _compare(self) -> None:
        found = await find(self._instance, self._source)
        if found is None:
            return
        if isinstance(found.outcome, Mark):
            await self._instance.keeper.pass_over(found.outcome)
        else:
            await self._instance.keeper.tell([found.outcome])
            self.came.versions += found.outcome.version is not None


async def from_wayback(
    instance: Instance,
    source: Source,
    report: Report,
    *,
    url: str = "",
    since: str = "",
    until: str = "",
    limit: int | None = None,
) -> Imported:
    """Take over what the Wayback Machine has of the page, or of the address that it had before; FetchError."""
    wayback = Wayback(instance.configuration.archive, instance.client, instance.pace, instance.clock)
    work = Import(instance, source)
    await work.open()
    listed = await wayback.captures(url or source.url, since, until, limit)
    work.came.listed = len(listed)
    for one in listed:
        if work.knows(wayback.address(one)):
            work.came.known += 1
        elif capture := await wayback.capture(one):
            await work.take(capture)
        else:
            work.came.left_out += 1
        report(source.id, work.came)
    await work.close(wayback.name)
    return work.came


async def from_captures(
    instance: Instance, sources: Sequence[Source], captures: Iterable[Capture], report: Report
) -> dict[str, Imported]:
    """Take over these captures, which come oldest first, each for the sources that have its address."""
    works = {source.id: Import(instance, source) for source in sources}
    for work in works.values():
        await work.open()
    by = ""
    for capture in captures:
        by = capture.provenance.by
        for source in sources:
            if canonical(source.url) == canonical(capture.url):
                works[source.id].came.listed += 1
                await works[source.id].take(capture)
                report(source.id, works[source.id].came)
    for work in works.values():
        await work.close(by)
    return {source_id: work.came for source_id, work in works.items()}
