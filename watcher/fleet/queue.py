"""The queue: which steps there are to be had, how often they are offered, and that none is done twice at once.

A look is a lane, all that is due on one host: the host is the lock, so that politeness is the queue's own, and a lane
waits in it once at most. Nothing is tried again by the queue itself: what failed is still due, and the next tick says
so. A trap that is not stepped into so: an entry that goes back into the queue beside one of the same host fails, and
would hold its lock for ever.
"""

import logging
from collections.abc import Awaitable, Callable

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status

from watcher.fleet.steps import Steps

LOOKS, TELLING = "looks", "telling"
_log = logging.getLogger(__name__)
_REACH_SECONDS = 10.0
"""So long the server may be out of reach before a worker ends."""

_EVERY = {"gather": "*/15", "send": "*/5", "seal": "*/15", "stamp": "*/30", "preserve": "0"}
"""At which seconds of the minute each is offered."""


def queue_of(address: str, steps: Steps, lost_after: float) -> App:
    """The queue in that database, with what its entries stand for."""
    app = App(connector=PsycopgConnector(conninfo=address, min_size=1, max_size=8, timeout=_REACH_SECONDS))

    @app.task(name="look", queue=LOOKS)
    async def look(name: str) -> None:
        await steps.look(name)

    @app.periodic(cron="* * * * * */2", periodic_id="tick")
    @app.task(name="tick", queue=TELLING, queueing_lock="tick")
    async def tick(timestamp: int) -> None:
        due = await steps.hosts()
        # Offered again, a lane that waits would only be refused: half a millisecond each, for thousands of hosts.
        for name in sorted(due - await _waiting(app) if due else due):
            await _offer(app, name)

    @app.periodic(cron="* * * * * */5", periodic_id="pick-up")
    @app.task(name="pick-up", queue=TELLING, queueing_lock="pick-up", pass_context=False)
    async def pick_up(timestamp: int) -> None:
        await _pick_up(app, lost_after)

    for name, step in (
        ("gather", steps.gather),
        ("send", steps.send),
        ("seal", steps.seal),
        ("stamp", steps.stamp),
        ("preserve", steps.preserve),
    ):
        _offered(app, name, step)
    return app


def _offered(app: App, name: str, step: Callable[[], Awaitable[None]]) -> None:
    """A step for all: one at a time, whoever takes it."""

    @app.periodic(cron=f"* * * * * {_EVERY[name]}", periodic_id=name)
    @app.task(name=name, queue=TELLING, lock=name, queueing_lock=name)
    async def offered(timestamp: int) -> None:
        await step()


async def _waiting(app: App) -> set[str]:
    """The hosts that wait for somebody already."""
    entries = await app.job_manager.list_jobs_async(queue=LOOKS, task="look", status=Status.TODO.value)
    return {str(entry.task_kwargs["name"]) for entry in entries}


async def _offer(app: App, name: str) -> None:
    """Let somebody look at that host, unless it came to wait just now."""
    lane = f"host:{name}"
    try:
        await app.configure_task("look", queue=LOOKS, lock=lane, queueing_lock=lane).defer_async(name=name)
    except AlreadyEnqueued:
        _log.debug("%s waits already", name)


async def _pick_up(app: App, lost_after: float) -> None:
    """Let go of what is held by workers that give no sign of life; what they left undone is still due."""
    for entry in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=lost_after):
        assert entry.id is not None
        _log.warning("whoever had %s is gone; it is free again", entry.lock or entry.task_name)
        await app.job_manager.finish_job_by_id_async(entry.id, status=Status.FAILED, delete_job=True)
