"""Which instant a person means by a date."""

from datetime import UTC, datetime, time

from watcher.errors import NotKnown


def moment_of(text: str) -> datetime:
    """The instant that a date or a date with time names; a bare date means the end of that day, UTC."""
    moment = day_or_moment(text)
    return datetime.combine(moment, time.max, UTC) if len(text) <= len("2026-11-18") else moment


def day_or_moment(text: str) -> datetime:
    """The instant that a date or a date with time names; a bare date means its first moment, UTC."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotKnown(f"{text!r} is no date; write 2026-11-18, 2026-11-18T14:05Z, v3, first or latest") from None
