"""What a program is told when it gets no answer (RFC 9457)."""

from collections.abc import Iterable
from http import HTTPStatus

from starlette.responses import JSONResponse
from starlette.types import Scope

KIND = "application/problem+json"


def problem(
    scope: Scope, status: int, detail: str, *, code: str | None = None, errors: Iterable[str] = ()
) -> JSONResponse:
    """The answer that says what is the matter, and the way out."""
    said = {
        "type": f"urn:watcher:{code}" if code else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": scope["path"],
        "code": code,
        "errors": list(errors),
    }
    return JSONResponse(said, status, media_type=KIND)
