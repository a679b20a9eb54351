"""How versions that cannot be searched yet are read for it: after an upgrade, a rebuilt database, a cut-off write."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from watcher.errors import NotKnown, ReadingFailed, StoreError
from watcher.model import Payload, Source, Version
from watcher.pipeline.instance import Instance
from watcher.store import Store

_AT_ONCE = 16
_A_TIME = 100


Ask = Callable[[], Any]
"""A call to the store."""


class Reads(Protocol):
    """Reads somewhere safe."""

    async def passages(self, payload: Payload, source: Source, kind: str) -> tuple[str, ...]:
        """What the payload says; ReadingFailed when reading hangs, dies or runs out of memory."""


@dataclass(frozen=True, slots=True)
class CatchingUp:
    """What it takes."""

    store: Store
    reader: Reads
    ask: Callable[[Ask], Awaitable[Any]]
    """Runs it where such calls are run."""

    async def read(self, report: Callable[[int], None] = lambda _: None, at_most: int | None = None) -> int:
        """Read what waits, oldest first per source, at most so many; `report` hears how many at a time."""
        done = 0
        for source_id, through, _ in await self.ask(self.store.history.unsearchable):
            left = None if at_most is None else at_most - done
            if left == 0:
                break
            done += await self._source(source_id, through, left, report)
        return done

    async def _source(self, source_id: str, through: int, at_most: int | None, report: Callable[[int], None]) -> int:
        history = self.store.history
        waiting = (await self.ask(lambda: history.versions(source_id)))[through:][:at_most]
        source = await self.ask(lambda: self.store.agenda.as_kept(source_id))
        for at in range(0, len(waiting), _AT_ONCE):
            some = waiting[at : at + _AT_ONCE]
            said = await asyncio.gather(*(self._passages(source, version) for version in some))
            await self.ask(_noting(self.store, some, said))
            report(len(some))
        return len(waiting)

    async def _passages(self, source: Source, version: Version) -> tuple[str, ...] | None:
        """None: it was withdrawn, is damaged or cannot be read; who searches finds what the version before said."""
        history = self.store.history
        try:
            look = await self.ask(lambda: history.snapshot(version.snapshot_id))
            payload = await self.ask(lambda: history.payload(look))
            return await self.reader.passages(payload, source, version.kind)
        except (NotKnown, ReadingFailed, StoreError):
            return None


def _noting(store: Store, versions: Sequence[Version], said: Sequence[Sequence[str] | None]) -> Callable[[], None]:
    return lambda: store.find_by(list(zip(versions, said, strict=True)))


async def catch_up(instance: Instance) -> None:
    """Read some of what waits: a service does so bit by bit."""
    await CatchingUp(instance.store, instance.reader, instance.keeper.ask).read(at_most=_A_TIME)
