"""How large a request may be."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

_ADDRESS, _LINES, _FORM = 8 * 1024, 32 * 1024, 64 * 1024
_FORM_TOO_LARGE, _ADDRESS_TOO_LONG, _LINES_TOO_LARGE = 413, 414, 431
TOO_LARGE = "That is more than these pages take.\n"


def excess(scope: Scope) -> int | None:
    """The status that refuses what is larger, as far as the request says so itself; None: it is not."""
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > _ADDRESS:
        return _ADDRESS_TOO_LONG
    if sum(len(name) + len(value) for name, value in scope["headers"]) > _LINES:
        return _LINES_TOO_LARGE
    said = Headers(scope=scope).get("content-length", "0")
    return _FORM_TOO_LARGE if not (said.isascii() and said.isdigit()) or int(said[:20]) > _FORM else None


def bounded(receive: Receive) -> Receive:
    """The request's body, refused as soon as it is more than any form of these pages holds."""
    left = _FORM

    async def received() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(_FORM_TOO_LARGE, TOO_LARGE.strip())
        return message

    return received
