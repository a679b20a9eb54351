"""What one page may do while it is shown: build itself, out of its own site; nothing else."""

import asyncio
import contextlib
from collections.abc import Awaitable
from typing import Literal

from playwright.async_api import BrowserContext, CDPSession, Dialog, Error, Page, Route
from playwright.async_api import TimeoutError as TookTooLong

from watcher.errors import NotRendered
from watcher.model import Source
from watcher.net import Answer
from watcher.render.bounds import Bounds
from watcher.urls import host

_STATES: tuple[Literal["domcontentloaded", "networkidle"], ...] = ("domcontentloaded", "networkidle")
_REQUESTS = 300
_NOT_NEEDED = frozenset({"image", "media", "font", "ping", "manifest", "texttrack"})
"""What no text depends on."""
_NOT_HANDED_ON = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive", "alt-svc"}
)
# In a world of its own, by the prototypes' own getters: no script of the page and no name of an element gets between.
_SERIALIZE = """(most => {
  const own = (of, name) => Object.getOwnPropertyDescriptor(of.prototype, name).get;
  const root = own(Document, 'documentElement').call(document);
  const html = root ? own(Element, 'outerHTML').call(root) : '';
  return html.length > most ? null : html;
})(%d)"""


class Visit:
    """One answer being shown in a context of its own."""

    def __init__(self, answer: Answer, source: Source, bounds: Bounds) -> None:
        self._answer = answer
        self._bounds = bounds
        self._site = _site(host(answer.final_url))
        self._hosts = (self._site, *source.render_from)
        self._page: Page | None = None
        self._is_shown = False
        self._requests = 0
        self._chores: set[asyncio.Task[None]] = set()

    def may_ask(self, name: str) -> bool:
        """Whether the host is of the page's own site, or one that the source lets it load from."""
        return any(name == one or name.endswith(f".{one}") for one in self._hosts)

    async def show(self, context: BrowserContext) -> str | None:
        """The final DOM, once the page has fallen silent; None where it is longer than it may be."""
        self._page = page = await context.new_page()
        context.on("page", lambda other: self._see_to(other.close()))
        page.on("dialog", lambda dialog: self._see_to(_dismissed(dialog)))
        await context.route("**/*", self._decide)
        await page.goto(self._answer.final_url, wait_until="commit", timeout=0)
        for state in _STATES:
            with contextlib.suppress(TookTooLong):
                await page.wait_for_load_state(state, timeout=self._bounds.silence * 1000)
        if not self.may_ask(host(page.url)):
            raise NotRendered(f"{self._answer.final_url}: its scripts lead away, to {page.url[:200]}")
        return await _serialized(await context.new_cdp_session(page), self._bounds.characters)

    async def _decide(self, route: Route) -> None:
        """Hand out the answer that we have; let through what the page is built of, within bounds."""
        request = route.request
        self._requests += 1
        with contextlib.suppress(Error):
            if request.is_navigation_request() and request.frame == self._main and not self._is_shown:
                self._is_shown = True
                await route.fulfill(
                    status=self._answer.status, headers=_handed_on(self._answer), body=self._answer.body
                )
            elif self._is_wanted(request.url, request.resource_type):
                await route.continue_()
            elif request.is_navigation_request():
                await route.fulfill(status=204)  # no content: the page stays as it is
            else:
                await route.abort()

    def _is_wanted(self, url: str, kind: str) -> bool:
        known = url.startswith(("http://", "https://")) and kind not in _NOT_NEEDED
        return known and self._requests <= _REQUESTS and self.may_ask(host(url))

    @property
    def _main(self) -> object:
        return self._page.main_frame if self._page else None

    def _see_to(self, chore: Awaitable[None]) -> None:
        """Do something on the side that may fail when the page goes away."""

        async def done() -> None:
            with contextlib.suppress(Error):
                await chore

        doing = asyncio.get_running_loop().create_task(done())
        self._chores.add(doing)
        doing.add_done_callback(self._chores.discard)


async def _dismissed(dialog: Dialog) -> None:
    await dialog.dismiss()


async def _serialized(devtools: CDPSession, most: int) -> str | None:
    frame = (await devtools.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
    world = await devtools.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "watcher"})
    answer = await devtools.send(
        "Runtime.evaluate",
        {"expression": _SERIALIZE % most, "contextId": world["executionContextId"], "returnByValue": True},
    )
    html = answer["result"].get("value")
    return html if html is None else f"<!DOCTYPE html>{html}"


def _handed_on(answer: Answer) -> dict[str, str]:
    """The answer's headers, as Playwright takes them: cookies a line each."""
    handed: dict[str, str] = {}
    for name, value in answer.headers:
        if name not in _NOT_HANDED_ON:
            between = "\n" if name == "set-cookie" else ", "
            handed[name] = f"{handed[name]}{between}{value}" if name in handed else value
    return handed


def _site(name: str) -> str:
    return name.removeprefix("www.")
