"""The way in for the operator: the token that `watcher serve` prints, once for each browser."""

from math import ceil
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watcher.web.guard import session_of
from watcher.web.layout import page
from watcher.web.sessions import COOKIE, Sessions

router = APIRouter()


@router.get("/login")
def ask(request: Request) -> Response:
    """The form for the token."""
    return page(request, "login.html", failed=False)


@router.post("/login")
def log_in(request: Request, token: Annotated[str, Form(max_length=200)]) -> Response:
    """A session for who knows the token; who tried too often has to wait."""
    sessions: Sessions = request.app.state.sessions
    if sessions.wait:
        answer = page(request, "login.html", status=429, failed=True)
        answer.headers["retry-after"] = str(ceil(sessions.wait))
        return answer
    session = sessions.open(token.strip())
    if session is None:
        return page(request, "login.html", status=401, failed=True)
    entered = RedirectResponse("/", 303)
    entered.set_cookie(COOKIE, session, httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return entered


@router.post("/logout")
def log_out(request: Request) -> Response:
    """The session is over."""
    request.app.state.sessions.close(session_of(Headers(scope=request.scope)))
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(COOKIE)
    return answer
