# ruff: noqa: D102
"""One browser for all tests of the pages, and an archive in which every page has something to show."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.web.conftest import FEWER, PAIRS, TICKETS, TOKEN, WILL, Desk, Door, Shelf, answers
from watcher.digest.compose import compose
from watcher.digest.entries import entries
from watcher.model import Channel, Coverage, Delivery, Digest, Subscription
from watcher.wiring.instance import templates

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
PROGRAM = """<html lang="en"><head><title>A program</title></head><body><main><h1>A program</h1>
<p>Since it began {many} people were counted in all 3,181 counties.</p><p>Call {phone} on weekdays.</p>
</main></body></html>"""
LIST = """<html lang="en"><head><title>Things to read</title></head><body><main><h1>Things to read</h1><h2>Papers</h2>
<ul>{items}</ul></main></body></html>"""
TABS = ("rendered", "source", "headers", "links")
ITEMS = tuple(
    f'<li><a href="https://www.ice.test/{name}.pdf">{name.title()} guidance of the field office</a> says who is'
    f" called first, in the words of {year}.</li>"
    for name, year in (("interim", 2010), ("final", 2014), ("revised", 2017), ("closing", 2021))
)


@dataclass
class Window:
    """A page of the browser, with what it asked for, what popped up and what went wrong in it."""

    page: Page
    origin: str
    asked: list[str] = field(default_factory=list)
    popped: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def show(self, path: str) -> Page:
        """Go there."""
        self.page.goto(self.origin + path)
        return self.page

    def log_in(self) -> Page:
        page = self.show("/login")
        page.get_by_label("Token").fill(TOKEN)
        page.get_by_role("button", name="Log in").click()
        return page

    @property
    def strange(self) -> list[str]:
        """What it asked of anybody else."""
        return [address for address in self.asked if not address.startswith(self.origin + "/")]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's own."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium) -> Iterator[Callable[..., Window]]:
    """Opens a window at an origin."""
    contexts: list[BrowserContext] = []

    def open_window(origin: str, **said) -> Window:
        contexts.append(chromium.new_context(**said))
        window = Window(contexts[-1].new_page(), origin)
        contexts[-1].on("request", lambda request: window.asked.append(request.url))
        window.page.on("dialog", lambda dialog: (window.popped.append(dialog.message), dialog.dismiss()))
        window.page.on("console", lambda said: window.faults.append(said.text) if said.type == "error" else None)
        return window

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def window(opened, told, seated) -> Callable[..., Window]:
    """Opens a window at the pages over a shelf of this test's own."""
    return lambda **said: opened(seated(told).origin, **said)


@dataclass
class Archive:
    """The pages over a shelf that nobody changes."""

    desk: Desk
    paths: tuple[str, ...]
    """One address of every page, view and state."""

    @property
    def origin(self) -> str:
        return self.desk.origin


@pytest.fixture(scope="session")
def archive(tmp_path_factory) -> Iterator[Archive]:
    """Pages of every kind that changed, one that could not be read, a digest with its deliveries."""
    shelf = Shelf(tmp_path_factory.mktemp("archive"))
    blocked = _filled(shelf)
    door = Door(shelf)
    yield Archive(Desk(door.browser, door.store), tuple(_paths(door, blocked)))
    door.close()


def _filled(shelf: Shelf) -> str:
    """Fill the shelf; returns the look that showed no page."""
    shelf.said = {
        "channels": (Channel("mail", "email", {"from": "Watcher <w@agency.test>"}),),
        "subscriptions": (Subscription("desk", "mail", timezone="America/New_York"),),
    }
    shelf.watch("original", kind="qa", tags=("dhs",), name="Questions on the order")
    shelf.watch("copy", kind="qa", mirror_of="original")
    shelf.watch("program", kind="program", figures=(("people", "{n} people"),), contacts=True)
    shelf.watch("list", kind="resource-list")
    shelf.watch("empty")
    for pairs in (PAIRS, PAIRS, WILL, FEWER, (FEWER[1], FEWER[0], FEWER[2])):
        shelf.show("original", answers(*pairs))
    shelf.show("copy", answers(*PAIRS))
    for many, phone in (("283,000", "1-800-555-0100"), ("363,400", "1-800-555-0199")):
        shelf.show("program", PROGRAM.format(many=many, phone=phone))
    for items in (ITEMS[:3], (ITEMS[3], ITEMS[0], ITEMS[2].replace("first", "last"))):
        shelf.show("list", LIST.format(items="".join(items)))
    blocked = shelf.fail("program")
    shelf.fail("list")
    _posted(shelf)
    shelf.seal()
    return blocked.snapshot.id


def _posted(shelf: Shelf) -> None:
    now = shelf.clock.now()
    with shelf.open() as store:
        some = store.history.changes(limit=9)
        found = entries([(one, tuple(range(len(one.findings)))) for one in some], shelf.sources)
        digest = Digest("01DIGEST", "desk", "2026-11-07/daily", now, found, Coverage(now, now, 5, 4, 9, left_out=3))
        readers = [Delivery(f"01{name}", "01DIGEST", "mail", f"{name}@example.test") for name in ("ana", "ben", "eve")]
        store.outbox.post(digest, compose(digest, templates()), readers)
        (ana, _), (ben, _), *_ = store.outbox.claim(now)
        store.outbox.settle(ana, "sent", reply="250 2.0.0 queued as 4Tz")
        store.outbox.settle(ben, "dead", error="550 no such user here")


def _paths(door: Door, blocked: str) -> Iterator[str]:
    history = door.store.history
    told = history.told_of(history.version("original", 2))
    assert told is not None
    body = history.version("original", 1).snapshot_id
    yield from ("/", "/?state=all&sev=noise", "/?state=reviewed&kind=link.dead", "/sources", "/compare")
    yield from (f"/sources/{name}" for name in ("original", "program", "list", "empty"))
    yield from (f"/sources/original/v2{tab}" for tab in ("", *(f"?tab={name}" for name in TABS)))
    yield from (f"/sources/{blocked}", "/sources/program/v1", "/sources/program/v9")
    yield from (f"/sources/original/v1..v3?view={view}" for view in ("redline", "split", "faq", "links", "source"))
    yield from ("/sources/original/v3..v4", "/sources/original/v1..v1", "/sources/list/v1..v2?view=list")
    yield from ("/sources/list/v1..v2?view=links", "/sources/program/v1..v2?view=figures")
    yield from ("/sources/copy/v1..v1?view=original", f"/compare?a={body}&b=copy@v1")
    yield from (f"/c/{told.change_id}", f"/c/{told.change_id}/exhibit")
    yield from ("/digests", *(f"/digests/01DIGEST?part={part}" for part in ("html", "text", "headers")), "/deliveries")
    yield from ("/health", "/search", "/search?q=may+be+held", "/search?q=nowhere+at+all", "/verify")
    yield from (f"/verify?hash={told.after.body_sha256}", "/help", "/help/kinds", "/help/doctor", "/login")
    yield f"/share?path=/c/{told.change_id}"
    yield f"/u/{TICKETS.of('01ana')}"
