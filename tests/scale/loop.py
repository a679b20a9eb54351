"""An event loop on which waiting takes no time: when nobody has anything to do, the clock jumps ahead."""

import asyncio
import selectors
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 20, 12, tzinfo=UTC)


class SimulatedLoop(asyncio.SelectorEventLoop):
    """Its time stands still while somebody works, and jumps when everybody waits.

    What is meant for a thread is done at once, so that the same story always goes the same way.
    """

    def __init__(self):
        self.at = 0.0
        self.elsewhere = 0
        """What other processes are working at."""
        super().__init__(_Jumping(self))

    def time(self):
        """Seconds since the start."""
        return self.at

    def run_in_executor(self, executor, func, *args):
        """Run it here."""
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - it is for whoever awaits the answer
            done.set_exception(error)
        return done


class _Jumping(selectors.DefaultSelector):
    def __init__(self, loop):
        super().__init__()
        self._loop = loop

    def select(self, timeout=None):
        if self._loop.elsewhere and timeout != 0:
            return super().select(None)
        found = super().select(0 if timeout is not None else None)
        if not found and timeout:
            self._loop.at += timeout
        return found


class SimulatedClock:
    """The time of the loop, for whoever asks in words of days, from any thread."""

    boot = ""

    def __init__(self, loop):
        self._loop = loop

    def now(self):
        """The present instant."""
        return START + timedelta(seconds=self.monotonic())

    def monotonic(self):
        """Seconds since the start."""
        return self._loop.time()

    async def sleep(self, seconds):
        """Wait."""
        await asyncio.sleep(seconds)


def run(story):
    """Run a story on such a loop."""
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(story)
