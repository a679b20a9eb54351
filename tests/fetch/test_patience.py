from datetime import UTC, datetime, timedelta

import pytest

from watcher.fetch.patience import retry_after
from watcher.model import Outcome, Snapshot

NOW = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)


def wait(outcome=Outcome.RATE_LIMITED, status=429, value=None, failures=1):
    headers = () if value is None else (("retry-after", value),)
    snapshot = Snapshot("memo", "https://x.test/", NOW, NOW, outcome, status=status, headers=headers)
    return retry_after(snapshot, failures)


@pytest.mark.parametrize(
    ("value", "minutes"),
    [
        ("120", 2),
        ("1", 1),
        ("0", 1),
        ("999999999999", 24 * 60),
        ("86400", 24 * 60),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 30),
        ("Sat, 21 Nov 2026 11:00:00 -0000", 30),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 1),
        ("Sat, 21 Nov 2099 11:00:00 GMT", 24 * 60),
    ],
)
def test_what_the_site_asks_for_counts_from_a_minute_to_a_day(value, minutes):
    assert wait(value=value) == timedelta(minutes=minutes)
    assert wait(Outcome.SERVER_ERROR, 503, value) == timedelta(minutes=minutes)


def test_a_site_that_only_says_too_often_is_left_alone_ever_longer():
    waits = [wait(failures=failures) for failures in (1, 2, 3, 4, 7, 8, 9, 1000)]
    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (15, 30, 60, 120)]
    assert waits[4:] == [timedelta(hours=16), *[timedelta(hours=24)] * 3]
    assert wait(failures=0) == timedelta(minutes=15)


@pytest.mark.parametrize("value", ["soon", "", "-5", "1.5", "٣", "Sat, 99 Nov 2026 11:00:00 GMT"])
def test_a_wish_that_cannot_be_understood_is_as_good_as_none(value):
    assert wait(value=value) == timedelta(minutes=15)
    assert wait(Outcome.SERVER_ERROR, 503, value) is None


def test_other_outcomes_need_no_wait_of_their_own():
    for outcome, status in (
        (Outcome.OK, 200),
        (Outcome.GONE, 404),
        (Outcome.BLOCKED, 403),
        (Outcome.SERVER_ERROR, 500),
        (Outcome.SERVER_ERROR, 503),
        (Outcome.TIMEOUT, None),
    ):
        assert wait(outcome, status) is None
    assert wait(Outcome.OK, 200, "120") is None
