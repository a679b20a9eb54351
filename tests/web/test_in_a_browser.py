"""The pages in a real browser: nothing is asked of anybody else, nothing captured acts, keys work, a phone fits."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.conftest import TOKEN

CHROMIUM = Path("/usr/bin/chromium")
HOSTILE = """<html><body onload="document.title='taken'"><h1>A page</h1><p>Words that stay.</p>
<script>fetch('http://127.0.0.1:9/a')</script><img src="http://127.0.0.1:9/b" onerror="alert(1)"><svg onload="alert(1)">
<image href="http://127.0.0.1:9/c"/></svg>
<style>@import url(http://127.0.0.1:9/d);body{background:url(http://127.0.0.1:9/e)}</style>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<form action="http://127.0.0.1:9/f"><input autofocus onfocus="alert(1)"></form>
<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/g"><link rel="prefetch" href="http://127.0.0.1:9/h">
<a href="javascript:alert(1)" ping="http://127.0.0.1:9/i">follow</a>
<video poster="http://127.0.0.1:9/j" src="//127.0.0.1:9/k">"""
PATHS = (
    "/",
    "/sources",
    "/sources/original",
    "/sources/original/v2",
    "/sources/original/v2?tab=source",
    "/sources/original/v1..v2",
    "/sources/original/v1..v3?view=split",
    "/sources/original/v1..v3?view=redline",
    "/search?q=may+be+held&source=original",
    "/verify",
    "/compare",
)


@dataclass
class Window:
    """A page of the browser, with what it asked for and what popped up."""

    page: Page
    origin: str
    asked: list[str] = field(default_factory=list)
    popped: list[str] = field(default_factory=list)

    def show(self, path: str) -> Page:
        """Go there."""
        self.page.goto(self.origin + path)
        return self.page

    @property
    def strange(self) -> list[str]:
        """What it asked of anybody else."""
        return [address for address in self.asked if not address.startswith(self.origin)]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's own."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def window(chromium, told, seated):
    """Opens a window at the pages over the shelf."""
    contexts = []

    def open_window(**said) -> Window:
        contexts.append(chromium.new_context(**said))
        window = Window(contexts[-1].new_page(), seated(told).origin)
        window.page.on("request", lambda request: window.asked.append(request.url))
        window.page.on("dialog", lambda dialog: (window.popped.append(dialog.message), dialog.dismiss()))
        return window

    yield open_window
    for context in contexts:
        context.close()


def test_nothing_is_asked_of_anybody_else_and_nothing_captured_acts(window, told):
    told.watch("hostile")
    told.show("hostile", HOSTILE)
    told.show("hostile", HOSTILE.replace("stay", "differ"))
    view = window()
    for path in ("/v1?tab=rendered", "/v1?tab=source", "/v1", "/v1..v2?view=source", "/v1..v2", "", "/v1/render"):
        view.show(f"/sources/hostile{path}").wait_for_timeout(150)
        assert "taken" not in view.page.title()
    assert (view.strange, view.popped) == ([], [])
    frame = view.show("/sources/hostile/v1?tab=rendered").frame_locator("iframe.captured")
    assert frame.get_by_text("Words that stay.").is_visible()


def test_every_page_fits_a_phone(window):
    view = window(viewport={"width": 320, "height": 640})
    for path in PATHS:
        page = view.show(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    assert view.strange == []


def test_every_page_has_one_heading_of_the_first_rank_and_no_fault(window):
    view, faults = window(java_script_enabled=True), []
    view.page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    for path in PATHS:
        assert view.show(path).locator("h1").count() == 1, path
    assert faults == []


def test_without_scripts_somebody_goes_from_the_inbox_to_a_review(window):
    view = window(java_script_enabled=False)
    page = view.show("/login")
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Compare").first.click()
    assert "v" in page.locator("h1").inner_text()
    page.locator("h1 a").last.click()
    page.get_by_role("button", name="Verify now").click()
    assert "Matches" in page.get_by_role("alert").inner_text()
    page.get_by_role("link", name="Search").click()
    page.get_by_label("Phrase").fill("may be held")
    page.get_by_role("button", name="Search").click()
    page.locator("article h3 a").first.click()
    page.get_by_label("Verdict").select_option("important")
    page.get_by_role("button", name="Keep this review").click()
    assert "important" in page.locator("#reviews").inner_text()


def test_keys_move_between_changes_and_pages(window):
    page = window().show("/")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") != first
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == first
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/sources")
    page.keyboard.press("/")
    page.wait_for_url("**/search")
    page.get_by_label("Phrase").press("g")
    assert page.get_by_label("Phrase").input_value() == "g"


def test_keys_can_be_turned_off(window):
    page = window().show("/sources")
    page.keyboard.press("?")
    page.get_by_label("single keys are on").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("/")
    page.wait_for_timeout(200)
    assert page.url.endswith("/sources")
