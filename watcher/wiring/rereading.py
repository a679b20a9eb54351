"""A desk at which history is read again, made of real parts."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from watcher.model import Configuration
from watcher.normalize import rules_fingerprint
from watcher.pipeline.asking import watched
from watcher.pipeline.reader import WorkerReader
from watcher.pipeline.rereading.desk import Desk
from watcher.store import Reader
from watcher.wiring.clock import RealClock


@asynccontextmanager
async def desk(configuration: Configuration, kept: Reader) -> AsyncIterator[Desk]:
    """Workers that read what is kept."""
    async with WorkerReader(len(os.sched_getaffinity(0))) as reader:
        yield Desk(kept, reader, RealClock(), rules_fingerprint(), watched(configuration.sources))
