"""A change under its permanent address, with what people said of it."""

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watcher.errors import StoreLocked
from watcher.model import Severity, Source
from watcher.web.guard import session_of
from watcher.web.layout import page
from watcher.web.library import Library

router = APIRouter()

VERDICTS = ("reviewed", "important", "not important", "our mistake")


@router.get("/c/{change}")
def change(request: Request, change: str) -> Response:
    """What changed, between which looks, by which rule; every finding has an anchor."""
    library: Library = request.app.state.library
    told = library.store.history.change(change)
    if told.change_id != change:
        return RedirectResponse(f"/c/{told.change_id}", 301)
    source = library.sources.get(told.source_id) or Source(told.source_id, told.after.url)
    findings = list(enumerate(told.findings))
    return page(
        request,
        "change.html",
        told=told,
        source=source,
        loud=[(at, finding) for at, finding in findings if finding.level > Severity.NOISE],
        quiet=[(at, finding) for at, finding in findings if finding.level is Severity.NOISE],
        reviews=library.store.history.reviews(told.change_id),
        verdicts=VERDICTS,
    )


@router.post("/c/{change}/review")
def review(
    request: Request,
    change: str,
    verdict: Annotated[str, Form(max_length=40)],
    mark: Annotated[str, Form(max_length=64)],
    note: Annotated[str, Form(max_length=4000)] = "",
    by: Annotated[str, Form(max_length=80)] = "operator",
) -> Response:
    """Add what somebody says of the change; nothing that was said before is taken back."""
    if not request.app.state.sessions.is_marked(session_of(Headers(scope=request.scope)), mark):
        raise HTTPException(403, "This form was not made for your session. Load the page again.")
    if verdict not in VERDICTS:
        raise HTTPException(400, f"A verdict is one of: {', '.join(VERDICTS)}.")
    library: Library = request.app.state.library
    try:
        with library.writing() as store:
            store.history.review(change, verdict, note.strip(), by.strip() or "operator")
    except StoreLocked as error:
        raise HTTPException(503, f"Nothing was kept. {error}") from error
    return RedirectResponse(f"/c/{change}#reviews", 303)
