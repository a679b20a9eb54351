"""Light or dark, as somebody's own browser is to remember it; without a choice the pages go by its system."""

from urllib.parse import urlsplit

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watcher.web.layout import THEME_COOKIE, THEMES

router = APIRouter()

_YEAR = 366 * 86_400


@router.get("/appearance/{theme}")
def appearance(request: Request, theme: str) -> Response:
    """Remember it, and go back to the page that it was asked on."""
    if theme not in (*THEMES, "system"):
        raise HTTPException(404, f"The pages are {', '.join(THEMES)}, or go by the system.")
    answer = RedirectResponse(_back(request), 303)
    if theme == "system":
        answer.delete_cookie(THEME_COOKIE)
    else:
        answer.set_cookie(THEME_COOKIE, theme, max_age=_YEAR, httponly=True, samesite="lax")
    return answer


def _back(request: Request) -> str:
    """The page of ours that the browser comes from, by its path alone; else the first one."""
    came = urlsplit(request.headers.get("referer", ""))
    if came.netloc != request.headers.get("host") or not came.path.startswith("/") or came.path.startswith("//"):
        return "/"
    return f"{came.path}?{came.query}" if came.query else came.path
