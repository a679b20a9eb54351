"""One writer for many looks: what arrives together is made durable together."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Event
from typing import TypeVar

from watcher.store import Look, Mark, Store, Telling

Answer = TypeVar("Answer")

_TOGETHER = 64
_COMPANY_SECONDS = 0.05
"""What a batch waits for more: to write one costs as much as ten looks in it do."""


class Keeper:
    """Hands writes to the store in batches, from one thread; a caller goes on once its own is durable."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._waiting: list[tuple[Look | Mark, asyncio.Future[None]]] = []
        self._draining: asyncio.Task[None] | None = None
        self._at_work = 0

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Somebody looks at pages: who is not alone may wait a moment, so that more is written together."""
        self._at_work += 1
        try:
            yield
        finally:
            self._at_work -= 1

    async def keep(self, look: Look) -> None:
        """Make a look durable."""
        await self._enqueue(look)

    async def pass_over(self, mark: Mark) -> None:
        """Note that a look was compared and there is nothing to tell."""
        await self._enqueue(mark)

    async def tell(self, tellings: Sequence[Telling]) -> None:
        """Make changes durable together, with all that they owe."""
        await self.ask(lambda: self._store.tell(tellings))

    async def ask(self, question: Callable[[], Answer]) -> Answer:
        """Run a call to the store in the writer's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, question)

    @contextmanager
    def lent(self) -> Iterator[Store]:
        """The store, for somebody in a thread of their own; nothing else is written meanwhile."""
        taken, given_back = Event(), Event()

        def hand_over() -> None:
            taken.set()
            given_back.wait()

        self._thread.submit(hand_over)
        taken.wait()
        try:
            yield self._store
        finally:
            given_back.set()

    def close(self) -> None:
        """Wait for what is being written."""
        self._thread.shutdown()

    async def _enqueue(self, write: Look | Mark) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((write, done))
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain())
        await done

    async def _drain(self) -> None:
        while self._waiting:
            if self._at_work > 1 and len(self._waiting) < _TOGETHER:
                await asyncio.sleep(_COMPANY_SECONDS)
            batch, self._waiting = self._waiting, []
            try:
                await self.ask(partial(self._write, [write for write, _ in batch]))
            except BaseException as error:
                for _, done in batch:
                    if not done.done():
                        done.set_exception(error)
                if not isinstance(error, Exception):
                    raise
            else:
                for _, done in batch:
                    if not done.done():
                        done.set_result(None)

    def _write(self, writes: Sequence[Look | Mark]) -> None:
        if looks := [write for write in writes if isinstance(write, Look)]:
            self._store.keep(looks)
        if marks := [write for write in writes if isinstance(write, Mark)]:
            self._store.passed(marks)
