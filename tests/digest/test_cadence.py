"""When digests are due, over the days on which clocks are put forward or back."""

from datetime import UTC, datetime, time, timedelta

from watcher.digest.cadence import key_of, next_at, window
from watcher.model import Subscription


def every_quarter_hour(start, days):
    return (start + timedelta(minutes=15) * step for step in range(days * 96))


def test_a_daily_digest_covers_the_day_up_to_the_last_slot(make):
    due = window(make.daily(), datetime(2026, 11, 21, 12, 30, tzinfo=UTC))
    assert due == (
        "2026-11-21/daily",
        datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
        datetime(2026, 11, 21, 12, 0, tzinfo=UTC),
    )


def test_the_slot_itself_belongs_to_the_period_that_it_ends(make):
    slot = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    assert window(make.daily(), slot).key == "2026-11-21/daily"
    assert window(make.daily(), slot - timedelta(seconds=1)).key == "2026-11-20/daily"


def test_an_hour_that_comes_twice_makes_one_digest(make):
    back = make.daily(time(1, 30))
    periods = {window(back, now) for now in every_quarter_hour(datetime(2026, 10, 30, tzinfo=UTC), 5)}
    assert len({period.key for period in periods}) == len(periods)
    assert window(back, datetime(2026, 11, 1, 5, 30, tzinfo=UTC)).key == "2026-11-01/daily"
    assert window(back, datetime(2026, 11, 1, 6, 30, tzinfo=UTC)).key == "2026-11-01/daily"


def test_an_hour_that_never_comes_still_makes_its_digest(make):
    forward = make.daily(time(2, 30))
    keys = {window(forward, now).key for now in every_quarter_hour(datetime(2026, 3, 6, 12, tzinfo=UTC), 4)}
    assert {"2026-03-07/daily", "2026-03-08/daily", "2026-03-09/daily"} <= keys


def test_periods_lie_end_to_end_through_the_year(make):
    for timezone in ("America/New_York", "UTC", "Asia/Kolkata", "Pacific/Apia"):
        subscription = make.daily(time(2, 30), timezone)
        now, ends = datetime(2026, 1, 1, tzinfo=UTC), []
        while now.year == 2026:
            now = next_at(subscription, now)
            period = window(subscription, now)
            assert period.until == now
            assert not ends or period.since == ends[-1]
            ends.append(period.until)
        assert len(ends) in (365, 366)


def test_a_day_that_a_country_left_out_is_no_period_of_its_own_length(make):
    samoa = make.daily(time(7), "Pacific/Apia")
    periods = {window(samoa, now) for now in every_quarter_hour(datetime(2011, 12, 28, tzinfo=UTC), 5)}
    assert len({period.until for period in periods}) == len(periods)


def test_what_goes_out_at_once_has_no_period():
    urgent = Subscription("urgent", "box", cadence="at-once")
    now = datetime(2026, 11, 21, tzinfo=UTC)
    assert window(urgent, now) is None
    assert next_at(urgent, now) is None


def test_the_key_of_what_goes_out_at_once_is_its_findings():
    assert key_of(["b#f1", "a#f2"]) == key_of(["a#f2", "b#f1", "a#f2"])
    assert key_of(["a#f1"]) != key_of(["a#f2"])
