"""What happened since somebody was last here, in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.model import Severity
from watcher.store import History
from watcher.web.visits import Visit

_LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class News:
    """What happened since a moment, in numbers."""

    since: datetime
    is_visit: bool
    """Since the last visit; else since some days ago."""
    changes: Mapping[Severity, int]
    """Those of more than form."""
    pages: int
    checks: int


def since_last(history: History, here: Visit, now: datetime) -> News:
    """What happened since the last visit, or in the last days where there was none."""
    since = here.last or now - _LATELY
    weighed = history.weighed(since=since)
    loud = {level: weighed[level] for level in reversed(Severity) if level > Severity.NOISE and level in weighed}
    return News(since, here.last is not None, loud, history.pages_changed(since), history.looks_since(since))
