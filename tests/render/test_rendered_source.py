"""A source that is rendered, from its configuration to what is told."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.pipeline.conftest import Hand, watching
from tests.render.conftest import PAGE, Names
from watcher.errors import NotRendered
from watcher.model import Manners, Outcome, Source
from watcher.net import Answer
from watcher.pipeline.health import reason
from watcher.render import Bounds, Window
from watcher.render.programs import missing

SHELL = "<html><head><title>Rules</title></head><body><div id='app'></div><script src='/app.js'></script></body></html>"


def words(*paragraphs):
    """The script that builds a page."""
    html = "<main><h1>Rules</h1>" + "".join(f"<p>{one}</p>" for one in paragraphs) + "</main>"
    return "text/javascript; charset=utf-8", f"document.getElementById('app').innerHTML = {html!r}"


class Broken:
    """A browser that cannot be started."""

    async def render(self, answer, source):
        """Nothing."""
        raise NotRendered("render: browser: Chromium was not found")


@pytest.fixture
def rendering(tmp_path, site):
    """Watches one page of the site; `story` gets the watch, its source and the site."""
    manners = Manners(allow_private=(PAGE,))

    def tell(story, renderer=None, render="browser"):
        async def told():
            source = Source("rules", site.url(), every=timedelta(hours=6), render=render, learn_moving=False)
            async with (
                Window(manners, Names(), Bounds(silence=1.5)) as window,
                watching(tmp_path, {"rules": source}, clock=Hand(), script=_Asking(site)) as watch,
            ):
                watch.instance = replace(watch.instance, renderer=renderer or window)
                await story(watch)

        asyncio.run(told())

    return tell


class _Asking:
    """Asks the site for its shell, as the client would."""

    def __init__(self, site):
        self.site = site
        self.asked = []

    async def get(self, url, *, headers=None):
        """The answer."""
        self.asked.append(dict(headers or {}))
        kind, body = self.site.says["/"]
        headers = (("content-type", kind), ("etag", '"shell"'))
        return Answer(url, url, 200, headers, (), body.encode(), len(body), "proven", "127.0.0.1")


def needs_a_browser():
    """Skip where there is none."""
    if why := missing():
        pytest.skip(why)


def test_what_scripts_build_is_kept_compared_and_told(site, rendering):
    needs_a_browser()
    site.says = {
        "/": ("text/html; charset=iso-8859-1", SHELL),
        "/app.js": words("You may apply – § 5.", "Ask the desk."),
    }

    async def story(watch):
        first = (await watch.check())["rules"]
        assert first.outcome is Outcome.OK
        assert first.snapshot.rendered.by.startswith("Chromium ")
        assert first.snapshot.rendered.bytes == len(SHELL)
        same = (await watch.next_round())["rules"]
        assert same.verdict == "unchanged"
        site.says["/app.js"] = words("You will apply – § 5.", "Ask the desk.")
        changed = (await watch.next_round())["rules"]
        (finding,) = [one for told in changed.told for one in told.findings if one.level]
        assert (finding.before, finding.after) == ("You may apply – § 5.", "You will apply – § 5.")
        assert watch.store.verify() == []
        assert not any(
            "If-None-Match" in headers for headers in watch.script.asked
        )  # the shell says nothing of the page

    rendering(story)


def test_a_page_that_is_rendered_from_now_on_is_not_told_as_changed(site, rendering):
    needs_a_browser()
    site.says = {
        "/": ("text/html", SHELL.replace("<div", "<p>Plain words of the shell.</p><div")),
        "/app.js": words("Built."),
    }

    async def plain(watch):
        assert (await watch.check())["rules"].verdict == "first"

    async def rendered(watch):
        seen = (await watch.next_round())["rules"]
        assert seen.snapshot.rendered is not None
        assert (seen.version, watch.told("rules")) == (2, [])

    rendering(plain, render="")
    rendering(rendered)


def test_without_a_browser_the_look_fails_and_says_why(site, rendering):
    site.says = {"/": ("text/html", SHELL)}

    async def story(watch):
        seen = (await watch.check())["rules"]
        assert seen.outcome is Outcome.UNREADABLE
        assert reason(seen.outcome, seen.snapshot) == "render: browser: Chromium was not found"
        assert seen.snapshot.status == 200
        assert watch.told("rules") == []

    rendering(story, renderer=Broken())
