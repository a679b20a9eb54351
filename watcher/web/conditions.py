"""How each source is seen: its last look, its failures, its last days in a word each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from watcher.model import Source, Standing
from watcher.model.forms import moment
from watcher.pipeline.health import reason
from watcher.store import Looks, Reader

GRACE = timedelta(minutes=15)
"""So much later than planned a look is overdue."""
_DAYS = 30
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Condition:
    """How a source is seen."""

    source: Source
    standing: Standing | None
    days: Sequence[tuple[date, str]]
    """(day, word) of the last days, oldest first: `ok part failed late none`."""

    @property
    def failures(self) -> int:
        """How many looks in a row did not show it."""
        return len(self.standing.away) if self.standing else 0

    @property
    def state(self) -> str:
        """How the last look went, in words."""
        if self.standing is None or not (self.standing.baseline or self.standing.away):
            return "not looked at yet"
        if self.standing.removal:
            return "removed" if self.standing.removal == "removed" else "not there, unconfirmed"
        return reason(self.standing.away[-1][1]) if self.standing.away else "read"


def conditions(store: Reader, some: Sequence[Source], now: datetime) -> list[Condition]:
    """How these sources are seen."""
    ids = [source.id for source in some]
    standings, days = store.agenda.standings(ids), store.history.days_of(ids, now - _DAYS * _DAY)
    return [
        Condition(one, standings.get(one.id), _strip(one, standings.get(one.id), days[one.id], now)) for one in some
    ]


def _strip(
    source: Source, standing: Standing | None, looks: Mapping[date, Looks], now: datetime
) -> list[tuple[date, str]]:
    """Each of the last days in a word.

    Nobody is late before the first look, between looks that are rare, or today before the look is due.
    """
    days = [(now - back * _DAY).date() for back in reversed(range(_DAYS))]
    is_over = standing is not None and standing.next_look_at < now - GRACE
    began, today = min(looks, default=now.date()), now.date()
    late = [day for day in days if source.every <= _DAY and began < day and (day < today or is_over)]
    return [(day, _word(looks.get(day), day in late)) for day in days]


def _word(looks: Looks | None, is_late: bool) -> str:
    if looks is None:
        return "late" if is_late else "none"
    return "ok" if looks.pages == looks.looks else "part" if looks.pages else "failed"


def condition_form(one: Condition) -> dict[str, object]:
    """In JSON's types."""
    standing = one.standing
    seen = standing.baseline if standing else None
    return {
        "id": one.source.id,
        "state": one.state,
        "last_read": moment(seen.started_at) if seen else None,
        "next_look": moment(standing.next_look_at) if standing else None,
        "failures": one.failures,
        "days": {str(day): word for day, word in one.days},
    }
