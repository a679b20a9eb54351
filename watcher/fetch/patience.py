"""How long to stay away when a site asks for it."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from watcher.model import Outcome, Snapshot

_SHORTEST = timedelta(minutes=1)
_LONGEST = timedelta(hours=24)
_FIRST = timedelta(minutes=15)
_ASKING = frozenset({429, 503})


def retry_after(snapshot: Snapshot, failures: int) -> timedelta | None:
    """How long to wait before the next look; None for outcomes that need no wait of their own.

    What the site asks for counts, from 1 minute to 24 hours. A site that only says "too often" is left
    alone for 15 minutes, doubled with each of its `failures` (this one counted) up to 24 hours.
    """
    if snapshot.status in _ASKING and (asked := _asked(snapshot)) is not None:
        return min(max(asked, _SHORTEST), _LONGEST)
    if snapshot.outcome is not Outcome.RATE_LIMITED:
        return None
    wait = _FIRST
    for _ in range(1, min(failures, 8)):
        wait *= 2
    return min(wait, _LONGEST)


def _asked(snapshot: Snapshot) -> timedelta | None:
    """What `Retry-After` says, in seconds or as a date; None when it says nothing that can be understood."""
    value = (snapshot.header("retry-after") or "").strip()
    if value.isascii() and value.isdigit():
        return timedelta(seconds=int(value[:9]))
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return _aware(until) - snapshot.finished_at


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
