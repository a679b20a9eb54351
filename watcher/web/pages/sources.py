"""The sources in one list: what is watched, whether it is read, how often it changed of late."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from watcher.model import Source, Standing
from watcher.model.forms import moment
from watcher.pipeline.health import reason
from watcher.web.layout import page
from watcher.web.library import Library
from watcher.web.sparks import begin, sparks
from watcher.web.twins import Rows

router = APIRouter()

_AT_ONCE = 100


@router.get("/sources")
def sources(request: Request, after: str = "") -> Response:
    """Every page that is watched, and whether it could be read; as many as one looks through at once."""
    library: Library = request.app.state.library
    watched = library.configuration.sources
    first = next((at + 1 for at, one in enumerate(watched) if one.id == after), 0)
    some, now = watched[first : first + _AT_ONCE], library.clock.now()
    everything = partial(_standing, library, watched)
    days = library.store.history.change_days([one.id for one in some], begin(now))
    return page(
        request,
        "sources.html",
        form=lambda: {"schema": "watcher.sources/1", "sources": [source_form(*one) for one in everything()]},
        rows=lambda: _lines(everything()),
        sources=_standing(library, some),
        many=len(watched),
        first=first,
        more=some[-1].id if first + _AT_ONCE < len(watched) else None,
        sparks=sparks(days, days, now),
        reason=reason,
    )


def _standing(library: Library, some: Sequence[Source]) -> list[tuple[Source, Standing | None]]:
    standings = library.store.agenda.standings([source.id for source in some])
    return [(source, standings.get(source.id)) for source in some]


def source_form(source: Source, standing: Standing | None) -> dict[str, Any]:
    """A source with where it stands."""
    base = standing.baseline if standing else None
    return {
        "schema": "watcher.source/1",
        "id": source.id,
        "name": source.name,
        "url": source.url,
        "kind": standing.kind if standing else source.kind,
        "tags": list(source.tags),
        "version": f"v{standing.version}" if standing and standing.version else None,
        "last_seen": moment(base.started_at) if base else None,
        "next_look": moment(standing.next_look_at) if standing else None,
        "away": standing.away[-1][1].value if standing and standing.away else None,
    }


def _lines(known: Sequence[tuple[Source, Standing | None]]) -> Rows:
    forms = [source_form(*one) | {"tags": " ".join(one[0].tags)} for one in known]
    names = [name for name in forms[0] if name != "schema"] if forms else ["id"]
    yield names
    yield from ([form[name] for name in names] for form in forms)
