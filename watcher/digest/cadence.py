"""When a subscription's digest is due."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from watcher.model import Subscription

_DAY = timedelta(days=1)


class Window(NamedTuple):
    """One period of one subscription; its key names it once for all."""

    key: str
    """Local date and slot, so that an hour that comes twice is one period."""
    since: datetime
    until: datetime


def window(subscription: Subscription, now: datetime) -> Window | None:
    """The last period that has ended by now; None for a subscription that does not go by periods.

    >>> from datetime import time
    >>> daily = Subscription("desk", "box", at=time(7), timezone="America/New_York")
    >>> window(daily, datetime(2026, 11, 21, 13, 0, tzinfo=UTC)).key
    '2026-11-21/daily'
    """
    if subscription.cadence != "daily":
        return None
    ended = sorted(slot for slot in _slots(subscription, now) if slot[0] <= now)
    (since, _), (until, day) = ended[-2:]
    return Window(f"{day.isoformat()}/daily", since, until)


def next_at(subscription: Subscription, now: datetime) -> datetime | None:
    """When the present period ends; None for a subscription that does not go by periods."""
    if subscription.cadence != "daily":
        return None
    return min(instant for instant, _ in _slots(subscription, now) if instant > now)


def key_of(finding_ids: Iterable[str]) -> str:
    """The key of what goes out at once: the same findings have the same one, in whatever order they come.

    >>> key_of(["2f9c1a7b04de#f1", "2f9c1a7b04de#f2"]) == key_of(["2f9c1a7b04de#f2", "2f9c1a7b04de#f1"])
    True
    """
    told = "\n".join(sorted(set(finding_ids)))
    return f"at-once/{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _slots(subscription: Subscription, now: datetime) -> Iterator[tuple[datetime, date]]:
    """The slots of the days around now.

    An hour that the clocks skip in spring counts as if they had not been put forward yet, an hour
    that comes twice in autumn counts the first time (PEP 495, fold 0): one slot for each local date.
    """
    zone = ZoneInfo(subscription.timezone)
    today = now.astimezone(zone).date()
    for distance in range(-3, 4):
        day = today + distance * _DAY
        yield datetime.combine(day, subscription.at, zone).astimezone(UTC), day
