"""The composition root: the only place that knows what is real."""

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from ulid import ULID

from watcher.digest import Templates
from watcher.fetch import Robots
from watcher.model import Clock, Configuration
from watcher.net import Client, Pace, Resolver
from watcher.normalize import rules_fingerprint
from watcher.pipeline.instance import Instance
from watcher.pipeline.keeper import Keeper
from watcher.pipeline.reader import WorkerReader
from watcher.store import Reader, Store, open_reader, open_store


class RealClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


@asynccontextmanager
async def running(
    configuration: Configuration, *, clock: Clock | None = None, resolver: Resolver | None = None
) -> AsyncIterator[Instance]:
    """A whole watcher, open for writing; closed in order at the end. A demo brings its own clock and resolver."""
    clock = clock or RealClock()
    chance = random.SystemRandom().random
    store = open_store(Path(configuration.vault), configuration.database, clock)
    keeper = Keeper(store)
    try:
        async with (
            Client(configuration.manners, clock, resolver=resolver) as client,
            WorkerReader(len(os.sched_getaffinity(0))) as reader,
        ):
            await keeper.ask(lambda: store.agenda.sync(configuration.sources, clock.now()))
            await keeper.ask(lambda: store.outbox.take_back(clock.now()))
            pace = Pace(configuration.manners, clock, chance)
            yield Instance(
                configuration=configuration,
                store=store,
                keeper=keeper,
                client=client,
                robots=Robots(client, clock, configuration.manners, pace),
                pace=pace,
                reader=reader,
                clock=clock,
                templates=templates,
                post=client.post,
                rules=rules_fingerprint(),
                new_id=lambda: str(ULID.from_datetime(clock.now())),
                jitter=chance,
            )
    finally:
        keeper.close()
        store.close()


@contextmanager
def reading(configuration: Configuration) -> Iterator[Reader]:
    """What is kept, for questions only: no lock is taken and nothing is written."""
    store = open_reader(Path(configuration.vault), configuration.database)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def writing(configuration: Configuration) -> Iterator[Store]:
    """What is kept, to be changed by hand."""
    store = open_store(Path(configuration.vault), configuration.database, RealClock())
    try:
        yield store
    finally:
        store.close()


@cache
def templates() -> Templates:
    """The digest's templates, as the package ships them."""
    home = files("watcher.digest") / "templates"
    return Templates.of({file.name: file.read_text("utf-8") for file in home.iterdir() if file.is_file()})
