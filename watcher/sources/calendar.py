"""How the times of the calendar are written: cadences, crontab lines, quiet hours."""

import re
from datetime import date, time, timedelta

from pydantic_core import PydanticCustomError

from watcher.model import QuietHours, Timetable

_SEVEN = time(7)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
CADENCE = rf"(at-once|hourly|daily(@{CLOCK})?|weekly(@({'|'.join(_WEEKDAYS)})-{CLOCK})?)"
QUIET = rf"{CLOCK}-{CLOCK}"
_STEP = re.compile(r"(\*|(?P<first>\w+)(-(?P<last>\w+))?)(/(?P<step>\d{1,2}))?")
_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day of the month", 1, 31), ("month", 1, 12), ("day of the week", 0, 7))
_EIGHT_YEARS = range(8 * 366)


def a_cadence(value: str) -> str:
    """When a subscription is served."""
    if not re.fullmatch(CADENCE, value):
        raise PydanticCustomError(
            "WC020",
            "must be at-once, hourly, daily@HH:MM or weekly@DAY-HH:MM, such as daily@07:00 or weekly@mon-07:00; "
            "other times go under cron",
        )
    return value


def a_crontab_line(value: str) -> str:
    """Times as in a crontab: minute, hour, day of the month, month, day of the week."""
    times = timetable(value)
    if not any(times.holds(date(2024, 1, 1) + timedelta(days=at)) for at in _EIGHT_YEARS):
        raise PydanticCustomError("WC020", "names a day that no month has")
    return value


def quiet_hours(value: str) -> str:
    """Two times of day, from and to."""
    if not re.fullmatch(QUIET, value) or value[:5] == value[6:]:
        raise PydanticCustomError("WC020", "must be two times of day, from and to, such as 22:00-07:00")
    return value


def hour(cadence: str) -> time:
    """When a checked daily or weekly cadence is served; seven in the morning unless it says otherwise."""
    return time.fromisoformat(cadence[-5:]) if "@" in cadence else _SEVEN


def weekday(cadence: str) -> int:
    """On which day a checked weekly cadence is served, Monday being 0; on Mondays unless it says otherwise."""
    _, _, said = cadence.partition("@")
    return _WEEKDAYS.index(said[:3]) if said[:3] in _WEEKDAYS else 0


def quiet(value: str, *, holds_critical: bool) -> QuietHours:
    """What checked quiet hours say."""
    start, _, end = value.partition("-")
    return QuietHours(time.fromisoformat(start), time.fromisoformat(end), holds_critical)


def timetable(value: str) -> Timetable:
    """What a crontab line says; WC020 for a mistake in it.

    >>> sorted(timetable("0 7 * * mon-fri").weekdays)
    [0, 1, 2, 3, 4]
    """
    fields = value.split()
    if len(fields) != len(_FIELDS):
        raise PydanticCustomError(
            "WC020", "must be five fields: minute, hour, day of the month, month, day of the week: '0 7 * * 1-5'"
        )
    minutes, hours, days, months, weekdays = (
        _numbers(text, *field) for text, field in zip(fields, _FIELDS, strict=True)
    )
    return Timetable(hours, minutes, days, months, frozenset((number - 1) % 7 for number in weekdays))


def _numbers(text: str, field: str, least: int, most: int) -> frozenset[int]:
    """The numbers that one field of a crontab line names."""
    found: set[int] = set()
    for part in text.lower().split(","):
        said = _STEP.fullmatch(part)
        named = _range(said, least, most) if said else range(0)
        if not named or named[0] < least or named[-1] > most:
            raise PydanticCustomError(
                "WC020",
                "has {part} for the {field}; it takes {least} to {most}, also as *, 1-5, 1,3 or */2",
                {"part": repr(part), "field": field, "least": least, "most": most},
            )
        found.update(named)
    return frozenset(found)


def _range(said: re.Match[str], least: int, most: int) -> range:
    step = int(said["step"] or 1)
    if not step:
        return range(0)
    if said["first"] is None:
        # The seventh day of the week is the day 0 once more.
        return range(least, min(most, 6 if (least, most) == (0, 7) else most) + 1, step)
    first = _number(said["first"], most)
    last = _number(said["last"], most) if said["last"] else most if said["step"] else first
    return range(first, last + 1, step)


def _number(word: str, most: int) -> int:
    """A number, or the name of a day or of a month; -1 for anything else."""
    names: tuple[str, ...] = _MONTHS if most == len(_MONTHS) else _WEEKDAYS if most == len(_WEEKDAYS) else ()
    if word in names:
        return names.index(word) + 1
    return int(word) if word.isascii() and word.isdigit() else -1
