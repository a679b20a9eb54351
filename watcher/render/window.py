"""The one browser of a process, started for the first page that needs it."""

import asyncio
from types import TracebackType
from typing import Any, Self

from watcher.errors import NotRendered
from watcher.extend import named
from watcher.model import Manners, Source
from watcher.net import Answer, Resolver
from watcher.render.bounds import Bounds

_BROWSER = "watcher.render.browser:Browser"
"""Loaded where a page needs it: most installations have none."""


class Window:
    """Shows pages, one at a time, so that what breaks the browser costs one look; an async context manager."""

    def __init__(self, manners: Manners, resolver: Resolver | None = None, bounds: Bounds | None = None) -> None:
        self._manners = manners
        self._resolver = resolver
        self._bounds = bounds or Bounds()
        self._turn = asyncio.Lock()
        self._browser: Any = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._browser is not None:
            await self._browser.close()

    async def render(self, answer: Answer, source: Source) -> tuple[bytes, str]:
        """The page that the scripts of this answer build, and the browser that ran them; raises FetchError."""
        async with self._turn:
            shown: tuple[bytes, str] = await self._opened().render(answer, source)
            return shown

    def _opened(self) -> Any:
        if self._browser is None:
            try:
                self._browser = named(_BROWSER)(self._manners, self._resolver, self._bounds)
            except ModuleNotFoundError as error:
                raise NotRendered(
                    "render: browser needs Playwright, which is not installed: pip install 'watcher[browser]'"
                ) from error
        return self._browser
