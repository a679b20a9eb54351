"""The day that an instant falls on where a page is written."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def day_in(text: str, zone: str) -> str | None:
    """The day of an instant of universal time in that zone; None for what is none.

    Sites give midnight of their own zone as universal time. An instant with an offset of its own, or a plain date,
    says its day by itself.

    >>> day_in("2025-10-28T03:30:00Z", "America/New_York"), day_in("2025-10-28T03:30:00-04:00", "America/New_York")
    ('2025-10-27', None)
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if moment.utcoffset() != timedelta():
        return None
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date().isoformat()
