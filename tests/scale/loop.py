"""An event loop on which waiting takes no time: when nobody has anything to do, the clock jumps ahead."""

import asyncio
import selectors
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 20, 12, tzinfo=UTC)


class SimulatedLoop(asyncio.SelectorEventLoop):
    """Its time stands still while a thread works, and jumps when everybody waits."""

    def __init__(self):
        self.at = 0.0
        self.in_threads = 0
        super().__init__(_Jumping(self))

    def time(self):
        """Seconds since the start."""
        return self.at

    def run_in_executor(self, executor, func, *args):
        """Run in a thread, in no time."""
        future = super().run_in_executor(executor, func, *args)
        self.in_threads += 1
        future.add_done_callback(self._is_back)
        return future

    def _is_back(self, _):
        self.in_threads -= 1


class _Jumping(selectors.DefaultSelector):
    def __init__(self, loop):
        super().__init__()
        self._loop = loop

    def select(self, timeout=None):
        if timeout == 0:
            return super().select(0)
        if self._loop.in_threads or timeout is None:
            return super().select(None)
        found = super().select(0)
        if not found:
            self._loop.at += timeout
        return found


class SimulatedClock:
    """The time of the loop, for whoever asks in words of days, from any thread."""

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
