"""Where documents are read: worker processes with limits on time and memory, because every HTML parser can be hung."""

import asyncio
import gc
import logging
import multiprocessing
import resource
from concurrent.futures import CancelledError, TimeoutError  # noqa: A004 - pebble raises this one
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from types import TracebackType
from typing import Any, Protocol, Self

from pebble import ProcessExpired, ProcessPool

from watcher.errors import ReadingFailed
from watcher.extend import named
from watcher.model import Document, Payload, Source
from watcher.pipeline.account import Account, Question

_log = logging.getLogger(__name__)

_EXPLAIN = "watcher.pipeline.explain:explain"
_READ, _PASSAGES = "watcher.pipeline.reading:read", "watcher.pipeline.reading:passages_of"
_LOADED = ["pebble.pool.process", "watcher.pipeline.explain"]
_WALL_SECONDS = 30
_MEMORY_BYTES = 1 << 30
_HARDLY_EVER = 500_000
"""Objects, some 60 MB, after which the collector looks for cycles by itself; a usual page makes 20,000."""
_PAGES_PER_WORKER = 200  # bs4 trees are cyclic: a bounded life keeps a worker's memory bounded


class Reader(Protocol):
    """Reads and compares somewhere safe."""

    async def explain(self, question: Question) -> Account:
        """What the two answers say differently; ReadingFailed when reading hangs, dies or runs out of memory."""

    async def passages(self, payload: Payload, source: Source, kind: str) -> tuple[str, ...]:
        """What the payload says, read as that kind of page."""


class WorkerReader:
    """A pool of processes, started at the first use.

    Only they load the parsers: a round in which nothing changed needs none. They are forked from one process that has
    loaded them and does nothing else, so that a further worker costs milliseconds, and memory only for what it reads.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool: ProcessPool | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            await asyncio.to_thread(self._pool.join)
            self._pool = None

    async def explain(self, question: Question) -> Account:
        """What the two answers say differently, from a worker."""
        account: Account = await self._ask(question.after.snapshot.id, _EXPLAIN, question)
        return account

    async def read(self, payload: Payload, source: Source, kind: str | None = None) -> Document:
        """The payload as a document, from a worker; ReadingFailed as in `explain`."""
        document: Document = await self._ask(source.id, _READ, payload, source, kind)
        return document

    async def passages(self, payload: Payload, source: Source, kind: str) -> tuple[str, ...]:
        """What the payload says, read as that kind of page, from a worker; ReadingFailed as in `explain`."""
        passages: tuple[str, ...] = await self._ask(source.id, _PASSAGES, payload, source, kind)
        return passages

    async def _ask(self, about: str, function: str, *arguments: object) -> Any:
        try:
            return await self._answer(function, *arguments)
        except TimeoutError as error:
            raise ReadingFailed(f"reading took more than {_WALL_SECONDS} s and was stopped") from error
        except (ProcessExpired, BrokenProcessPool, MemoryError, RecursionError) as error:
            raise ReadingFailed(f"the reader died on this page ({type(error).__name__})") from error
        except CancelledError as error:
            raise asyncio.CancelledError from error
        except Exception as error:
            # A fault of ours on one page costs that page alone; its copy is kept, and the log holds the fault whole.
            _log.exception("reading %s failed", about)
            raise ReadingFailed(f"the reader failed on this page ({type(error).__name__}: {error})") from error

    async def _answer(self, function: str, *arguments: object) -> Any:
        """Asked once more where the pool broke: one idle worker that dies takes the whole of it along."""
        try:
            return await self._scheduled(function, *arguments)
        except BrokenProcessPool:
            return await self._scheduled(function, *arguments)

    async def _scheduled(self, function: str, *arguments: object) -> Any:
        return await asyncio.wrap_future(self._started().schedule(_call, (function, *arguments), timeout=_WALL_SECONDS))

    def _started(self) -> ProcessPool:
        if self._pool is not None and not self._pool.active:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool = None
        if self._pool is None:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(_LOADED)
            self._pool = ProcessPool(
                max_workers=self._workers,
                max_tasks=_PAGES_PER_WORKER,
                initializer=partial(_begin, _MEMORY_BYTES),
                context=context,
            )
        return self._pool


def _begin(limit: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    gc.freeze()  # what was loaded stays, and is shared as long as nobody touches it
    gc.set_threshold(_HARDLY_EVER)


def _call(function: str, *arguments: object) -> object:
    """Answer, then let go of the trees, which are cyclic: looked for while they grow, they cost a tenth more time."""
    try:
        return named(function)(*arguments)
    finally:
        gc.collect(0)
