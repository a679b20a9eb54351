"""Time as an input: what tells it, and what waits."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time and waits; tests and the demo move it by hand."""

    def now(self) -> datetime:
        """The present instant, aware and in UTC."""

    def monotonic(self) -> float:
        """Seconds from a fixed point; never goes back."""

    @property
    def boot(self) -> str:
        """Which start of the machine `monotonic` counts from; empty: not known, or a clock that is moved by hand."""

    async def sleep(self, seconds: float) -> None:
        """Wait so many seconds."""
