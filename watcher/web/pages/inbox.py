"""The first page: what changed that nobody has reviewed yet."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from watcher.errors import NotKnown
from watcher.model import KINDS, Finding, Severity, Source, Told
from watcher.pipeline.moments import moment_of
from watcher.web.layout import page
from watcher.web.library import Library

router = APIRouter()

_AT_ONCE = 50
_LOOKED_THROUGH = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One change in the list, its gravest finding first."""

    told: Told
    source: Source
    findings: tuple[tuple[int, Finding], ...]
    """(place, finding) of those to show."""
    left: int
    """How many more there are, below what was asked for."""
    verdict: str
    """What somebody said of it; empty: nobody yet."""

    @property
    def severity(self) -> Severity:
        """Of its gravest finding."""
        return max(finding.level for _, finding in self.findings)


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the changes is asked for."""

    state: str
    least: Severity
    kind: str
    tag: str
    since: datetime | None
    before: datetime | None


@router.get("/")
def inbox(
    request: Request,
    state: str = "open",
    sev: str = "low",
    kind: str = "",
    tag: str = "",
    since: str = "",
    before: str = "",
) -> Response:
    """What is open, gravest first; absence of changes states what was covered."""
    library: Library = request.app.state.library
    choice = Choice(state, _severity(sev), kind if kind in KINDS else "", tag, _moment(since), _moment(before))
    entries, rest = _entries(library, choice)
    groups = [(level, [one for one in entries if one.severity is level]) for level in reversed(Severity)]
    sources = library.configuration.sources
    standings = library.store.agenda.standings([source.id for source in sources])
    return page(
        request,
        "inbox.html",
        groups=[(level, some) for level, some in groups if some],
        shown=len(entries),
        rest=rest,
        choice=choice,
        tags=sorted({one for source in sources for one in source.tags}),
        sources=sources,
        read=sum(bool(standing.baseline) and not standing.away for standing in standings.values()),
        away=[standing for standing in standings.values() if standing.away],
        checks=sum(one.looks for one in library.store.history.checks([source.id for source in sources]).values()),
        last_look=max(
            (standing.baseline.started_at for standing in standings.values() if standing.baseline), default=None
        ),
    )


def _entries(library: Library, choice: Choice) -> tuple[list[Entry], Told | None]:
    """The changes asked for, newest first, and the one at which the next page begins."""
    history = library.store.history
    changes = history.changes(since=choice.since, until=choice.before, limit=_LOOKED_THROUGH)
    verdicts = history.verdicts([told.change_id for told in changes])
    entries: list[Entry] = []
    for told in changes:
        entry = _entry(library, told, choice, verdicts.get(told.change_id, ""))
        if entry is None:
            continue
        if len(entries) == _AT_ONCE:
            return entries, told
        entries.append(entry)
    return entries, None


def _entry(library: Library, told: Told, choice: Choice, verdict: str) -> Entry | None:
    if (choice.state == "open" and verdict) or (choice.state == "reviewed" and not verdict):
        return None
    source = library.sources.get(told.source_id) or Source(told.source_id, told.after.url)
    if choice.tag and choice.tag not in source.tags:
        return None
    loud = [(at, finding) for at, finding in enumerate(told.findings) if finding.level >= choice.least]
    wanted = [(at, finding) for at, finding in loud if choice.kind in ("", finding.kind)]
    if not wanted:
        return None
    return Entry(told, source, tuple(wanted), len(told.findings) - len(wanted), verdict)


def _severity(word: str) -> Severity:
    try:
        return Severity.of(word)
    except KeyError:
        return Severity.LOW


def _moment(text: str) -> datetime | None:
    try:
        return moment_of(text) if text else None
    except (NotKnown, ValueError):
        return None
