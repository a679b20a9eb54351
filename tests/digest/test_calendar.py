"""When digests are due by any calendar, in every time zone, over the days on which its clocks are put."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.digest.cadence import is_quiet, next_at, window
from watcher.model import QuietHours, Subscription, Timetable

HALF_HOURS = Timetable(frozenset(range(24)), frozenset({0, 30}))
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def transitions(name, year=2026):
    """The days of the year, in UTC, on which the zone's clocks are put."""
    zone, start = ZoneInfo(name), datetime(year, 1, 1, tzinfo=UTC)
    days = [start + timedelta(days=at) for at in range(366)]
    return [day for day in days if day.astimezone(zone).utcoffset() != (day + DAY).astimezone(zone).utcoffset()]


TURNING = sorted((name, day) for name in available_timezones() for day in transitions(name))


def served(subscription, start, end):
    """The periods that somebody sees who asks again whenever the next one is due, which is what a service does."""
    seen, now = [], start
    while now < end:
        seen.append(window(subscription, now))
        now = next_at(subscription, now)
    return seen


@pytest.mark.parametrize(
    "times", [HALF_HOURS, Timetable.daily(time(1, 30)), Timetable.daily(time(2, 30)), Timetable.daily(time(0))]
)
def test_each_local_slot_has_one_period_on_every_day_on_which_clocks_are_put(times):
    assert len({name for name, _ in TURNING}) > 100
    for name, day in TURNING if len(times.times) == 1 else TURNING[::23]:
        subscription = Subscription("desk", "box", cadence="cron", cron=times, timezone=name)
        periods = served(subscription, day - DAY, day + 2 * DAY)
        assert len({period.key for period in periods}) == len(periods), name
        for before, after in pairwise(periods):
            assert after.since == before.until, (name, day)
            assert after.until > before.until, (name, day)
        local = {key.partition("/")[0] for key, _, _ in periods}
        ends = (day.astimezone(ZoneInfo(name)).date() + step * DAY for step in (0, 1))
        for on in ends:
            for at in times.times:
                slot = datetime.combine(on, at, ZoneInfo(name))
                shown = slot.astimezone(UTC).astimezone(ZoneInfo(name))
                if slot.astimezone(UTC) >= day + 2 * DAY or slot.astimezone(UTC) <= day - DAY:
                    continue
                assert f"{slot:%Y-%m-%dT%H:%M}" in local or f"{shown:%Y-%m-%dT%H:%M}" in local, (name, slot)


@given(
    st.sampled_from(TURNING),
    st.integers(-72 * 60, 72 * 60),
    st.sampled_from(["hourly", "daily", "weekly"]),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_whoever_asks_at_any_moment_lies_between_two_slots(turning, minutes, cadence, at):
    name, day = turning
    subscription = Subscription("desk", "box", cadence=cadence, at=at, timezone=name)
    now = day + minutes * MINUTE
    period, following = window(subscription, now), next_at(subscription, now)
    assert period.since < period.until <= now < following
    assert window(subscription, following).since == period.until
    assert window(subscription, following - MINUTE).key == period.key


def test_an_hour_passes_whatever_the_clocks_are_put_to():
    hourly = Subscription("desk", "box", cadence="hourly", timezone="America/New_York")
    periods = served(hourly, datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC))
    assert len(periods) == 24
    assert {period.until - period.since for period in periods} == {timedelta(hours=1)}


def test_a_weekly_digest_has_its_day():
    weekly = Subscription("desk", "box", cadence="weekly", weekday=4, at=time(16), timezone="Europe/Berlin")
    due = window(weekly, datetime(2026, 11, 21, tzinfo=UTC))
    assert due.key == "2026-11-20/weekly"
    assert due.until == datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert due.until - due.since == timedelta(days=7)


def test_what_is_due_once_in_eight_years_is_found():
    leap = Timetable(frozenset({7}), days=frozenset({29}), months=frozenset({2}))
    subscription = Subscription("desk", "box", cadence="cron", cron=leap)
    assert next_at(subscription, datetime(2097, 1, 1, tzinfo=UTC)) == datetime(2104, 2, 29, 7, tzinfo=UTC)
    assert window(subscription, datetime(2103, 1, 1, tzinfo=UTC)).key == "2096-02-29T07:00/cron"


def test_a_day_may_be_named_by_its_date_or_by_its_weekday():
    either = Timetable(frozenset({7}), days=frozenset({1}), weekdays=frozenset({0}))
    days = [datetime(2026, 11, 1, tzinfo=UTC) + at * DAY for at in range(30)]
    assert [day.day for day in days if either.holds(day)] == [1, 2, 9, 16, 23, 30]


def test_quiet_hours_go_by_the_clock_on_the_wall():
    night = Subscription("desk", "box", timezone="America/New_York", quiet=QuietHours(time(22), time(7)))
    assert is_quiet(night, datetime(2026, 11, 2, 3, tzinfo=UTC))  # 22:00 on the day on which clocks were put back
    assert not is_quiet(night, datetime(2026, 11, 2, 2, 59, tzinfo=UTC))
    assert not is_quiet(night, datetime(2026, 11, 2, 12, tzinfo=UTC))


def test_what_would_go_out_in_quiet_hours_goes_out_when_they_end():
    late = Subscription("desk", "box", at=time(23), quiet=QuietHours(time(22), time(7)))
    assert next_at(late, datetime(2026, 11, 21, 12, tzinfo=UTC)) == datetime(2026, 11, 22, 7, tzinfo=UTC)
