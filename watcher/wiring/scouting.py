"""One look at a page that nobody watches yet, with the real client: no store is opened for it."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from watcher.fetch.robots import Robots
from watcher.model import Configuration
from watcher.net import Client, Pace
from watcher.pipeline.proposing.first_sight import Scout
from watcher.pipeline.reader import WorkerReader
from watcher.render import Window
from watcher.wiring.clock import RealClock


@asynccontextmanager
async def scouting(configuration: Configuration) -> AsyncIterator[Scout]:
    """The parts that a look needs, closed at the end."""
    clock = RealClock()
    manners = configuration.manners
    async with Client(manners, clock) as client, WorkerReader(1) as reader, Window(manners) as window:
        pace = Pace(manners, clock, random.SystemRandom().random)
        yield Scout(client, Robots(client, clock, manners, pace), pace, clock, reader, window)
