"""The small words of a digest: counts, dates, intervals, severities, flags."""

from datetime import datetime
from zoneinfo import ZoneInfo

from watcher.model import Entry, Flag, Severity

GLYPHS = {
    Severity.CRITICAL: "■",
    Severity.HIGH: "▲",
    Severity.MEDIUM: "●",
    Severity.LOW: "○",
    Severity.NOISE: "·",
}
"""Repeats the word, never stands without it."""

FLAGS = {
    Flag.SILENT: "Silent edit: the page's own date did not change.",
    Flag.UNCONFIRMED: "Not confirmed yet: later looks will confirm or withdraw this.",
    Flag.REVERTED: "The page is back to an earlier version.",
    Flag.SITE_WIDE: "The same edit stands on several pages of this site.",
    Flag.LOSSY: "Our reader may have lost part of the page.",
}

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def count(number: int, noun: str, nouns: str = "") -> str:
    """The number with its noun.

    >>> count(1, "change"), count(1200, "change"), count(2, "entry", "entries")
    ('1 change', '1,200 changes', '2 entries')
    """
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def day(moment: datetime, zone: str = "UTC") -> str:
    """The date as it is called in that time zone: `21 Nov`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.day} {_MONTHS[local.month - 1]}"


def weekday(moment: datetime, zone: str = "UTC") -> str:
    """The date with its day of the week: `Tue 17 Nov`."""
    return f"{_DAYS[moment.astimezone(ZoneInfo(zone)).weekday()]} {day(moment, zone)}"


def clock(moment: datetime, zone: str = "UTC") -> str:
    """The time of day with the zone's own letters: `07:00 EST`."""
    local = moment.astimezone(ZoneInfo(zone))
    letters = local.tzname() or zone
    return f"{local:%H:%M} {letters if letters.isalpha() else 'UTC' + letters}"


def interval(entry: Entry) -> str:
    """When the page came to read otherwise, as far as we can know, then the versions on either side."""
    return f"Between {_ends(entry.last_without, entry.first_with)} UTC, {versions(entry)}"


def versions(entry: Entry) -> str:
    """The versions on either side of the change: `v5 to v6`."""
    if entry.before_version and entry.after_version:
        return f"v{entry.before_version} to v{entry.after_version}"
    if entry.before_version:
        return f"last seen as v{entry.before_version}"
    return f"now v{entry.after_version}" if entry.after_version else "no version"


def flags(entry: Entry) -> tuple[str, ...]:
    """What else is to be known, each as a sentence."""
    notes = [FLAGS[flag] for flag in entry.finding.flags]
    if entry.sent_earlier is not None:
        notes.append(f"Sent earlier, on {day(entry.sent_earlier)} at {clock(entry.sent_earlier)}.")
    return tuple(notes)


def _ends(start: datetime, end: datetime) -> str:
    """Both ends in UTC, seconds only where minutes do not tell them apart, years only where they differ."""
    start, end = (moment.astimezone(ZoneInfo("UTC")) for moment in (start, end))
    fine = start.replace(second=0, microsecond=0) == end.replace(second=0, microsecond=0)
    time = "%H:%M:%S" if fine else "%H:%M"
    years = start.year != end.year
    told = [f"{day(moment)}{f' {moment.year}' if years else ''} {moment.strftime(time)}" for moment in (start, end)]
    return " and ".join(told)
