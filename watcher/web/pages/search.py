"""Search: where a phrase came and went, and when a page had it."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from watcher.model import Source
from watcher.model.forms import moment
from watcher.pipeline.searching import Hit, hits, stays
from watcher.web.layout import page
from watcher.web.library import Library
from watcher.web.twins import Rows
from watcher.web.weaving import Row, weave

router = APIRouter()

_MOST = 100
_SIDES = {"": "came or went", "added": "came", "removed": "went"}


@router.get("/search")
def search(request: Request, q: str = "", source: str = "", in_: str = "") -> Response:
    """The changes in which the phrase came or went; for one source also its life-span."""
    library: Library = request.app.state.library
    side = request.query_params.get("in", in_)
    side = side if side in _SIDES else ""
    phrase, history = q.strip()[:200], library.store.history
    found = list(islice(hits(history, phrase, source_id=source or None, side=side), _MOST + 1)) if phrase else []
    known = library.sources
    return page(
        request,
        "search.html",
        form=lambda: {"schema": "watcher.search/1", "q": phrase, "hits": [_form(hit) for hit in found]},
        rows=lambda: _lines(found),
        q=phrase,
        side=side,
        sides=_SIDES,
        chosen=source,
        hits=[(hit, _page_of(hit, known), _row(hit)) for hit in found[:_MOST]],
        has_more=len(found) > _MOST,
        stays=stays(history, library.as_read(source), phrase) if phrase and source else [],
        sources=library.to_choose_from,
    )


def _page_of(hit: Hit, known: Mapping[str, Source]) -> Source:
    return known.get(hit.told.source_id) or Source(hit.told.source_id, "")


def _row(hit: Hit) -> Row:
    return weave(None, [hit.edit], hit.told.findings)[0]


def _form(hit: Hit) -> dict[str, Any]:
    told = hit.told
    return {
        "change": told.change_id,
        "source": told.source_id,
        "in": hit.side,
        "version": f"v{told.after_version}" if told.after_version else None,
        "last_seen_without" if hit.side == "added" else "last_seen_with": moment(told.before.started_at),
        "first_seen_with" if hit.side == "added" else "first_seen_without": moment(told.after.started_at),
        "before": hit.edit.before.text if hit.edit.before else None,
        "after": hit.edit.after.text if hit.edit.after else None,
    }


def _lines(found: list[Hit]) -> Rows:
    yield "change", "source", "in", "version", "from", "to", "before", "after"
    yield from (list(_form(hit).values()) for hit in found)
