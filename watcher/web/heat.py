"""A year of looks at a page, a square a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from watcher.store import Looks

_DAYS = 371
"""53 weeks."""
_STEP, _SIDE = 12, 10
SAYS = {
    "changed": "the page changed",
    "read": "read, no change",
    "part": "not read at every look",
    "failed": "not read",
}


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the year in numbers."""

    name: str
    looks: int
    failed: int
    changes: int


@dataclass(frozen=True, slots=True)
class Year:
    """The days as squares, a column a week; the same by months."""

    squares: tuple[tuple[str, str], ...]
    """(state, path of all its squares)."""
    months: tuple[Month, ...]
    since: date
    until: date


def begin(now: datetime) -> datetime:
    """When the year began: on a Monday."""
    first = now - timedelta(days=_DAYS - 7 + now.weekday())
    return first.replace(hour=0, minute=0, second=0, microsecond=0)


def year(looks: Mapping[date, Looks], changes: Mapping[date, int], now: datetime) -> Year | None:
    """The year up to now; None where no look falls into it."""
    first, last = begin(now).date(), now.date()
    days = [first + timedelta(days=one) for one in range((last - first).days + 1)]
    if not any(day in looks for day in days):
        return None
    squares: dict[str, list[str]] = {state: [] for state in SAYS}
    for at, day in enumerate(days):
        if day in looks or day in changes:
            x, y = _STEP * (at // 7), _STEP * (at % 7)
            squares[_state(looks.get(day, Looks()), changes.get(day, 0))].append(f"M{x} {y}h{_SIDE}v{_SIDE}h-{_SIDE}z")
    shown = tuple((state, "".join(paths)) for state, paths in squares.items() if paths)
    return Year(shown, tuple(_months(looks, changes, days[0])), first, last)


def _state(looks: Looks, changes: int) -> str:
    if changes:
        return "changed"
    return "read" if looks.pages == looks.looks else "part" if looks.pages else "failed"


def _months(looks: Mapping[date, Looks], changes: Mapping[date, int], first: date) -> list[Month]:
    names = dict.fromkeys(f"{day:%B %Y}" for day in sorted({*looks, *changes}) if day >= first)
    return [
        Month(
            name,
            sum(one.looks for day, one in looks.items() if f"{day:%B %Y}" == name and day >= first),
            sum(one.looks - one.pages for day, one in looks.items() if f"{day:%B %Y}" == name and day >= first),
            sum(many for day, many in changes.items() if f"{day:%B %Y}" == name and day >= first),
        )
        for name in names
    ]
