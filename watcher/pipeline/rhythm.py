"""When a source is looked at again."""

import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from watcher.fetch.patience import retry_after
from watcher.model import Outcome, Snapshot, Source, Standing
from watcher.pipeline.doubts import availability
from watcher.pipeline.links import RELOOK

_FAILING = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
_STRAYED = timedelta(days=1)
"""How far behind its own rhythm a look may be planned, as when a site asks to be left alone."""
_FULL_LOOK = timedelta(hours=24)


def next_look(source: Source, standing: Standing, snapshot: Snapshot, now: datetime) -> datetime:
    """The next time on the source's own grid; sooner while it is away, later when the site asks for it."""
    regular = _spread(source, now) if standing.baseline is None else _on_grid(standing.next_look_at, source.every, now)
    if snapshot.outcome.is_page:
        return regular
    looks = away(standing, snapshot)
    asked = retry_after(snapshot, len(looks))
    if asked is not None:
        return max(now + asked, min(regular, now + source.every))
    if source.linked_from:
        return min(regular, now + RELOOK)
    if snapshot.outcome.is_gone:
        wait = availability.judge(looks).next_look
        return min(regular, now + wait) if wait is not None else regular
    return min(regular, now + _FAILING[min(len(looks), len(_FAILING)) - 1])


def away(standing: Standing, snapshot: Snapshot) -> Sequence[tuple[datetime, Outcome]]:
    """The looks since the page was last seen, up to this one and with it; each counts once, kept already or not."""
    this = (snapshot.started_at, snapshot.outcome)
    before = standing.away[: standing.away.index(this)] if this in standing.away else standing.away
    return (*before, this)


def may_ask_conditionally(standing: Standing, rules: str, now: datetime) -> bool:
    """Whether "not modified" would be enough: same rules, nothing owed, and a full look within a day."""
    return (
        standing.baseline is not None
        and standing.rules == rules
        and not standing.away
        and standing.full_at is not None
        and now - standing.full_at < _FULL_LOOK
    )


def _spread(source: Source, now: datetime) -> datetime:
    """A source's own place in the second half of its first period.

    Its grid begins there, so that pages that were added together do not fall due together ever after.
    """
    return now + source.every * (1 + zlib.crc32(source.id.encode()) / 2**32) / 2


def _on_grid(planned: datetime, every: timedelta, now: datetime) -> datetime:
    """The first time after now that is a whole number of periods from the planned one.

    Counting from the plan and not from the last look keeps a rhythm from drifting. A plan that lies too far ahead was
    made by a clock that has been put back since.
    """
    if planned > now + every + _STRAYED:
        return now + every
    if planned > now:
        return planned
    return planned + every * ((now - planned) // every + 1)
