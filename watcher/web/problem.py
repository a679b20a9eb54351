"""What a program is told when it gets no answer (RFC 9457)."""

import re
from collections.abc import Iterable
from http import HTTPStatus

from starlette.responses import JSONResponse
from starlette.types import Scope

KIND = "application/problem+json"
_FOR_PROGRAMS = re.compile(r"/(?:api|schema|timegate|timemap)/.*|/metrics|.*\.(?:atom|csv|json)")


def is_for_programs(scope: Scope) -> bool:
    """Whether a program asks, and no person reads the answer; by the address as it was typed."""
    raw = scope.get("raw_path") or b""
    return any(_FOR_PROGRAMS.fullmatch(path) for path in (scope["path"], raw.decode("latin-1")))


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
