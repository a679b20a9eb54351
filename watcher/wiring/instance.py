"""A whole watcher, made of real parts."""

import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path

from ulid import ULID

from watcher import collector
from watcher.deliver.pacing import Pacing
from watcher.digest.layout import Templates
from watcher.fetch.robots import Robots
from watcher.fetch.siblings import Siblings
from watcher.model import Clock, Configuration
from watcher.net import Client, Pace, Resolver
from watcher.normalize import rules_fingerprint
from watcher.pipeline.instance import Instance
from watcher.pipeline.keeper import Keeper
from watcher.pipeline.reader import WorkerReader
from watcher.render import Window
from watcher.store import open_store
from watcher.wiring.clock import RealClock
from watcher.wiring.secret import tickets


@asynccontextmanager
async def running(
    configuration: Configuration,
    *,
    clock: Clock | None = None,
    resolver: Resolver | None = None,
    alone: bool = False,
) -> AsyncIterator[Instance]:
    """A whole watcher, open for writing; closed in order at the end. A demo brings its own clock and resolver.

    Where a server keeps the database others may work beside it, unless it is to be `alone`.
    """
    clock = clock or RealClock()
    chance = random.Random().random  # noqa: S311 - it spreads requests, and keeps no secret
    vault, database, bodies = Path(configuration.vault), configuration.database, configuration.bodies
    store = open_store(vault, database, clock, bodies=bodies, alone=alone)
    keeper = Keeper(store)
    try:
        async with (
            Client(configuration.manners, clock, resolver=resolver) as client,
            WorkerReader(len(os.sched_getaffinity(0))) as reader,
            Window(configuration.manners, resolver) as window,
        ):
            collector.settle()
            await keeper.ask(lambda: store.agenda.sync(configuration.sources, clock.now()))
            if store.is_alone:
                await keeper.ask(lambda: store.outbox.take_back(clock.now()))
            pace = Pace(configuration.manners, clock, chance)
            robots = Robots(client, clock, configuration.manners, pace)
            yield Instance(
                configuration=configuration,
                store=store,
                keeper=keeper,
                client=client,
                robots=robots,
                pace=pace,
                siblings=Siblings(client, robots, pace, clock, lambda: str(ULID())),
                reader=reader,
                clock=clock,
                templates=templates,
                post=client.post,
                pacing=Pacing(clock),
                tickets=tickets(configuration),
                rules=rules_fingerprint(),
                new_id=lambda: str(ULID.from_datetime(clock.now())),
                jitter=chance,
                renderer=window,
                links={link.id: link for link in await keeper.ask(store.agenda.followed)},
            )
    finally:
        keeper.close()
        store.close()


@cache
def templates() -> Templates:
    """The digest's templates, as the package ships them."""
    home = files("watcher.digest") / "templates"
    return Templates.of({file.name: file.read_text("utf-8") for file in home.iterdir() if file.is_file()})
