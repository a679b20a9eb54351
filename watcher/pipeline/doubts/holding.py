"""What is held back from sending: the findings of a mass change, until its pages have been looked at again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from watcher.model import Configuration, Flag, Severity, Told
from watcher.pipeline.doubts.massive import RELOOK, Burst, Turn, bursts
from watcher.store import Reader

MASS_CHANGE = "mass-change/"
"""How the windows of its notices begin."""
_REMEMBERED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hold:
    """A mass change, with what became of it since."""

    burst: Burst
    is_settled: bool
    """Its pages were looked at again; what was found is held back no longer."""
    back: int = 0
    """How many of its pages are as they were before."""
    overdue: Mapping[str, datetime] = field(default_factory=dict)
    """Sources whose next look is planned later than it should be, with when that is."""

    def holds(self, told: Told) -> bool:
        """Whether the change waits for the second look."""
        return not self.is_settled and told.source_id in self.burst.turned and told.made_at >= self.burst.since

    @property
    def key(self) -> str:
        """Names its notice once for all."""
        return f"{MASS_CHANGE}{self.burst.since:%Y-%m-%dT%H:%M:%S}"

    @property
    def words(self) -> str:
        """What to say of it, in one or two sentences."""
        turned, of = len(self.burst.turned), self.burst.of
        when = f"{self.burst.since:%-d %b %H:%M} UTC"
        if not self.is_settled:
            return (
                f"Mass change: {turned} of {of} pages changed, went or could not be read at once, from {when} on. "
                "That is most likely a fault on our side, so what was found is held back until all of them "
                "have been looked at again."
            )
        if self.back == turned:
            return f"The mass change of {when} is over: looked at again, all {turned} pages are as they were before."
        if self.back:
            return f"Mass change of {when}: looked at again, {self.back} of {turned} pages are as they were before."
        return f"The mass change of {when} persists: looked at again, all {turned} pages still read so."


def holds(store: Reader, watched: Configuration, now: datetime) -> tuple[Hold, ...]:
    """The mass changes of the last day, oldest first; read off what is kept, so that a restart forgets none."""
    ids = [source.id for source in watched.sources]
    standings = store.agenda.standings(ids)
    changes = [told for told in store.history.changes(since=now - _REMEMBERED) if told.source_id in standings]
    away = [(standing.away[0][0], standing.source_id) for standing in standings.values() if standing.away]
    recent = [turn for turn in away if turn[0] >= now - _REMEMBERED and standings[turn[1]].baseline]
    found = []
    for burst in bursts([*_turns(changes), *recent], len(ids)):
        last = {one: store.history.snapshots(one, limit=1)[0].started_at for one in burst.turned}
        due = {one: at + RELOOK for one, at in burst.turned.items() if last[one] <= at}
        overdue = {one: at for one, at in due.items() if standings[one].next_look_at > at}
        back = burst.turned.keys() - _turned_still(changes, {turn[1] for turn in away})
        found.append(Hold(burst, burst.is_settled(last), len(back), overdue))
    return tuple(found)


def _turns(changes: Iterable[Told]) -> list[Turn]:
    """Each look that brought news of a page; its coming back to what it was is none."""
    return [(told.after.started_at, told.source_id) for told in changes if _is_news(told) and not _is_return(told)]


def _turned_still(changes: Sequence[Told], away: set[str]) -> set[str]:
    """The sources that are away, or whose latest news is no return; `changes` newest first."""
    latest: dict[str, Told] = {}
    for told in changes:
        if _is_news(told):
            latest.setdefault(told.source_id, told)
    return away | {source_id for source_id, told in latest.items() if not _is_return(told)}


def _is_news(told: Told) -> bool:
    return not told.is_history and any(finding.level > Severity.NOISE for finding in told.findings)


def _is_return(told: Told) -> bool:
    """The page is back after an absence, or says what an earlier version said."""
    return any(finding.kind == "page.restored" or Flag.REVERTED in finding.flags for finding in told.findings)
