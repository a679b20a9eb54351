"""How long a worker works: until somebody stops it, or its store breaks."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from procrastinate.exceptions import ProcrastinateException

from watcher.errors import StoreBroken, StoreError
from watcher.fleet.queue import LOOKS, TELLING, queue_of
from watcher.fleet.steps import Steps
from watcher.pipeline.instance import Instance
from watcher.pipeline.round import Checked
from watcher.pipeline.timekeeping import Timekeeper

ALL = (LOOKS, TELLING)
LOST_AFTER = 30.0
"""Seconds without a sign of life after which a worker counts as lost."""
_DRAIN_SECONDS = 8.0  # a stop is answered within 10 s (trust.md N24)
_CLOCK_SECONDS = 5.0
_TELLERS = 4


@dataclass(frozen=True, slots=True)
class Share:
    """What one worker takes on."""

    queues: tuple[str, ...] = ALL
    lanes: int = 16
    """How many hosts at once."""
    lost_after: float = LOST_AFTER


async def work(instance: Instance, address: str, share: Share, report: Callable[[Checked], None]) -> None:
    """Take what the queue in that database offers until SIGTERM or SIGINT; then finish what is being written."""
    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    queue = queue_of(address, Steps(instance, report), share.lost_after)
    broken: list[StoreBroken] = []
    under_way: list[asyncio.Task[None]] = []

    def stop() -> None:
        for one in under_way:
            one.cancel()

    async with queue.open_async():
        # A crew for each: long lanes keep nobody from telling what was found.
        for name in share.queues:
            crew = queue.run_worker_async(
                queues=[name],
                concurrency=share.lanes if name == LOOKS else _TELLERS,
                install_signal_handlers=False,
                shutdown_graceful_timeout=_DRAIN_SECONDS,
                delete_jobs="always",
                update_heartbeat_interval=share.lost_after / 3,
                stalled_worker_timeout=share.lost_after,
                task_middleware=[_ending_with(broken, stop)],
            )
            under_way.append(asyncio.create_task(crew))
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_heard)
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, stop)
        watch = asyncio.create_task(_watch_clock(instance))
        first, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
        stop()  # one crew alone would do half of the work, and nobody would notice
        await asyncio.wait(under_way)
        watch.cancel()
    if broken:
        raise broken[0]
    if not any(one.cancelled() for one in first):
        raise StoreError("the queue in the database is out of reach; see that the server runs, and start again")


def _ending_with(broken: list[StoreBroken], stop: Callable[[], Any]) -> Any:
    """A fault of one step is logged and the next tick tries again, but a broken store ends the worker."""

    async def through(process: Callable[[], Awaitable[Any]], context: Any, worker: Any) -> Any:
        try:
            return await process()
        except StoreBroken as error:
            broken.append(error)
            stop()
            raise

    return through


def _heard(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Who was taken for lost, or is stopped, may find its entry or the queue gone when it is done: it does no harm."""
    if isinstance(context.get("exception"), ProcrastinateException):
        logging.getLogger(__name__).info("the queue was not told that a step is done: %s", context["exception"])
    else:
        loop.default_exception_handler(context)


async def _watch_clock(instance: Instance) -> None:
    keeper = Timekeeper(instance)
    while True:
        await asyncio.sleep(_CLOCK_SECONDS)
        await keeper.has_jumped()
