"""When somebody was last here: told by their own browser, kept nowhere else."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

COOKIE = "watcher_visit"
_OVER = timedelta(minutes=30)
"""After so long without a page a visit is over."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The present visit, with what the browser is to remember of it."""

    last: datetime | None
    """When the visit before ended; None: there was none that the browser knows of."""
    cookie: str


def visit(cookie: str, now: datetime) -> Visit:
    """The visit of a browser that remembers that of it.

    >>> noon = datetime(2026, 11, 19, 12, tzinfo=UTC)
    >>> first = visit("", noon)
    >>> later = visit(first.cookie, noon + timedelta(days=2))
    >>> first.last, later.last == noon, visit(later.cookie, noon + timedelta(days=2, minutes=5)).last == noon
    (None, True, True)
    """
    ended, seen = _moments(cookie, now)
    last = seen if seen is not None and now - seen > _OVER else ended
    return Visit(last, f"{_seconds(last)}-{_seconds(now)}")


def _moments(cookie: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    """When the visit before ended, when the last page was seen; nothing of what cannot be."""
    ended, _, seen = cookie.partition("-")
    known = [
        datetime.fromtimestamp(int(part), UTC) if part.isascii() and part.isdigit() and len(part) < 12 else None
        for part in (ended, seen)
    ]
    first, second = (one if one is not None and one.year > 1970 and one <= now else None for one in known)
    return first, second


def _seconds(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment else 0
