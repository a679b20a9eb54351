"""The first page: what changed that nobody has reviewed yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watcher.errors import NotKnown
from watcher.model import KINDS, Finding, Severity, Source, Told
from watcher.model.forms import moment
from watcher.pipeline.moments import day_or_moment
from watcher.web.acting import acting
from watcher.web.layout import page
from watcher.web.library import Library
from watcher.web.twins import Rows

router = APIRouter()

_AT_ONCE = 50
_LATELY = timedelta(days=7)
_STATES = {"open": False, "reviewed": True, "all": None}


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
    before: str | None
    """The change at which the page before ended."""


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
    kind = kind if kind in KINDS else ""
    choice = Choice(state if state in _STATES else "open", _severity(sev), kind, tag, _moment(since), before or None)
    entries, has_more = _entries(library, choice)
    groups = [(level, [one for one in entries if one.severity is level]) for level in reversed(Severity)]
    sources = library.configuration.sources
    read, last_look, away = library.store.agenda.glance()
    return page(
        request,
        "inbox.html",
        form=lambda: {"schema": "watcher.inbox/1", "findings": [form for one in entries for form in _forms(one)]},
        rows=lambda: _lines(entries),
        groups=[(level, some) for level, some in groups if some],
        shown=len(entries),
        rest=entries[-1].told if has_more else None,
        choice=choice,
        query=_query(choice),
        tags=sorted({one for source in sources for one in source.tags}),
        sources=sources,
        read=read,
        away=away,
        checks=0 if entries else library.store.history.looks_since(library.clock.now() - _LATELY),
        last_look=last_look,
    )


@router.post("/reviewed")
def reviewed(
    request: Request,
    mark: Annotated[str, Form(max_length=64)],
    change: Annotated[list[str], Form(max_length=_AT_ONCE)] = [],  # noqa: B006 - a form's default is never changed
) -> Response:
    """Say of every chosen change that it was reviewed."""
    with acting(request, mark) as store:
        for one in change:
            store.history.review(one, "reviewed", "", "operator")
    return RedirectResponse("/", 303)


def _entries(library: Library, choice: Choice) -> tuple[list[Entry], bool]:
    """The changes asked for, newest first, and whether there are more."""
    history, known = library.store.history, library.sources
    tagged = [one.id for one in known.values() if choice.tag in one.tags] if choice.tag else None
    changes = history.changes_to_review(
        reviewed=_STATES[choice.state],
        least=choice.least,
        kind=choice.kind or None,
        source_ids=tagged,
        since=choice.since,
        before=choice.before,
        limit=_AT_ONCE + 1,
    )
    verdicts = history.verdicts([told.change_id for told in changes])
    entries = [_entry(told, known, choice, verdicts.get(told.change_id, "")) for told in changes[:_AT_ONCE]]
    return [entry for entry in entries if entry.findings], len(changes) > _AT_ONCE


def _entry(told: Told, known: Mapping[str, Source], choice: Choice, verdict: str) -> Entry:
    loud = [(at, finding) for at, finding in enumerate(told.findings) if finding.level >= choice.least]
    wanted = [(at, finding) for at, finding in loud if choice.kind in ("", finding.kind)]
    source = known.get(told.source_id) or Source(told.source_id, told.after.url)
    return Entry(told, source, tuple(wanted), len(told.findings) - len(wanted), verdict)


def _forms(entry: Entry) -> list[dict[str, object]]:
    told = entry.told
    return [
        {
            "id": told.finding_id(at),
            "change": told.change_id,
            "source": told.source_id,
            "kind": finding.kind,
            "severity": finding.level.word,
            "summary": finding.summary,
            "last_seen_without": moment(told.before.started_at),
            "first_seen_with": moment(told.after.started_at),
            "review": entry.verdict or None,
        }
        for at, finding in entry.findings
    ]


def _lines(entries: list[Entry]) -> Rows:
    forms = [form for entry in entries for form in _forms(entry)]
    yield list(forms[0]) if forms else ["id"]
    yield from (list(form.values()) for form in forms)


def _query(choice: Choice) -> str:
    """The choice as the rest of an address, without the place in the list."""
    asked = {"state": choice.state, "sev": choice.least.word, "kind": choice.kind, "tag": choice.tag}
    return urlencode(asked | ({"since": f"{choice.since:%Y-%m-%d}"} if choice.since else {}))


def _severity(word: str) -> Severity:
    try:
        return Severity.of(word)
    except KeyError:
        return Severity.LOW


def _moment(text: str) -> datetime | None:
    try:
        return day_or_moment(text) if text else None
    except (NotKnown, ValueError):
        return None
