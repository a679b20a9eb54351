"""How long to wait before a delivery is tried again."""

from datetime import timedelta

GIVE_UP = timedelta(hours=72)
"""Counted from when the message was made."""

_STEPS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
_SPREAD = 0.2


def backoff(attempt: int, elapsed: timedelta, jitter: float) -> timedelta | None:
    """The wait after so many attempts, spread by a fifth either way; None when it is time to give up.

    `elapsed` is the age of the message, `jitter` a number between 0 and 1.

    >>> backoff(1, timedelta(0), 0.5), backoff(99, timedelta(hours=9), 0.5), backoff(99, GIVE_UP, 0.5)
    (datetime.timedelta(seconds=60), datetime.timedelta(seconds=43200), None)
    """
    if elapsed >= GIVE_UP:
        return None
    step = _STEPS[min(max(attempt, 1), len(_STEPS)) - 1]
    wait = step * (1 - _SPREAD + 2 * _SPREAD * min(max(jitter, 0.0), 1.0))
    return min(wait, max(GIVE_UP - elapsed, _STEPS[0]))
