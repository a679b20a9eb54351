"""What the service does at each tick: every step outlives its own faults."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from watcher.errors import StoreBroken
from watcher.pipeline.gather import gather
from watcher.pipeline.instance import Instance
from watcher.pipeline.pinging import Pinger
from watcher.pipeline.preserving import Preserver
from watcher.pipeline.round import Checked, check, due
from watcher.pipeline.sealing import Notary
from watcher.pipeline.searching.catching_up import catch_up
from watcher.pipeline.send import send

_log = logging.getLogger(__name__)

_DRAIN_SECONDS = 9.0  # a stop is answered within 10 s (trust.md N24)
_ROWS_A_SECOND = 1000  # asking reads a row for each source under way: a long queue is asked about less often


class Service:
    """The steps under way, and the sources being looked at: a slow host keeps no later tick waiting."""

    def __init__(self, instance: Instance, report: Callable[[Checked], None], stop: asyncio.Event) -> None:
        self.broken: StoreBroken | None = None
        self._instance = instance
        self._report = report
        self._stop = stop
        self._ticks: set[asyncio.Task[None]] = set()
        self._busy: set[str] = set()
        self._asks_again_at = 0.0
        self._notary = Notary(instance)
        self._pinger = Pinger(instance)
        self._preserver = Preserver(instance)

    @property
    def steps(self) -> tuple[tuple[str, Callable[[], Awaitable[None]]], ...]:
        """All that ticks, by name."""
        return (
            ("look", self.look),
            ("gather", self.gather),
            ("send", self.send),
            ("seal", self._notary.seal_if_new),
            ("stamp", self._notary.stamp),
            ("preserve", self._preserver.preserve),
            ("index", self.index),
        )

    async def look(self) -> None:
        """Check what is due and not being checked already."""
        now = self._instance.clock.monotonic()
        if now < self._asks_again_at:
            return
        self._asks_again_at = now + len(self._busy) / _ROWS_A_SECOND
        ready = await due(self._instance)
        chosen = [source for source in ready if source.id not in self._busy]
        ids = {source.id for source in chosen}
        self._busy |= ids
        try:
            await check(self._instance, chosen, self._done, is_patient=True)
        finally:
            self._busy -= ids
        if chosen and not self._busy and not await due(self._instance):
            await self._pinger.ping()

    def _done(self, checked: Checked) -> None:
        """A source that was checked may fall due again, though others of its round still wait for a slow host."""
        self._busy.discard(checked.source.id)
        self._report(checked)

    async def gather(self) -> None:
        """Put into the outbox what falls due."""
        await gather(self._instance)

    async def send(self) -> None:
        """Send what waits in the outbox."""
        await send(self._instance)

    async def index(self) -> None:
        """Read for searching what was kept before there was a search, or when a run was cut off."""
        await catch_up(self._instance)

    async def tick(self, name: str, step: Callable[[], Awaitable[None]]) -> None:
        """Run one step; a fault is logged and the next tick tries again, but a broken store ends the service."""
        current = asyncio.current_task()
        assert current is not None
        self._ticks.add(current)
        try:
            await step()
        except asyncio.CancelledError:
            _log.info("the %s step was cut off by the stop; it will be done again", name)
        except StoreBroken as error:
            self.broken = error
            self._stop.set()
        except Exception:  # noqa: BLE001 - a service outlives the fault of one tick; the log holds it whole
            _log.exception("the %s step failed; it will be tried again", name)
        finally:
            self._ticks.discard(current)

    async def drain(self) -> None:
        """Cut the steps off where they wait and let them finish what they write: the rest can be done again."""
        for tick in list(self._ticks):
            tick.cancel()
        if self._ticks:
            await asyncio.wait(list(self._ticks), timeout=_DRAIN_SECONDS)
