"""A change under its permanent address, with what people said of it, with what proves it."""

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from watcher.errors import NotKnown
from watcher.evidence.citation import citations
from watcher.evidence.exhibit import ALONE
from watcher.evidence.exhibit import page as exhibit_page
from watcher.evidence.matter import Matter
from watcher.evidence.paper import pdf
from watcher.evidence.parcel import parcel
from watcher.model import KINDS, Severity, Source, Told
from watcher.model.forms import told_form
from watcher.normalize import rules_fingerprint
from watcher.pipeline.exhibit import matter
from watcher.web.acting import acting, who
from watcher.web.layout import page
from watcher.web.library import Library
from watcher.web.weaving import weave

router = APIRouter()

VERDICTS = ("reviewed", "important", "not important", "our mistake")
_SHEET = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@router.get("/c/{change}")
def change(request: Request, change: str, rules: str = "first") -> Response:
    """What changed, between which looks, by which rule; every finding has an anchor."""
    library: Library = request.app.state.library
    first = _told(library, change)
    if first.change_id != change:
        return RedirectResponse(f"/c/{first.change_id}", 301)
    again = library.store.history.reread(change)
    told = again if again is not None and rules == "latest" else first
    source = _source(library, told)
    findings = list(enumerate(told.findings))
    loud = [(at, finding) for at, finding in findings if finding.level > Severity.NOISE]
    shown = {id(edit) for _, finding in loud for edit in finding.explains}
    return page(
        request,
        "change.html",
        form=lambda: {"schema": "watcher.change/1"} | told_form(told),
        told=told,
        source=source,
        loud=loud,
        quiet=[(at, finding) for at, finding in findings if finding.level is Severity.NOISE],
        rest=weave(None, [edit for edit in told.edits if id(edit) not in shown], told.findings),
        again=again,
        is_latest=told is again,
        is_current=told.rules == rules_fingerprint(),
        why=[KINDS[kind] for kind in dict.fromkeys(finding.kind for _, finding in loud)],
        citations=citations(source.title, told.after, told.after_version, _permalink(request, told)),
        reviews=library.store.history.reviews(told.change_id),
        verdicts=VERDICTS,
    )


@router.get("/c/{change}/exhibit")
def exhibit(request: Request, change: str) -> Response:
    """The change as one page to be printed or filed."""
    sheet = exhibit_page(_matter(request, change), ALONE)
    return HTMLResponse(sheet, headers={"content-security-policy": _SHEET})


@router.get("/c/{change}/exhibit.zip")
def exhibit_zip(request: Request, change: str) -> Response:
    """The same with all evidence beside it."""
    return _file(parcel(_matter(request, change)), "application/zip", f"exhibit-{change}.zip")


@router.get("/c/{change}/exhibit.pdf")
def exhibit_pdf(request: Request, change: str) -> Response:
    """The same on paper, with all evidence attached."""
    return _file(pdf(_matter(request, change)), "application/pdf", f"exhibit-{change}.pdf")


@router.post("/c/{change}/review")
def review(
    request: Request,
    change: str,
    verdict: Annotated[str, Form(max_length=40)],
    mark: Annotated[str, Form(max_length=64)],
    note: Annotated[str, Form(max_length=4000)] = "",
    by: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Add what somebody says of the change; nothing that was said before is taken back."""
    if verdict not in VERDICTS:
        raise HTTPException(400, f"A verdict is one of: {', '.join(VERDICTS)}.")
    with acting(request, mark) as store:
        store.history.review(change, verdict, note.strip(), by.strip() or who(request))
    return RedirectResponse(f"/c/{change}#reviews", 303)


def _told(library: Library, change: str) -> Told:
    """The change as told; one that was passed over then as it was read since."""
    try:
        return library.store.history.change(change)
    except NotKnown:
        found = library.store.history.reread(change)
        if found is None:
            raise
        return found


def _source(library: Library, told: Told) -> Source:
    return library.sources.get(told.source_id) or Source(told.source_id, told.after.url)


def _matter(request: Request, change: str) -> Matter:
    library: Library = request.app.state.library
    told = _told(library, change)
    return matter(library.store, told, _source(library, told), library.configuration.public_url)


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


def _permalink(request: Request, told: Told) -> str:
    library: Library = request.app.state.library
    return f"{library.configuration.public_url or str(request.base_url).rstrip('/')}/c/{told.change_id}"
