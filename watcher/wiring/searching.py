"""What reads kept versions for searching, made of real parts."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from watcher.pipeline.reader import WorkerReader
from watcher.pipeline.searching.catching_up import Ask, CatchingUp
from watcher.store import Store


@asynccontextmanager
async def catching_up(store: Store) -> AsyncIterator[CatchingUp]:
    """Workers that read, and a store that nobody else asks meanwhile."""

    async def ask(question: Ask) -> object:
        return question()

    async with WorkerReader(len(os.sched_getaffinity(0))) as reader:
        yield CatchingUp(store, reader, ask)
