"""The first page: what changed that nobody has reviewed yet, what happened since the last visit."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watcher.model import Severity, Source, Standing
from watcher.pipeline.health import reason, way_out
from watcher.web.acting import acting, who
from watcher.web.choices import SPANS, STATES, Choice, choice
from watcher.web.entries import Entry, entry_of, forms_of
from watcher.web.layout import page
from watcher.web.library import Library
from watcher.web.news import since_last
from watcher.web.twins import Rows
from watcher.web.visits import COOKIE, visit

router = APIRouter()

_AT_ONCE = 50
_AWAY = 5
"""So many pages that cannot be read are named."""
_YEAR = 366 * 86_400


@router.get("/")
def inbox(request: Request) -> Response:
    """What is open, gravest first; absence of changes states what was covered."""
    library: Library = request.app.state.library
    store, now = library.store, library.clock.now()
    here = visit(request.cookies.get(COOKIE, ""), now)
    asked = choice(request.query_params, now, here.last)
    entries, has_more = _entries(library, asked)
    groups = [(level, [one for one in entries if one.severity is level]) for level in reversed(Severity)]
    sources = library.configuration.sources
    read, last_look, away = store.agenda.glance()
    counts = _counts(library, asked)
    answer = page(
        request,
        "inbox.html",
        form=lambda: {"schema": "watcher.inbox/1", "findings": [form for one in entries for form in forms_of(one)]},
        rows=lambda: _lines(entries),
        groups=[(level, some) for level, some in groups if some],
        counts=counts,
        open_=sum(many for level, many in counts.items() if level >= asked.least),
        rest=entries[-1].told if has_more else None,
        choice=asked,
        last=here.last,
        spans=SPANS,
        news=since_last(store.history, here, now),
        tags=sorted({one for source in sources for one in source.tags}),
        sources=sources,
        read=read,
        away=_away(library, away[:_AWAY]),
        away_more=max(0, len(away) - _AWAY),
        latest=next(iter(store.history.changes_to_review(limit=1)), None) if not entries else None,
        last_look=last_look,
        reason=reason,
        way_out=way_out,
    )
    answer.set_cookie(COOKIE, here.cookie, max_age=_YEAR, httponly=True, samesite="strict")
    return answer


@router.post("/reviewed")
def reviewed(
    request: Request,
    mark: Annotated[str, Form(max_length=64)],
    change: Annotated[list[str], Form(max_length=_AT_ONCE)] = [],  # noqa: B006 - a form's default is never changed
) -> Response:
    """Say of every chosen change that it was reviewed."""
    with acting(request, mark) as store:
        for one in change:
            store.history.review(one, "reviewed", "", who(request))
    return RedirectResponse("/", 303)


def _away(library: Library, ids: list[str]) -> list[tuple[Source, Standing]]:
    """The pages that the last look did not show, with where they stand."""
    standings = library.store.agenda.standings(ids)
    named = {source.id: source for source in library.configuration.sources}
    return [(named.get(one, Source(one, "")), standings[one]) for one in ids if standings[one].away]


def _tagged(library: Library, tag: str) -> list[str] | None:
    return [one.id for one in library.sources.values() if tag in one.tags] if tag else None


def _counts(library: Library, asked: Choice) -> dict[Severity, int]:
    """Of all that is asked for, however grave: how many changes of each level."""
    tagged = _tagged(library, asked.tag)
    return library.store.history.weighed(
        reviewed=STATES[asked.state], kind=asked.kind or None, source_ids=tagged, since=asked.since
    )


def _entries(library: Library, asked: Choice) -> tuple[list[Entry], bool]:
    """The changes asked for, newest first, and whether there are more."""
    history, known = library.store.history, library.sources
    changes = history.changes_to_review(
        reviewed=STATES[asked.state],
        least=asked.least,
        kind=asked.kind or None,
        source_ids=_tagged(library, asked.tag),
        since=asked.since,
        before=asked.before,
        limit=_AT_ONCE + 1,
    )
    verdicts = history.verdicts([told.change_id for told in changes])
    entries = [entry_of(told, known, asked, verdicts.get(told.change_id, "")) for told in changes[:_AT_ONCE]]
    return [entry for entry in entries if entry.findings], len(changes) > _AT_ONCE


def _lines(entries: list[Entry]) -> Rows:
    forms = [form for entry in entries for form in forms_of(entry)]
    yield list(forms[0]) if forms else ["id"]
    yield from (list(form.values()) for form in forms)
