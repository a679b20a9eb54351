"""When half of all pages turn at once, nothing is sent until they have been looked at again."""

import asyncio
from dataclasses import replace
from datetime import time, timedelta

import pytest

from watcher.model import Configuration, Source
from watcher.pipeline.doubts.holding import holds
from watcher.pipeline.doubts.massive import is_massive
from watcher.pipeline.gather import gather

PAGES = {f"p{at}": f"https://site-{at}.example.gov/page" for at in range(8)}
OPEN, SHUT = "The office is open on weekdays.", "The office is shut on weekdays."


def sent(watch):
    """(subject, words) of every digest, oldest first."""
    return [(one.subject, one.text) for one in reversed(watch.store.outbox.digests())]


async def turn(watch, page, said, count):
    """Let so many pages say this, after all said that the office is open, and look."""
    watch.script.says = dict.fromkeys(PAGES.values(), page(OPEN))
    await watch.check()
    watch.clock.at += timedelta(hours=6)
    watch.script.says.update(dict.fromkeys(list(PAGES.values())[:count], said))
    await watch.check()
    await gather(watch.instance)


@pytest.mark.parametrize(("turned", "of", "massive"), [(5, 10, True), (4, 8, False), (5, 11, False), (6, 6, True)])
def test_half_of_all_and_five_at_least_is_a_mass_change(turned, of, massive):
    assert is_massive(turned, of) is massive


def test_a_mass_change_is_one_notice_until_the_pages_have_been_looked_at_again(watch, says, desk):
    async def story():
        async with watch(PAGES, subscriptions=[desk]) as started:
            await turn(started, says, says(SHUT), 5)
            await gather(started.instance)
            first = sent(started)
            began = started.clock.at
            await started.next_round()
            waited = started.clock.at - began
            await gather(started.instance)
            return first, waited, sent(started)

    first, waited, after = asyncio.run(story())
    [(subject, words)] = first
    assert "Mass change: 5 of 8 pages" in subject
    assert "held back until all of them" in " ".join(words.split())
    assert "shut" not in words
    assert timedelta(minutes=9) < waited < timedelta(minutes=11)
    [_, (subject, words)] = after
    assert "persists: looked at again, all 5 pages still read so" in " ".join(words.split())
    assert words.count("[-open-]{+shut+}") == 5


def test_a_mass_removal_that_vanishes_is_told_as_such_with_every_removal_withdrawn(watch, says, desk):
    async def story():
        async with watch(PAGES, subscriptions=[desk]) as started:
            await turn(started, says, "gone", 6)
            started.script.says = dict.fromkeys(PAGES.values(), says(OPEN))
            await started.next_round()
            await gather(started.instance)
            return sent(started)

    [(subject, _), (_, words)] = asyncio.run(story())
    assert "Mass change: 6 of 8 pages" in subject
    words = " ".join(words.split())
    assert "all 6 pages are as they were before" in words
    assert words.count("is withdrawn") == 6


def test_pages_that_cannot_be_read_count_towards_a_mass_change(watch, says, desk):
    async def story():
        async with watch(PAGES, subscriptions=[desk]) as started:
            await turn(started, says, "dns", 5)
            first = list(PAGES.values())[7]
            started.script.says[first] = says(SHUT)
            await started.check()
            await gather(started.instance)
            return sent(started)

    [(subject, words)] = asyncio.run(story())
    assert "Mass change: 6 of 8 pages" in subject
    assert "shut" not in words


def test_a_restart_in_between_forgets_nothing(watch, says, desk):
    async def story():
        async with watch(PAGES, subscriptions=[desk]) as started:
            await turn(started, says, says(SHUT), 5)
            clock, script = started.clock, started.script
        async with watch(PAGES, subscriptions=[desk], clock=clock, script=script) as again:
            await gather(again.instance)
            notices = sent(again)
            await again.next_round()
            await gather(again.instance)
            return notices, sent(again)

    notices, after = asyncio.run(story())
    assert len(notices) == 1
    assert len(after) == 2


def test_fewer_changes_go_out_at_once(watch, says, desk):
    async def story():
        async with watch(PAGES, subscriptions=[desk]) as started:
            await turn(started, says, says(SHUT), 3)
            return sent(started)

    [(subject, words)] = asyncio.run(story())
    assert "Mass change" not in subject + words
    assert words.count("[-open-]{+shut+}") == 3


def test_what_is_watched_no_longer_counts_no_more(watch, says):
    async def story():
        async with watch(PAGES) as started:
            await turn(started, says, says(SHUT), 5)
            fewer = Configuration(tuple(Source(name, PAGES[name]) for name in ("p0", "p1", "p2", "p3")))
            return [
                len(holds(started.store, watched, started.clock.now()))
                for watched in (started.instance.configuration, fewer)
            ]

    assert asyncio.run(story()) == [1, 0]


def test_what_was_owed_before_goes_out_beside_the_notice(watch, says, desk):
    async def story():
        async with watch(PAGES, subscriptions=[desk]) as started:
            started.script.says = dict.fromkeys(PAGES.values(), says(OPEN))
            await started.check()
            started.script.says[PAGES["p7"]] = says("The office has moved to the harbour.")
            await started.check()
            started.clock.at += timedelta(hours=2)
            started.script.says.update({PAGES[f"p{at}"]: says(SHUT) for at in range(5)})
            await started.check()
            for _ in range(3):
                await gather(started.instance)
            return sent(started)

    [(notice, _), (subject, words)] = asyncio.run(story())
    assert "Mass change: 5 of 8 pages" in notice
    assert "Mass change" not in subject + words
    assert "harbour" in words


def test_a_daily_digest_waits_for_the_second_look_and_is_sent_once(watch, says, desk):
    daily = replace(desk, cadence="daily", at=time(20))

    async def story():
        async with watch(PAGES, subscriptions=[daily]) as started:
            await turn(started, says, says(SHUT), 5)
            windows = [one.record["window"] for one in started.store.outbox.digests()]
            started.clock.at += timedelta(hours=2, minutes=5)
            for _ in range(2):
                await gather(started.instance)
            windows += [one.record["window"] for one in started.store.outbox.digests()]
            await started.next_round()
            for _ in range(2):
                await gather(started.instance)
            return windows, sent(started)

    windows, digests = asyncio.run(story())
    assert [window.partition("/")[0] for window in windows] == ["mass-change"]
    assert len(digests) == 2
    assert "persists" in digests[1][1]
