"""A list is followed from page to page, politely, and no further than is asked."""

import asyncio
import re
from dataclasses import replace

from watcher.fetch.fetching import fetch
from watcher.fetch.further import fetch_further
from watcher.fetch.robots import Robots
from watcher.model import Outcome, Pages, Source


def following(payload):
    """The address behind "next" on the pages of this site."""
    found = re.search(rb'rel="next" href="([^"]+)"', payload.body)
    return payload.url.partition("?")[0] + found[1].decode() if found else None


def follow(visit, pages, most=10, **manners):
    async def go():
        async with visit(**manners) as (site, client, clock, rules):
            site.pages.update(pages)
            source = Source("list", f"http://www.ice.test:{site.port}/list", pages=Pages(most > 0, max(most, 1)))
            robots = Robots(client, clock, rules)
            first = await fetch(source, client, clock, robots)

            async def look(url):
                clock.move(2)
                return await fetch(replace(source, url=url), client, clock, robots)

            return await fetch_further(first, source, following, look), site

    return asyncio.run(go())


def listing(text, answer, count):
    """The pages of a list."""
    html = b"Content-Type: text/html"
    for number in range(count):
        lead = f'<a rel="next" href="?page={number + 1}">Next</a>' if number + 1 < count else ""
        page = text("News | ICE", f"Release {number} is here. {lead}")
        yield ("/list" + (f"?page={number}" if number else ""), answer(page, html))


def test_every_page_is_fetched_once_and_recorded(visit, answer, text):
    got, site = follow(visit, listing(text, answer, 3))
    assert site.paths() == ["/robots.txt", "/list", "/list?page=1", "/list?page=2"]
    assert got.snapshot.outcome is Outcome.OK
    assert [page.url.partition("/list")[2] for page in got.snapshot.further] == ["?page=1", "?page=2"]
    assert [page.body_sha256 for page in got.snapshot.further] == [page.sha256 for page in got.payload.further]
    assert all((page.status, page.content_type) == (200, "text/html") for page in got.snapshot.further)
    assert (got.snapshot.finished_at - got.snapshot.started_at).total_seconds() == 4


def test_no_more_than_is_asked_for_is_fetched(visit, answer, text):
    assert follow(visit, listing(text, answer, 5), most=2)[1].paths()[-1] == "/list?page=1"
    got, site = follow(visit, listing(text, answer, 5), most=0)
    assert site.paths() == ["/robots.txt", "/list"]
    assert got.snapshot.further == ()


def test_a_list_that_leads_in_a_circle_ends(visit, answer, text):
    pages = dict(listing(text, answer, 2))
    back = text("News | ICE", 'Round and round. <a rel="next" href="?page=1">Next</a>')
    got, site = follow(visit, {**pages, "/list?page=1": answer(back, b"Content-Type: text/html")})
    assert len(got.snapshot.further) == 1
    home = answer(b"", b"Location: /list", status=b"302 Found")
    got, site = follow(visit, {**pages, "/list?page=1": home})
    assert got.snapshot.further == ()
    assert got.snapshot.outcome is Outcome.OK
    assert site.paths().count("/list?page=1") == 1


def test_a_page_that_cannot_be_had_fails_the_whole_look_and_says_which(visit, answer, text):
    for status, outcome in ((b"503 Busy", "server_error"), (b"404 Gone", "error_page"), (b"429 Slow", "rate_limited")):
        pages = {**dict(listing(text, answer, 3)), "/list?page=1": answer(b"no", status=status)}
        got, _ = follow(visit, pages)
        assert got.snapshot.outcome == outcome
        assert got.snapshot.reasons[0].startswith("page 2 of the list, http://www.ice.test")
        assert got.snapshot.further[0].status == int(status[:3])


def test_where_robots_may_not_go_the_list_ends_and_a_reason_says_so(visit, answer, text):
    robots = answer(b"User-agent: *\nDisallow: /*?page=2\n", b"Content-Type: text/plain")
    got, site = follow(visit, {**dict(listing(text, answer, 4)), "/robots.txt": robots})
    assert site.paths()[-1] == "/list?page=1"
    assert got.snapshot.outcome is Outcome.OK
    assert len(got.snapshot.further) == 1
    assert "page 3 of the list" in got.snapshot.reasons[0]
    assert "robots" in got.snapshot.reasons[0]
