"""What becomes of a page that was not there: doubted, looked for again, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.model import Outcome

RELOOKS = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""After the first look that did not show the page."""
LEAST_LOOKS = 3
LEAST_SPAN = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Availability:
    """What the looks since the page was last seen amount to."""

    state: str
    """`there` (nothing speaks against it), `doubted` (gone, not yet confirmed), or `removed`."""
    next_look: timedelta | None = None
    """How long after the latest look to look again; None: at the source's own pace."""


def judge(looks: Sequence[tuple[datetime, Outcome]]) -> Availability:
    """A page counts as removed after 3 answers that say so, spread over 6 hours; weather never counts.

    `looks` are those since the page was last seen, oldest first; a look that shows it starts afresh.
    """
    since = _since_seen(looks)
    gone = [moment for moment, outcome in since if outcome.is_gone]
    if not gone:
        return Availability("there")
    if len(gone) >= LEAST_LOOKS and gone[-1] - gone[0] >= LEAST_SPAN:
        return Availability("removed")
    return Availability("doubted", _next(gone[0], since[-1][0]))


def _since_seen(looks: Sequence[tuple[datetime, Outcome]]) -> list[tuple[datetime, Outcome]]:
    seen = [at for at, (_, outcome) in enumerate(looks) if outcome.is_page]
    return list(looks[seen[-1] + 1 if seen else 0 :])


def _next(first: datetime, latest: datetime) -> timedelta:
    """The first planned look that still lies ahead; when all have passed without enough answers, once an hour."""
    ahead = (first + relook - latest for relook in RELOOKS)
    return next((wait for wait in ahead if wait > timedelta()), RELOOKS[1])
