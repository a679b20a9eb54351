"""When a page that does not show counts as removed."""

from datetime import UTC, datetime, timedelta
from itertools import product

from watcher.model import Outcome
from watcher.pipeline.doubts.availability import judge

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
GONE, SOFT, BLOCKED, OK = Outcome.GONE, Outcome.SOFT_GONE, Outcome.BLOCKED, Outcome.OK


def looks(*told):
    return [(NOON + timedelta(minutes=minutes), outcome) for minutes, outcome in told]


def test_nothing_speaks_against_a_page_that_no_look_missed():
    assert judge([]).state == "there"


def test_the_first_404_is_a_doubt_and_is_looked_at_again_in_ten_minutes():
    availability = judge(looks((0, GONE)))
    assert (availability.state, availability.next_look) == ("doubted", timedelta(minutes=10))


def test_the_next_looks_follow_an_hour_and_six_hours_after_the_first():
    assert judge(looks((0, GONE), (10, GONE))).next_look == timedelta(minutes=50)
    assert judge(looks((0, GONE), (10, GONE), (60, GONE))).next_look == timedelta(hours=5)


def test_three_answers_over_six_hours_confirm_a_removal():
    availability = judge(looks((0, GONE), (10, SOFT), (60, GONE), (360, GONE)))
    assert (availability.state, availability.next_look) == ("removed", None)


def test_three_answers_within_an_hour_do_not():
    assert judge(looks((0, GONE), (10, GONE), (60, GONE))).state == "doubted"


def test_weather_never_removes_a_page():
    failing = [outcome for outcome in Outcome if outcome.is_failing]
    assert judge(looks(*((hour * 60, outcome) for hour, outcome in enumerate(failing)))).state == "there"


def test_weather_between_does_not_count_and_does_not_comfort():
    availability = judge(looks((0, GONE), (10, BLOCKED), (60, BLOCKED), (360, BLOCKED)))
    assert availability.state == "doubted"
    assert availability.next_look == timedelta(hours=1)


def test_a_look_that_shows_the_page_starts_afresh():
    assert judge(looks((0, GONE), (10, GONE), (60, OK))).state == "there"


def test_the_rule_agrees_with_its_plain_reading_on_every_short_history():
    times = (0, 10, 60, 360, 720)
    for outcomes in product((GONE, SOFT, BLOCKED, OK), repeat=5):
        seen = max((at for at, outcome in enumerate(outcomes) if outcome is OK), default=-1)
        gone = [
            time
            for at, (time, outcome) in enumerate(zip(times, outcomes, strict=True))
            if at > seen and outcome.is_gone
        ]
        removed = len(gone) >= 3 and gone[-1] - gone[0] >= 360
        expected = "removed" if removed else "doubted" if gone else "there"
        assert judge(looks(*zip(times, outcomes, strict=True))).state == expected
