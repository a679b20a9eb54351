"""How much a form may hold."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

_MOST = 64 * 1024
_TOO_LARGE = 413


def is_too_large(headers: Headers) -> bool:
    """Whether the request says so itself."""
    said = headers.get("content-length", "0")
    return not (said.isascii() and said.isdigit()) or int(said[:20]) > _MOST


def bounded(receive: Receive) -> Receive:
    """The request's body, refused as soon as it is more."""
    left = _MOST

    async def received() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(_TOO_LARGE, "That is more than any form of these pages holds.")
        return message

    return received
