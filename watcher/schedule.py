"""A few fixed ticks, without logic: what is due is a question to the store."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from watcher.pipeline.gather import gather
from watcher.pipeline.instance import Instance
from watcher.pipeline.round import Checked, check_due
from watcher.pipeline.send import send

_log = logging.getLogger(__name__)

_SECONDS_BETWEEN = {"look": 5, "gather": 15, "send": 5}
_DRAIN_SECONDS = 9.0  # a stop is answered within 10 s (trust.md N24)


async def run(instance: Instance, report: Callable[[Checked], None]) -> None:
    """Tick until SIGTERM or SIGINT; then finish what is being written and return."""
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    scheduler = AsyncIOScheduler(timezone="UTC")
    ticks = {
        "look": lambda: check_due(instance, report),
        "gather": lambda: gather(instance),
        "send": lambda: send(instance),
    }
    under_way: set[asyncio.Task[None]] = set()
    for name, step in ticks.items():
        scheduler.add_job(
            _tick,
            "interval",
            (name, step, under_way),
            seconds=_SECONDS_BETWEEN[name],
            id=name,
            # APScheduler drops a tick that comes a second late and would start a second one beside a slow first.
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
            next_run_time=instance.clock.now(),
        )
    scheduler.start()
    await stop.wait()
    scheduler.shutdown(wait=False)
    await _drain(under_way)


async def _tick(name: str, step: Callable[[], Awaitable[object]], under_way: set[asyncio.Task[None]]) -> None:
    """Run one step; a fault of one tick is logged and the next tick tries again."""
    current = asyncio.current_task()
    assert current is not None
    under_way.add(current)
    try:
        await step()
    except Exception:  # noqa: BLE001 - a service outlives the fault of one tick; the log holds it whole
        _log.exception("the %s step failed; it will be tried again", name)
    finally:
        under_way.discard(current)


async def _drain(under_way: set[asyncio.Task[None]]) -> None:
    """Let the steps come to the end of what they are writing, then cut the rest off: it can be done again."""
    for tick in list(under_way):
        tick.cancel()
    if under_way:
        await asyncio.wait(list(under_way), timeout=_DRAIN_SECONDS)
