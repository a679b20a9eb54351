"""How long a delivery waits, and when it is given up."""

from datetime import timedelta

import pytest

from watcher.deliver.backoff import backoff

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("attempt", "wait"),
    [
        (1, MINUTE),
        (2, 5 * MINUTE),
        (3, 15 * MINUTE),
        (4, HOUR),
        (5, 3 * HOUR),
        (6, 6 * HOUR),
        (7, 12 * HOUR),
        (8, 12 * HOUR),
    ],
)
def test_waits_grow_to_twelve_hours(attempt, wait):
    assert backoff(attempt, timedelta(0), 0.5) == wait


def test_chance_moves_a_wait_by_a_fifth_either_way():
    assert backoff(4, timedelta(0), 0.0) == 48 * MINUTE
    assert backoff(4, timedelta(0), 1.0) == 72 * MINUTE


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_a_message_is_tried_for_three_days_and_then_given_up(chance):
    elapsed, attempt = timedelta(0), 1
    while (wait := backoff(attempt, elapsed, chance)) is not None:
        elapsed, attempt = elapsed + wait, attempt + 1
    assert timedelta(hours=72) <= elapsed <= timedelta(hours=72, minutes=1)
    assert 10 <= attempt <= 16
