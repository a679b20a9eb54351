"""What becomes of the links that a page's operator wants looked after."""

import asyncio
from datetime import timedelta

from watcher.model import Links, Source, Subscription

LIST = "https://list.example.org/resources"
MEMO = "https://www.ice.example.gov/doclib/memo.html"
FILE = "https://www.ice.example.gov/doclib/figures.txt"
HOURS = timedelta(hours=8)


def page_with(*links):
    """A page that links to these addresses, each by its words."""
    said = "".join(f'<p>Read <a href="{href}">{words}</a> before you go.</p>' for href, words in links)
    return f"<html><head><title>Resources</title></head><body><main><h1>Resources</h1>{said}</main></body></html>"


def source(**links):
    """The page, with the links of one host followed."""
    return Source("list", LIST, learn_moving=False, links=Links(("ice.example.gov",), **links))


async def _days(watch, count):
    """Let time pass, looking at whatever is due."""
    told = []
    until = watch.clock.at + timedelta(days=count)
    while watch.clock.at < until:
        told += (await watch.all_due()).values()
        watch.clock.at += timedelta(hours=2)
    return told


def test_a_link_is_dead_after_three_looks_over_a_day_and_told_once(watch, says):
    async def story():
        async with watch({"list": source()}) as site:
            site.script.says = {LIST: page_with((MEMO, "the memo")), MEMO: says("Words of the memo.")}
            await site.check()
            await _days(site, 2)
            assert site.told("list") == []
            site.script.says[MEMO] = "gone"
            gone_at = site.clock.at
            await _days(site, 5)
            (finding,) = site.told("list")
            assert finding.kind == "link.dead"
            assert "the memo" in finding.summary
            told = next(iter(site.store.history.changes(source_id="list", with_links=True)))
            assert told.after.started_at - gone_at >= timedelta(hours=24)
            site.script.says[MEMO] = says("Other words, nobody watches them.")
            await _days(site, 2)
            assert [finding.kind for finding in site.told("list")] == ["link.dead", "link.revived"]

    asyncio.run(story())


def test_weather_never_kills_a_link(watch, says):
    async def story():
        async with watch({"list": source()}) as site:
            site.script.says = {LIST: page_with((MEMO, "the memo")), MEMO: says("Words.")}
            await site.check()
            for weather in ("5xx", "blocked", "timeout", "tls"):
                site.script.says[MEMO] = weather
                await _days(site, 3)
            assert site.told("list") == []

    asyncio.run(story())


def test_a_link_that_never_answered_is_dead_too(watch, says):
    async def story():
        async with watch({"list": source()}) as site:
            site.script.says = {LIST: page_with((MEMO, "the memo")), MEMO: "dns"}
            await site.check()
            await _days(site, 4)
            assert [finding.kind for finding in site.told("list")] == ["link.dead"]

    asyncio.run(story())


def test_only_links_of_followed_hosts_are_asked(watch, says):
    async def story():
        async with watch({"list": source()}) as site:
            other = "https://elsewhere.example.com/page"
            site.script.says = {LIST: page_with((MEMO, "the memo"), (other, "more")), MEMO: says("Words.")}
            await site.check()
            await _days(site, 2)
            assert MEMO in site.script.asked
            assert other not in site.script.asked

    asyncio.run(story())


def test_a_link_that_leaves_the_page_is_asked_no_more(watch, says):
    async def story():
        async with watch({"list": source()}) as site:
            site.script.says = {LIST: page_with((MEMO, "the memo")), MEMO: says("Words.")}
            await site.check()
            await _days(site, 1)
            site.script.says[LIST] = page_with()
            await _days(site, 2)
            site.script.asked.clear()
            await _days(site, 3)
            assert MEMO not in site.script.asked
            assert site.store.agenda.followed() == []

    asyncio.run(story())


def test_a_swapped_file_is_told_with_its_words_to_who_subscribes_to_the_page(watch):
    desk = Subscription("desk", "box", sources=("list",), cadence="at-once")

    async def story():
        async with watch({"list": source()}, subscriptions=[desk]) as site:
            site.script.says = {
                LIST: page_with((FILE, "the figures")),
                FILE: ("text/plain", b"Officers may ask for a warrant.\n\nThe office is open on weekdays."),
            }
            await site.check()
            await _days(site, 2)
            site.script.says[FILE] = (
                "text/plain",
                b"Officers must ask for a warrant.\n\nThe office is open on weekdays.",
            )
            await _days(site, 2)
            found = {finding.kind: finding for finding in site.told("list")}
            assert found.keys() == {"document.replaced", "text.altered"}
            assert "must" in found["document.replaced"].summary
            ((told, places),) = site.store.outbox.owed("desk")
            assert told.source_id.startswith("list.")
            assert len(places) == 2

    asyncio.run(story())


def test_a_page_behind_a_link_is_kept_only_where_a_copy_is_wanted(watch, says):
    async def story(folder, save_copy):
        async with watch({"list": source(save_copy=save_copy)}, folder=folder) as site:
            site.script.says = {LIST: page_with((MEMO, "the memo")), MEMO: says("Words of the memo.")}
            await site.check()
            await _days(site, 1)
            (link,) = site.store.agenda.followed()
            (look, *_) = site.store.history.snapshots(link.id)
            return look.body_sha256 is not None

    assert not asyncio.run(story("without", save_copy=False))
    assert asyncio.run(story("with", save_copy=True))
