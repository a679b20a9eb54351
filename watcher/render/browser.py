"""How Chromium is run: no name that it resolves itself, no way out but our relay, no more memory than it is given."""

import asyncio
import contextlib
import os
import secrets
import tempfile
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager

from playwright.async_api import Browser as Chromium
from playwright.async_api import Error, Playwright, async_playwright

from watcher.errors import NotRendered, TimedOut, TooLarge
from watcher.model import Manners, Source
from watcher.net import Answer, Relay, Resolver, user_agent
from watcher.render.bounds import Bounds
from watcher.render.footprint import end, processes
from watcher.render.programs import chromium as program
from watcher.render.programs import missing
from watcher.render.visit import Visit
from watcher.text import shorten, visible

_SECONDS_BETWEEN_LOOKS = 0.5
_START_SECONDS = 60.0
_PATIENCE = 10.0
"""Seconds that the browser has to close a page."""
_SHORTEST = 5.0
_SWITCHES = (
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--js-flags=--max-old-space-size=512",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Browser:
    """Chromium, started at the first page and again after it died."""

    def __init__(self, manners: Manners, resolver: Resolver | None, bounds: Bounds) -> None:
        self._manners = manners
        self._resolver = resolver
        self._bounds = bounds
        self._mark = f"--watcher-mark={secrets.token_hex(8)}"
        self._held = AsyncExitStack()
        self._chromium: Chromium | None = None

    async def render(self, answer: Answer, source: Source) -> tuple[bytes, str]:
        """The final DOM in UTF-8 with its mark of order, and who built it; raises FetchError."""
        seconds = max(self._manners.total_deadline - answer.seconds, _SHORTEST)
        chromium = await self._running()
        try:
            async with asyncio.timeout(seconds), self._watched():
                return await self._shown(chromium, answer, source), f"Chromium {chromium.version}"
        except TimeoutError as error:
            await self.close()
            raise TimedOut(f"{answer.final_url}: its scripts did not end within {seconds:.0f} s") from error
        except Error as error:
            await self.close()
            raise NotRendered(f"{answer.final_url}: the browser failed on this page ({_first_line(error)})") from error

    async def close(self) -> None:
        """End the browser, however it is; the next page starts another."""
        self._chromium = None
        held, self._held = self._held, AsyncExitStack()
        end(list(processes(self._mark)))
        with contextlib.suppress(Error, TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await held.aclose()

    async def _running(self) -> Chromium:
        if self._chromium is not None and not self._chromium.is_connected():
            await self.close()
        if self._chromium is None:
            if lack := missing():
                raise NotRendered(f"render: browser: {lack}")
            home = self._held.enter_context(tempfile.TemporaryDirectory(prefix="watcher-", ignore_cleanup_errors=True))
            nowhere = await self._held.enter_async_context(Relay((), self._resolver, lambda _: False))
            playwright = await self._held.enter_async_context(async_playwright())
            self._chromium = await self._launched(playwright, home, nowhere.address)
        return self._chromium

    async def _launched(self, playwright: Playwright, home: str, nowhere: str) -> Chromium:
        try:
            return await playwright.chromium.launch(
                executable_path=program(),
                args=[*_SWITCHES, self._mark],
                env={"HOME": home, "LANG": "C.UTF-8"},
                proxy={"server": nowhere, "bypass": "<-loopback>"},
                # Root cannot have Chromium's sandbox.
                chromium_sandbox=os.geteuid() != 0,
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
                timeout=_START_SECONDS * 1000,
            )
        except Error as error:
            await self.close()
            raise NotRendered(f"render: browser: {program()} does not start ({_first_line(error)})") from error

    async def _shown(self, chromium: Chromium, answer: Answer, source: Source) -> bytes:
        visit = Visit(answer, source, self._bounds)
        most = self._bounds.characters
        async with Relay(self._manners.allow_private, self._resolver, visit.may_ask, most) as relay:
            context = await chromium.new_context(
                proxy={"server": relay.address, "bypass": "<-loopback>"},
                user_agent=user_agent(self._manners.contact),
                accept_downloads=False,
                service_workers="block",
                locale="en-US",
                timezone_id="UTC",
            )
            try:
                found = await visit.show(context)
            finally:
                await self._shut(context.close())
            if found is None or relay.is_exhausted:
                raise TooLarge(f"{answer.final_url}: the page that its scripts build is larger than {most >> 20} MiB")
            return b"\xef\xbb\xbf" + found.encode("utf-8", "replace")

    @asynccontextmanager
    async def _watched(self) -> AsyncIterator[None]:
        """Meanwhile the browser is ended as soon as it holds more memory than it may; raises TooLarge then."""
        watching = asyncio.get_running_loop().create_task(self._watch())
        try:
            yield
        except Error as error:
            if watching.done():
                raise TooLarge(
                    f"the page took more than {self._bounds.memory >> 20} MiB of memory and was ended"
                ) from error
            raise
        finally:
            if watching.done():
                await self.close()
            watching.cancel()

    async def _watch(self) -> None:
        """Ends when it had to end the browser."""
        held = processes(self._mark)
        while sum(held.values()) <= self._bounds.memory:
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
            held = processes(self._mark)
        end(list(held))

    async def _shut(self, closing: Awaitable[None]) -> None:
        """Close a page; a browser that cannot is ended."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await closing
        except (Error, TimeoutError):
            await self.close()


def _first_line(error: Error) -> str:
    return shorten(visible(error.message.partition("\n")[0]), 200)
