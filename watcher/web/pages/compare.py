"""Two versions compared: as one redlined text, side by side, and in the ways that suit a page of its kind."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watcher.diff import spans
from watcher.errors import NotKnown
from watcher.model import Severity, Source
from watcher.model.forms import edit_form, finding_forms, told_form
from watcher.normalize import decode, rules_fingerprint
from watcher.pipeline.audit import Named, resolve
from watcher.pipeline.sides import Sides, lay
from watcher.web.addresses import explicit
from watcher.web.layout import page
from watcher.web.library import Library
from watcher.web.views import ENTRIES, SIGNS, abridged, entries, figures, in_runs, links, numbers, pairs
from watcher.web.weaving import Row, counted, folded, weave

router = APIRouter()

VIEWS = {
    "redline": "Redline",
    "split": "Side by side",
    "faq": "Questions",
    "list": "List",
    "figures": "Figures",
    "links": "Links",
    "source": "Source",
    "original": "Versus original",
}
_DEFAULTS = {"qa": "faq", "resource-list": "list", "listing": "list", "feed": "list"}
_CONTEXTS = {"1": 1, "3": 3, "all": None}


@router.get("/sources/{source_id}/{pair:pair}")
def compare(request: Request, source_id: str, pair: str, view: str = "", context: str = "3") -> Response:
    """The pair under its explicit address: what is shared names both versions."""
    library: Library = request.app.state.library
    history = library.store.history
    first, second = explicit(pair, history.versions(source_id))
    if pair != f"v{first}..v{second}":
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/sources/{source_id}/v{first}..v{second}{query}", 302)
    source = library.as_read(source_id)
    named = [resolve(history, f"{source_id}@v{number}") for number in (first, second)]
    if view == "original" and source.mirror_of:
        return _page(request, source, _original(library, source, named[1]), named[1], view, context)
    return _page(request, source, named[0], named[1], view, context)


@router.get("/compare")
def across(request: Request, a: str = "", b: str = "", view: str = "redline", context: str = "3") -> Response:
    """Any two versions of any two sources; without both the form that asks for them."""
    library: Library = request.app.state.library
    if not a or not b:
        return page(request, "compare-form.html", a=a, b=b, sources=library.to_choose_from)
    before, after = (resolve(library.store.history, reference) for reference in (a, b))
    if after.snapshot is None:
        raise NotKnown(f"{b} names a change; name versions like dhs-qa@v3")
    pair = [_own_version(before), _own_version(after)]
    if all(pair) and _id(before) == _id(after):
        first, second = sorted(pair)
        return RedirectResponse(f"/sources/{_id(after)}/v{first}..v{second}", 302)
    return _page(request, library.as_read(after.snapshot.source_id), before, after, view, context)


def _original(library: Library, source: Source, copy: Named) -> Named:
    """The original as it stood when the copy was taken, or as it was first seen after that."""
    history, original = library.store.history, source.mirror_of or ""
    assert copy.version is not None
    version = history.version_at(original, copy.version.confirmed)
    return resolve(history, f"{original}@v{version.number}" if version else f"{original}@first")


def _page(request: Request, source: Source, before: Named, after: Named, view: str, context: str) -> Response:
    library: Library = request.app.state.library
    sides = lay(library.store.history, source, before, after)
    rows = weave(sides.documents, sides.edits, sides.findings)
    offered = _offered(source, sides, rows)
    kind = sides.documents[1].kind if sides.documents else ""
    shown = view if view in offered else _DEFAULTS.get(kind, "redline")
    return page(
        request,
        "compare.html",
        form=lambda: _form(sides),
        source=source,
        sides=sides,
        before=before,
        after=after,
        ends=[(named, library.sources.get(_id(named)) or Source(_id(named), "")) for named in (before, after)],
        passages=rows,
        changed=[row for row in rows if row.state != "same"],
        counts=counted(rows),
        loud=[(at, one) for at, one in enumerate(sides.findings) if one.level > Severity.NOISE],
        view=shown if shown in offered else "redline",
        views=[(name, VIEWS[name]) for name in offered],
        context=context if context in _CONTEXTS else "3",
        stretches=folded(rows, _CONTEXTS.get(context, 3)),
        is_current=sides.rules == rules_fingerprint(),
        is_one=_id(before) == _id(after),
        latest=library.store.agenda.standing(source.id).version,
        signs=SIGNS,
        **_details(library, sides, rows, shown),
    )


def _own_version(named: Named) -> int:
    """The number of the version that the look began; 0: it began none."""
    version, look = named.version, named.snapshot
    return version.number if version and look and version.snapshot_id == look.id else 0


def _id(named: Named) -> str:
    return named.snapshot.source_id if named.snapshot else ""


def _details(library: Library, sides: Sides, rows: Sequence[Row], view: str) -> dict[str, Any]:
    """What one view alone needs."""
    found = pairs(rows) if view == "faq" else []
    versions = sides.before.version, sides.after.version
    markup = (
        [decode(payload.body, payload.content_type) for payload in sides.payloads] if view == "source" else ["", ""]
    )
    headers = [named.snapshot.headers if named.snapshot else () for named in (sides.before, sides.after)]
    return {
        "pairs": found,
        "runs": in_runs(found),
        "entries": entries(rows) if view == "list" else [],
        "figures": figures(*versions),
        "numbers": numbers(sides.findings),
        "links": links(sides.documents) if view == "links" and sides.documents else [],
        "kept": {link.url: link for link in library.store.agenda.followed()} if view == "links" else {},
        "markup": list(abridged(spans(*markup))),
        "headers": [
            (name, was.get(name, ""), now.get(name, "")) for was, now in [map(dict, headers)] for name in {**was, **now}
        ],
    }


def _offered(source: Source, sides: Sides, rows: Sequence[Row]) -> list[str]:
    """The views in which the pair has something to show."""
    kinds = {row.block.kind for row in rows}
    has = {
        "faq": "question" in kinds,
        "list": bool(kinds & set(ENTRIES)),
        "figures": bool(figures(sides.before.version, sides.after.version) or numbers(sides.findings)),
        "links": sides.documents is not None,
        "original": bool(source.mirror_of),
    }
    return [name for name in VIEWS if has.get(name, True)]


def _form(sides: Sides) -> dict[str, Any]:
    """What `watcher diff` prints."""
    if sides.told is not None:
        return {"schema": "watcher.change/1"} | told_form(sides.told)
    return {
        "schema": "watcher.diff/1",
        "findings": finding_forms(sides.findings, sides.edits),
        "edits": [edit_form(edit) for edit in sides.edits],
    }
