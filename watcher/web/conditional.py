"""Whether who asks has the answer already (RFC 9110, section 13)."""

import hashlib
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response


def conditional(request: Request, content: bytes, media_type: str, changed_at: datetime | None = None) -> Response:
    """The answer, or that who asks has it."""
    known = validators(content, changed_at)
    if is_known(request.headers, known):
        return Response(status_code=304, headers=known)
    return Response(content, headers=known, media_type=media_type)


def validators(content: bytes, changed_at: datetime | None = None) -> dict[str, str]:
    """The headers by which the answer can be recognised."""
    made = {"etag": f'"{hashlib.sha256(content).hexdigest()[:32]}"', "cache-control": "private, no-cache"}
    return made | ({"last-modified": format_datetime(changed_at, usegmt=True)} if changed_at else {})


def is_known(asked: Headers, validators: dict[str, str]) -> bool:
    """By its tag where the reader names one, else by its time."""
    if named := asked.get("if-none-match"):
        tags = [one.strip().removeprefix("W/") for one in named.split(",")]
        return named.strip() == "*" or validators["etag"] in tags
    since, changed = (_time(headers) for headers in (asked.get("if-modified-since"), validators.get("last-modified")))
    return since is not None and changed is not None and changed <= since


def _time(text: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else None
