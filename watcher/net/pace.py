"""How often one host is asked: politeness, kept by waiting."""

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from watcher.model import Clock, Manners

_JITTER = 0.1
_SWEEP_EVERY = 256


class _Lane:
    """One host: who is being served, and when the next may start."""

    def __init__(self, at_once: int) -> None:
        self.places = asyncio.Semaphore(at_once)
        self.start = asyncio.Lock()
        self.started = -math.inf
        self.gap = 0.0
        self.wish = 0.0
        self.users = 0

    def free_at(self, share: float) -> float:
        """When the next may start, with this share of the gap on top."""
        return self.started + max(self.gap, self.wish) * (1 + share)


class Pace:
    """Gives out turns: few at once on one host, a gap between their starts, a cap over all hosts.

    `jitter` gives a number from 0 to 1; up to a tenth of the gap is added by it, so that the gap is never shorter.
    """

    def __init__(self, manners: Manners, clock: Clock, jitter: Callable[[], float] = lambda: 0.0) -> None:
        self._manners = manners
        self._clock = clock
        self._jitter = jitter
        self._all = asyncio.Semaphore(max(manners.concurrency, 1))
        self._lanes: dict[str, _Lane] = {}
        self._turns = 0

    @asynccontextmanager
    async def turn(self, host: str, gap: float | None = None) -> AsyncIterator[None]:
        """Wait until the host may be asked again, then hold a place on it; `gap` in seconds, else that of the manners.

        A host's longer wish (`slow_down`) always counts.
        """
        lane = self._enter(host)
        try:
            async with lane.places:
                await self._start(lane, self._manners.host_gap if gap is None else gap)
                try:
                    yield
                finally:
                    self._all.release()
        finally:
            self._leave(host, lane)

    def slow_down(self, host: str, gap: float) -> None:
        """From the present turn on leave at least so many seconds between starts on this host, until it lies idle."""
        if lane := self._lanes.get(host):
            lane.wish = max(lane.wish, gap)

    def begin(self, host: str) -> None:
        """Count the gap of the present turn from now: what it asks for goes out only now."""
        if lane := self._lanes.get(host):
            lane.started = self._clock.monotonic()

    @property
    def hosts(self) -> int:
        """How many hosts are remembered."""
        return len(self._lanes)

    async def _start(self, lane: _Lane, gap: float) -> None:
        async with lane.start:
            lane.gap = gap
            wait = lane.free_at(_JITTER * self._jitter()) - self._clock.monotonic()
            if wait > 0:
                await self._clock.sleep(wait)
            await self._all.acquire()
            lane.started = self._clock.monotonic()

    def _enter(self, host: str) -> _Lane:
        self._turns += 1
        if self._turns % _SWEEP_EVERY == 0:
            self._sweep()
        lane = self._lanes.setdefault(host, _Lane(max(self._manners.host_concurrency, 1)))
        lane.users += 1
        return lane

    def _leave(self, host: str, lane: _Lane) -> None:
        lane.users -= 1
        if not lane.users and self._is_idle(lane):
            self._lanes.pop(host, None)

    def _sweep(self) -> None:
        for host in [host for host, lane in self._lanes.items() if not lane.users and self._is_idle(lane)]:
            del self._lanes[host]

    def _is_idle(self, lane: _Lane) -> bool:
        return lane.free_at(_JITTER) <= self._clock.monotonic()
