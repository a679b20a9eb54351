"""The deliveries that are under way: a line for each channel, so that none waits for another's."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from watcher.model import Delivery, Message
from watcher.pipeline.instance import Instance

_LEASE = timedelta(minutes=5)
_LONGEST = timedelta(minutes=2.5)
"""What one message may take: a letter to a mail server that drips its replies."""
_AT_ONCE = 50
_WAITING = 150
"""At a message a second no line gets through more before its lease wears thin."""

Send = Callable[[Delivery, Message], Awaitable[Delivery]]


@dataclass(frozen=True, slots=True)
class _Claimed:
    delivery: Delivery
    message: Message
    until: datetime
    """From then on it is too late to begin with it: the lease might be over before the answer comes."""


class Lines:
    """Claims what is due, then works it off, each channel at its own pace."""

    def __init__(self, instance: Instance, send: Send) -> None:
        self._instance = instance
        self._send = send
        self._lines: dict[str, deque[_Claimed]] = {}
        self._at_work: set[asyncio.Task[None]] = set()
        self._tried: list[Delivery] = []

    async def work_off(self) -> tuple[Delivery, ...]:
        """Until nothing is due any more; returns what was tried, as it now stands.

        A fault in one line is raised when the others are done. Cut off, it gives back what was not begun.
        """
        faults: list[BaseException] = []
        try:
            await self._line_up()
            while self._at_work:
                done, _ = await asyncio.wait(self._at_work, return_when=asyncio.FIRST_COMPLETED)
                self._at_work -= done
                faults += [fault for line in done if (fault := line.exception())]
        finally:
            await _ended(self._at_work)
        if faults:
            raise faults[0]
        return tuple(self._tried)

    async def _line_up(self) -> None:
        """Claim what is due; each goes behind what waits for its channel."""
        while sum(map(len, self._lines.values())) < _WAITING:
            now = self._instance.clock.now()
            claim = partial(self._instance.store.outbox.claim, now, lease=_LEASE, limit=_AT_ONCE)
            claimed = await self._instance.keeper.ask(claim)
            for delivery, message in claimed:
                self._line(delivery.channel).append(_Claimed(delivery, message, now + _LEASE - _LONGEST))
            if len(claimed) < _AT_ONCE:
                return

    def _line(self, name: str) -> deque[_Claimed]:
        """The channel's line, with somebody at work on it."""
        if name not in self._lines:
            self._lines[name] = deque()
            self._at_work.add(asyncio.create_task(self._work_off(name)))
        return self._lines[name]

    async def _work_off(self, name: str) -> None:
        line = self._lines[name]
        try:
            while line and not self._resting(name):
                async with self._turn(name):
                    if line[0].until <= self._instance.clock.now():
                        break
                    one = line.popleft()
                    self._tried.append(await self._send(one.delivery, one.message))
                # Others may have fallen due meanwhile, and theirs is perhaps no line yet.
                await self._line_up()
        finally:
            del self._lines[name]
            await self._give_back(line, timedelta(seconds=self._resting(name)))
        if line:
            await self._line_up()

    def _turn(self, name: str) -> AbstractAsyncContextManager[None]:
        channel = self._instance.configuration.channel(name)
        return self._instance.pacing.turn(channel) if channel else nullcontext()

    def _resting(self, name: str) -> float:
        channel = self._instance.configuration.channel(name)
        return self._instance.pacing.resting(channel) if channel else 0.0

    async def _give_back(self, line: Iterable[_Claimed], rest: timedelta) -> None:
        """Let them be claimed again, at once or when the channel will listen."""
        if claimed := [one.delivery for one in line]:
            due, outbox = self._instance.clock.now() + rest, self._instance.store.outbox
            await self._instance.keeper.ask(partial(outbox.give_back, claimed, due))


async def _ended(lines: Collection[asyncio.Task[None]]) -> None:
    for line in lines:
        line.cancel()
    await asyncio.gather(*lines, return_exceptions=True)
