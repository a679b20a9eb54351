"""A reader leaves by the link in their mail while the pages are served, and is taken in again."""

import re
import socket
import time
from contextlib import contextmanager

import httpx
import pytest

from tests.stories.conftest import LOCAL

TWO = (
    LOCAL.replace("version: 1", "version: 1\npublic_url: https://w.example.test", 1)
    + "  - {name: other, channel: box, min_severity: low, cadence: at-once}\n"
)


@pytest.fixture
def serving(bot):
    """Serves the pages for a while; their origin."""

    @contextmanager
    def serve():
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        process = bot.start("serve", "--port", str(port))
        try:
            yield _up(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
            process.communicate(timeout=30)

    return serve


def _up(origin):
    for _ in range(300):
        try:
            httpx.get(f"{origin}/healthz")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return origin
    raise AssertionError("the pages are not served")


WAY_OUT = re.compile(r"<https://w\.example\.test(/u/[^>]+)>")


def links(bot):
    """Subscription → path of the way out in its latest mail."""
    pairs = [(mail["List-Id"], mail["List-Unsubscribe"]) for mail in bot.mails()]
    return {name.split(".")[0].strip("<"): WAY_OUT.match(way)[1] for name, way in pairs}


def told(site, bot, frame, hours):
    """The page says other hours; how many mails there are then."""
    site.shows("/0", frame(f"<p>The office is open for {hours} hours on each working day.</p>"))
    bot.checks("--notify")
    return len(bot.mails())


def test_who_clicks_gets_no_more_of_that_and_all_of_the_rest_until_they_are_taken_in_again(site, bot, frame, serving):
    bot.watches(site.url("/0"), watcher=TWO)
    assert told(site, bot, frame, 4) == 0
    assert told(site, bot, frame, 5) == 2
    with serving() as origin:
        assert httpx.get(origin + links(bot)["all"]).status_code == 200
        assert told(site, bot, frame, 6) == 4
        done = httpx.post(origin + links(bot)["all"], data={"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200, done.text
    assert told(site, bot, frame, 7) == 5
    (gone,) = bot.says("outbox", "list", "--json").json["unsubscribed"]
    assert (gone["subscription"], gone["channel"], gone["recipient"]) == ("all", "box", "box")
    assert "box left all on" in bot.says("status").out
    assert bot.says("notify", "resubscribe", "other", "box").code == 2
    assert bot.says("notify", "resubscribe", "all", "box").code == 0
    assert told(site, bot, frame, 8) == 7
    assert bot.says("status", "--json").json["unsubscribed"] == []
    assert bot.says("verify").code == 0
    assert (bot.home / "watcher.leave").stat().st_mode & 0o777 == 0o600
