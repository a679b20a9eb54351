"""The machine's own time."""

import asyncio
import hashlib
import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")


@cache
def _boot() -> str:
    try:
        return hashlib.sha256(b"watcher " + _BOOT.read_bytes().strip()).hexdigest()[:16]
    except OSError:
        return ""


class RealClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()

    @property
    def boot(self) -> str:
        """Made of Linux's boot id, which it does not give away; empty elsewhere."""
        return _boot()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
