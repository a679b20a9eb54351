"""When a subscription's digest is due."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from watcher.model import Subscription, Timetable

AT_ONCE = "at-once/"
"""How the keys begin of what goes out at once."""

_DAY = timedelta(days=1)
_REACHES = (3, 40, 400, 6_000)
"""Days around now in which the neighbouring slots are looked for: a 29th of February may be eight years away."""


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
    times = subscription.times
    if times is None:
        return None
    slots = _around(times, _zone(subscription), now)
    since, until = sorted(instant for instant in slots if instant <= now)[-2:]
    return Window(f"{_label(subscription, slots[until])}/{subscription.cadence}", since, until)


def next_at(subscription: Subscription, now: datetime) -> datetime | None:
    """When the next digest goes out; None for a subscription that does not go by periods."""
    times = subscription.times
    if times is None:
        return None
    following = _next(times, _zone(subscription), now)
    if subscription.quiet and is_quiet(subscription, following):
        return _next(Timetable.daily(subscription.quiet.end), ZoneInfo(subscription.timezone), following)
    return following


def is_quiet(subscription: Subscription, now: datetime) -> bool:
    """Whether the subscriber is to be left alone now."""
    local = now.astimezone(ZoneInfo(subscription.timezone))
    return subscription.quiet is not None and subscription.quiet.hold(local.time())


def key_of(finding_ids: Iterable[str]) -> str:
    """The key of what goes out at once: the same findings have the same one, in whatever order they come.

    >>> key_of(["2f9c1a7b04de#f1", "2f9c1a7b04de#f2"]) == key_of(["2f9c1a7b04de#f2", "2f9c1a7b04de#f1"])
    True
    """
    told = "\n".join(sorted(set(finding_ids)))
    return f"{AT_ONCE}{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _zone(subscription: Subscription) -> ZoneInfo:
    """The clock that its slots are read off: an hour passes wherever one is, whatever the clocks are put to."""
    return ZoneInfo("UTC" if subscription.cadence == "hourly" else subscription.timezone)


def _label(subscription: Subscription, slot: datetime) -> str:
    return slot.date().isoformat() if subscription.cadence in ("daily", "weekly") else f"{slot:%Y-%m-%dT%H:%M}"


def _next(times: Timetable, zone: ZoneInfo, now: datetime) -> datetime:
    return min(instant for instant in _around(times, zone, now) if instant > now)


def _around(times: Timetable, zone: ZoneInfo, now: datetime) -> dict[datetime, datetime]:
    """Instant → local time of the slots around now, of which two have passed and one is to come."""
    today = now.astimezone(zone).date()
    slots: dict[datetime, datetime] = {}
    for reach in _REACHES:
        days = [today + distance * _DAY for distance in range(-reach, reach + 1)]
        slots = _slots(times, zone, [day for day in days if times.holds(day)])
        if sum(instant <= now for instant in slots) > 1 and any(instant > now for instant in slots):
            break
    return slots


def _slots(times: Timetable, zone: ZoneInfo, days: Iterable[date]) -> dict[datetime, datetime]:
    """The slots of these days: one for each local time.

    An hour that the clocks skip in spring counts as if they had not been put forward yet, an hour
    that comes twice in autumn counts the first time (PEP 495, fold 0). Two that fall together are one.
    """
    local = (datetime.combine(day, at, zone) for day in days for at in times.times)
    return {slot.astimezone(UTC): slot for slot in local}
