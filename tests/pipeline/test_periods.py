"""What goes out by the clock, and what waits for the end of quiet hours."""

import asyncio
from datetime import time, timedelta

from watcher.model import QuietHours, Subscription
from watcher.pipeline.gather import gather

PAGE = {"a": "https://a.example.gov/page"}
HOUR = timedelta(hours=1)


async def hours(watch, subscription, count, *, turns=()):
    """(when, subject) of what goes out in so many hours; in the hours named by `turns` the page says something new."""
    made = []
    watch.script.says = {PAGE["a"]: "<main><h1>Office</h1><p>It is open on 1 weekdays.</p></main>"}
    for hour in range(count):
        if hour in turns:
            watch.script.says[PAGE["a"]] = f"<main><h1>Office</h1><p>It is open on {hour + 2} weekdays.</p></main>"
        await watch.check()
        made += [(message.made_at, message.subject) for message in await gather(watch.instance)]
        watch.clock.at = watch.clock.at.replace(minute=0, second=0) + HOUR
    return made


def story(watch, subscription, count, **said):
    async def told():
        async with watch(PAGE, subscriptions=[subscription]) as started:
            return await hours(started, subscription, count, **said)

    return asyncio.run(told())


def test_a_week_without_a_change_is_told_and_says_how_much_was_looked_at(watch):
    weekly = Subscription("desk", "box", cadence="weekly", at=time(7))
    [(first, began), (at, subject)] = story(watch, weekly, 24 * 14)
    assert (f"{first:%a %H:%M}", f"{at:%a %H:%M}", at - first) == ("Mon 07:00", "Mon 07:00", timedelta(days=7))
    assert began.startswith("[watcher] No changes this week: 1 page, ")
    assert subject == "[watcher] No changes this week: 1 page, 168 checks, all readable"


def test_before_anything_was_looked_at_there_was_no_week(watch):
    async def told():
        async with watch(PAGE, subscriptions=[Subscription("desk", "box", cadence="weekly")]) as started:
            return await gather(started.instance)

    assert asyncio.run(told()) == ()


def test_an_empty_day_is_silent_unless_somebody_asks(watch):
    assert story(watch, Subscription("desk", "box"), 50) == []
    asked = story(
        lambda *one, **said: watch(*one, folder="asked", **said), Subscription("desk", "box", send_empty=True), 50
    )
    assert len(asked) == 3
    assert asked[-1][1] == "[watcher] No changes: 1 page, 24 checks, all readable (22 Nov)"


def test_an_hourly_digest_tells_what_the_hour_before_brought(watch):
    hourly = Subscription("desk", "box", cadence="hourly")
    [(at, subject), (later, _)] = story(watch, hourly, 8, turns=(2, 5))
    assert (at.hour, later.hour) == (14, 17)
    assert "1 → 4" in subject


def test_in_quiet_hours_nothing_goes_out_and_all_of_it_when_they_end(watch):
    night = Subscription("desk", "box", cadence="hourly", quiet=QuietHours(time(14), time(20)))
    [(at, subject)] = story(watch, night, 12, turns=(2, 4))
    assert at.hour == 20
    assert "+1 change" in subject
