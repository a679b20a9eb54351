"""How often a channel is sent to: chat services and mail servers turn away whoever comes too quickly.

One that says when it will listen again is left alone until then, with all that waits for it.
"""

import asyncio
import math
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from watcher.extend import named
from watcher.model import Channel, Clock

_PAUSE = "watcher.deliver.door:pause"
"""Loaded with the first message, and all notifiers with it: most rounds send nothing."""


class Pacing:
    """Gives out turns: one message at a time to a channel, then a pause; no channel waits for another."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: dict[str, float] = defaultdict(lambda: -math.inf)
        self._rests_until: dict[str, float] = defaultdict(lambda: -math.inf)

    @asynccontextmanager
    async def turn(self, channel: Channel) -> AsyncIterator[None]:
        """Wait until the channel may be sent to. Its pause counts from the end, however that went.

        Counted from the start, an answer that came late would let two messages arrive at once.
        """
        seconds, place = named(_PAUSE)(channel), _place(channel)
        async with self._turns[place]:
            wait = self._free_at[place] - self._clock.monotonic()
            if wait > 0:
                await self._clock.sleep(wait)
            try:
                yield
            finally:
                self._free_at[place] = self._clock.monotonic() + seconds

    def rest(self, channel: Channel, seconds: float) -> None:
        """Its other side asked to be left alone for so long."""
        place = _place(channel)
        self._rests_until[place] = max(self._rests_until[place], self._clock.monotonic() + seconds)

    def resting(self, channel: Channel) -> float:
        """For how many seconds more it asks to be left alone; 0: it does not."""
        return max(0.0, self._rests_until[_place(channel)] - self._clock.monotonic())


def _place(channel: Channel) -> str:
    """Where it leads: two channels with one address share its turns."""
    return str(channel.settings.get("url") or channel.name)
