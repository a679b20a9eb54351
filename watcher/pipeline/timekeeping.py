"""Whether the wall clock goes as time does: set by hand, stepped from outside, or stopped while the machine slept."""

from datetime import timedelta

from watcher.pipeline.instance import Instance

JUMP = timedelta(seconds=60)
"""What the two clocks may come apart by between two looks at them; the rest is slewing."""


class Timekeeper:
    """Holds the wall clock against the one that never goes back; a jump goes on record."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._wall, self._time = instance.clock.now(), instance.clock.monotonic()

    async def has_jumped(self) -> bool:
        """Whether the wall clock jumped since the last call."""
        clock, store = self._instance.clock, self._instance.store
        wall, time = clock.now(), clock.monotonic()
        expected = self._wall + timedelta(seconds=time - self._time)
        self._wall, self._time = wall, time
        if abs(wall - expected) <= JUMP:
            return False
        await self._instance.keeper.ask(lambda: store.note_clock_jump(expected, wall))
        return True
