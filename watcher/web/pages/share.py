"""A link for somebody who has no log-in: the operator makes it, for one address and so many days."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from watcher.web.acting import require_mark
from watcher.web.layout import page
from watcher.web.library import Library
from watcher.web.sharing import Shares, is_shareable

router = APIRouter()

_DAYS = 30
_MOST = 3660


@router.get("/share")
def ask(request: Request, path: str = "") -> Response:
    """The form; to look at it makes no link."""
    return page(request, "share.html", shared=path[:300], days=_DAYS, link="", until=None)


@router.post("/share")
def share(
    request: Request,
    path: Annotated[str, Form(max_length=300)],
    mark: Annotated[str, Form(max_length=64)],
    days: Annotated[int, Form(ge=1, le=_MOST)] = _DAYS,
) -> Response:
    """The link, and how long it is good."""
    require_mark(request, mark)
    shares: Shares | None = request.app.state.shares
    if shares is None or not is_shareable(path):
        raise HTTPException(400, "A link can be made for a change, its exhibit, a version, a feed, /metrics, /api/v1/.")
    library: Library = request.app.state.library
    until = library.clock.now() + timedelta(days=days)
    home = library.configuration.public_url or str(request.base_url).rstrip("/")
    return page(request, "share.html", shared=path, days=days, link=home + shares.link(path, until), until=until)
