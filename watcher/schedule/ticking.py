"""How often each step is tried, until somebody stops the service."""

import asyncio
import logging
import signal
from collections.abc import Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from watcher.pipeline.instance import Instance
from watcher.pipeline.round import Checked, finish
from watcher.pipeline.sealing import seal
from watcher.pipeline.timekeeping import Timekeeper
from watcher.schedule.service import Service

_SECONDS_BETWEEN = {"look": 5, "gather": 15, "send": 5, "stamp": 30, "preserve": 60, "index": 60}
_LOOKS_AT_ONCE = 1000  # each with sources of its own; the manners bound what is asked at once


async def run(instance: Instance, report: Callable[[Checked], None]) -> None:
    """Tick until SIGTERM or SIGINT; then finish what is being written and return."""
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    await finish(instance)
    service = Service(instance, report, stop)
    scheduler = _ticking(instance, service)
    scheduler.start()
    watch = asyncio.create_task(_watch_clock(instance, service, scheduler))
    await stop.wait()
    watch.cancel()
    scheduler.shutdown(wait=False)
    await service.drain()
    if service.broken is not None:
        raise service.broken
    await seal(instance)


def _ticking(instance: Instance, service: Service) -> AsyncIOScheduler:
    # It warns of every tick that finds the one before still at work, which a slow channel makes ordinary.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = AsyncIOScheduler(timezone="UTC")
    every = {**_SECONDS_BETWEEN, "seal": instance.configuration.seals.every.total_seconds()}
    for name, step in service.steps:
        scheduler.add_job(
            service.tick,
            "interval",
            (name, step),
            seconds=every[name],
            id=name,
            # APScheduler drops a tick that comes a second late, and by itself lets only one be under way.
            misfire_grace_time=None,
            coalesce=True,
            max_instances=_LOOKS_AT_ONCE if name == "look" else 1,
            next_run_time=instance.clock.now(),
        )
    return scheduler


async def _watch_clock(instance: Instance, service: Service, scheduler: AsyncIOScheduler) -> None:
    """After a jump of the wall clock tick at once: APScheduler would wait for the time that it had planned."""
    keeper = Timekeeper(instance)

    async def look() -> None:
        if await keeper.has_jumped():
            for planned in scheduler.get_jobs():
                planned.modify(next_run_time=instance.clock.now())

    while True:
        await asyncio.sleep(_SECONDS_BETWEEN["look"])
        await service.tick("clock", look)
