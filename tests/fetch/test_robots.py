import asyncio

from watcher.fetch.fetching import fetch
from watcher.fetch.robots import Robots
from watcher.model import Source
from watcher.net import Pace

DAY = 24 * 3600


def robots_txt(text, answer):
    return answer(text.encode(), b"Content-Type: text/plain")


def forbidden(visit, reply, path="/page", **manners):
    """Why the path is not asked, when robots.txt is answered so."""

    async def go():
        async with visit(**manners) as (site, client, clock, rules):
            site.pages["/robots.txt"] = reply
            return await Robots(client, clock, rules).forbids(f"http://www.ice.test:{site.port}{path}")

    return asyncio.run(go())


def test_what_robots_txt_forbids_is_not_asked(visit, answer):
    rules = robots_txt("User-agent: *\nDisallow: /private\nAllow: /private/open\n", answer)
    assert forbidden(visit, rules, "/page") is None
    assert "robots.txt" in forbidden(visit, rules, "/private/memo")
    assert forbidden(visit, rules, "/private/open/memo") is None


def test_rules_for_us_by_name_count_before_those_for_all(visit, answer):
    rules = robots_txt("User-agent: *\nDisallow: /\n\nUser-agent: watcher\nDisallow: /x\n", answer)
    assert forbidden(visit, rules, "/page") is None
    assert forbidden(visit, rules, "/x")


def test_no_robots_txt_forbids_nothing(visit, answer):
    for status in (b"404 Not Found", b"403 Forbidden", b"401 Unauthorized", b"410 Gone", b"302 Found"):
        assert forbidden(visit, answer(b"User-agent: *\nDisallow: /", status=status)) is None
    assert forbidden(visit, answer(b"<html>not rules</html>")) is None
    assert forbidden(visit, answer(b"\xff\xfe\x00 rubbish", b"Content-Encoding: gzip")) is None


def test_a_site_in_trouble_has_not_said_yes(visit, answer):
    for status in (b"500 Oops", b"503 Busy", b"429 Slow"):
        assert "could not be read" in forbidden(visit, answer(b"", status=status))


def test_manners_may_say_not_to_ask(visit, answer):
    rules = robots_txt("User-agent: *\nDisallow: /\n", answer)
    assert forbidden(visit, rules, respect_robots=False) is None


def test_robots_txt_is_asked_once_a_day_for_each_origin(visit, answer):
    async def go():
        async with visit() as (site, client, clock, rules):
            site.pages["/robots.txt"] = robots_txt("User-agent: *\nDisallow: /x\n", answer)
            robots = Robots(client, clock, rules)
            page = f"http://www.ice.test:{site.port}/page"
            await asyncio.gather(*(robots.forbids(page) for _ in range(5)))
            clock.move(DAY - 1)
            await robots.forbids(page)
            assert len(site.asked) == 1
            await robots.forbids(f"http://www.dhs.test:{site.port}/page")
            assert len(site.asked) == 2
            clock.move(2)
            await robots.forbids(page)
            assert len(site.asked) == 3

    asyncio.run(go())


def test_what_was_heard_counts_for_a_day_more_while_the_site_is_in_trouble(visit, answer):
    async def go():
        async with visit() as (site, client, clock, rules):
            site.pages["/robots.txt"] = robots_txt("User-agent: *\nDisallow: /x\n", answer)
            robots = Robots(client, clock, rules)
            page, other = (f"http://www.ice.test:{site.port}{path}" for path in ("/page", "/x"))
            assert await robots.forbids(page) is None
            site.pages["/robots.txt"] = answer(b"", status=b"503 Busy")
            clock.move(DAY + 1)
            assert await robots.forbids(page) is None
            assert await robots.forbids(other)
            clock.move(DAY)
            assert "could not be read" in await robots.forbids(page)
            site.pages["/robots.txt"] = answer(b"", status=b"404 Not Found")
            clock.move(3600)
            assert await robots.forbids(page) is None

    asyncio.run(go())


def test_a_forbidden_page_is_recorded_and_not_asked(visit, answer):
    async def go(override):
        async with visit() as (site, client, clock, rules):
            site.pages["/robots.txt"] = robots_txt("User-agent: *\nDisallow: /\n", answer)
            site.pages["/page"] = answer(b"<p>Words to read.</p>", b"Content-Type: text/html")
            source = Source("memo", f"http://www.ice.test:{site.port}/page", robots_override=override)
            return (await fetch(source, client, clock, Robots(client, clock, rules))).snapshot, site.paths()

    snapshot, asked = asyncio.run(go(None))
    assert snapshot.outcome == "robots_disallowed"
    assert asked == ["/robots.txt"]
    snapshot, asked = asyncio.run(go("the publisher agreed in writing"))
    assert snapshot.outcome == "ok"
    assert asked == ["/page"]
    assert any("agreed in writing" in reason for reason in snapshot.reasons)


def test_a_crawl_delay_slows_the_host_down_to_half_a_minute_at_most(visit, answer):
    async def starts(delay):
        async with visit(host_gap=2) as (site, client, clock, rules):
            site.pages["/robots.txt"] = robots_txt(f"User-agent: *\nCrawl-delay: {delay}\n", answer)
            pace = Pace(rules, clock)
            robots = Robots(client, clock, rules, pace)
            seen = []
            for _ in range(2):
                async with pace.turn("www.ice.test"):
                    seen.append(clock.monotonic())
                    await robots.forbids(f"http://www.ice.test:{site.port}/page")
            return seen[1] - seen[0]

    assert asyncio.run(starts(1)) == 2
    assert asyncio.run(starts(10)) == 10
    assert asyncio.run(starts(3600)) == 30
