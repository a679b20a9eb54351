"""Two versions compared: as one redlined text, side by side, and in the ways that suit a page of its kind."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watcher.errors import NotKnown
from watcher.model import Source
from watcher.model.forms import edit_form, finding_forms, told_form
from watcher.normalize import rules_fingerprint
from watcher.pipeline.audit import Named, resolve
from watcher.pipeline.sides import Sides, lay, lay_answers, lay_today
from watcher.web.addresses import explicit
from watcher.web.captured import as_text
from watcher.web.comparing import CONTEXTS, VIEWS, Wish, wish
from watcher.web.comparison import details, offered
from watcher.web.layout import page
from watcher.web.library import Library
from watcher.web.patch import patch
from watcher.web.views import SIGNS
from watcher.web.weaving import counted, folded, quieted, weave

router = APIRouter()

_DEFAULTS = {"qa": "faq", "resource-list": "list", "listing": "list", "feed": "list"}
_LARGE = 2 << 20
"""Bytes of both answers from which on only what differs is shown."""
_LONG = 100_000
"""Characters of what stayed from which on it is left out where it is folded."""


@router.get("/sources/{source_id}/{pair:pair}")
def compare(request: Request, source_id: str, pair: str) -> Response:
    """The pair under its explicit address: what is shown names both versions."""
    library: Library = request.app.state.library
    history = library.store.history
    first, second = explicit(pair, history.numbers(source_id))
    if pair != f"v{first}..v{second}":
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/sources/{source_id}/v{first}..v{second}{query}", 302)
    source, asked = library.as_read(source_id), wish(request.query_params)
    named = [resolve(history, f"{source_id}@v{number}") for number in (first, second)]
    if asked.view == "original" and source.mirror_of:
        return _page(request, source, _original(library, source, named[1]), named[1], asked)
    return _page(request, source, named[0], named[1], asked)


@router.get("/sources/{source_id}/{pair:pair}/patch")
def as_patch(request: Request, source_id: str, pair: str) -> Response:
    """What differs in the words, as a patch."""
    library: Library = request.app.state.library
    history = library.store.history
    numbers_ = explicit(pair, history.numbers(source_id))
    before, after = (resolve(history, f"{source_id}@v{number}") for number in numbers_)
    sides = lay_today(history, library.as_read(source_id), before, after)
    assert sides.documents is not None
    names = f"{source_id}@v{numbers_[0]}", f"{source_id}@v{numbers_[1]}"
    answer = as_text(patch(sides.documents, names))
    answer.headers["content-disposition"] = f'attachment; filename="{source_id}-v{numbers_[0]}-v{numbers_[1]}.patch"'
    return answer


@router.get("/compare")
def across(request: Request, a: str = "", b: str = "") -> Response:
    """Any two versions of any two sources; without both the form that asks for them."""
    library: Library = request.app.state.library
    if not a or not b:
        return page(request, "compare-form.html", a=a, b=b, sources=library.to_choose_from)
    before, after = (resolve(library.store.history, reference) for reference in (a, b))
    if after.snapshot is None or before.snapshot is None:
        raise NotKnown(f"{b if after.snapshot is None else a} names a change; name versions like dhs-qa@v3")
    pair = [_own_version(before), _own_version(after)]
    if all(pair) and _id(before) == _id(after):
        first, second = sorted(pair)
        return RedirectResponse(f"/sources/{_id(after)}/v{first}..v{second}", 302)
    asked = wish(request.query_params, (("a", before.snapshot.id), ("b", after.snapshot.id)))
    return _page(request, library.as_read(after.snapshot.source_id), before, after, asked)


def _original(library: Library, source: Source, copy: Named) -> Named:
    """The original as it stood when the copy was taken, or as it was first seen after that."""
    history, original = library.store.history, source.mirror_of or ""
    assert copy.version is not None
    version = history.version_at(original, copy.version.confirmed)
    return resolve(history, f"{original}@v{version.number}" if version else f"{original}@first")


def _page(request: Request, source: Source, before: Named, after: Named, asked: Wish) -> Response:
    library: Library = request.app.state.library
    sides = _lay(library, source, before, after, asked)
    told = library.store.history.told_of(after.version) if asked.rules == "today" and after.version else None
    is_large = sum(len(payload.body) for payload in sides.payloads) > _LARGE
    woven = weave(None if is_large else sides.documents, sides.edits, sides.findings)
    rows = quieted(woven) if asked.noise == "hide" else woven
    views = offered(source, sides, rows)
    kind = sides.documents[1].kind if sides.documents else ""
    wished = asked.view or _DEFAULTS.get(kind, "redline")
    shown = wished if wished in views else views[0]
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
        quiet=len({row.number for row in woven if row.is_quiet}),
        counts=counted(rows),
        wish=replace(asked, view=shown),
        view=shown,
        views=[(name, VIEWS[name]) for name in views],
        contexts=CONTEXTS,
        stretches=folded(rows, CONTEXTS[asked.context]),
        is_large=is_large,
        is_long=sum(len(row.block.text) for row in rows if row.state == "same") > _LONG and asked.context != "all",
        is_current=sides.rules == rules_fingerprint(),
        is_one=_id(before) == _id(after),
        strange=[named for named in (before, after) if named.snapshot and not named.snapshot.outcome.is_page],
        was_told=told,
        latest=library.store.agenda.standing(source.id).version,
        signs=SIGNS,
        **details(library.store.agenda, source, sides, rows, shown),
    )


def _lay(library: Library, source: Source, before: Named, after: Named, asked: Wish) -> Sides:
    """As it was told, unless somebody asks for today's reading; the bytes alone where one is no page."""
    history = library.store.history
    if any(named.snapshot and not named.snapshot.outcome.is_page for named in (before, after)):
        return lay_answers(history, before, after)
    return (lay_today if asked.rules == "today" else lay)(history, source, before, after)


def _own_version(named: Named) -> int:
    """The number of the version that the look began; 0: it began none."""
    version, look = named.version, named.snapshot
    return version.number if version and look and version.snapshot_id == look.id else 0


def _id(named: Named) -> str:
    return named.snapshot.source_id if named.snapshot else ""


def _form(sides: Sides) -> dict[str, Any]:
    """What `watcher diff` prints."""
    if sides.told is not None:
        return {"schema": "watcher.change/1"} | told_form(sides.told)
    return {
        "schema": "watcher.diff/1",
        "findings": finding_forms(sides.findings, sides.edits),
        "edits": [edit_form(edit) for edit in sides.edits],
    }
