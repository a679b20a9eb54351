"""How a body is read to its end within our limits."""

import hashlib
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass
from typing import Literal

from watcher.errors import TooLarge, Truncated, Undecodable
from watcher.net.answer import Trail
from watcher.net.decoding import decoder
from watcher.net.limits import Limits

_BODILESS = frozenset({204, 304})
_MIB = 1024 * 1024
_GZIP = b"\x1f\x8b\x08"


@dataclass(frozen=True, slots=True)
class Body:
    """A whole body, decoded."""

    content: bytes
    wire_bytes: int
    wire_sha256: str
    """Of the bytes as they came; empty where they came without a coding."""
    complete: Literal["proven", "unproven"]


async def read(pieces: AsyncIterable[bytes], trail: Trail, limits: Limits) -> Body:
    """The body decoded; raises TooLarge, Truncated and Undecodable."""
    headers = dict(reversed(trail.headers))
    content_type = headers.get("content-type", "")
    most = limits.wire(content_type)
    _check_announced(headers.get("content-length", ""), most)
    coding = ", ".join(value for name, value in trail.headers if name == "content-encoding")
    decode = decoder(coding, limits.decoded(content_type), limits)
    content: list[bytes] = []
    wire, digest = 0, hashlib.sha256()
    is_coded = bool(coding and coding != "identity")
    async for piece in pieces:
        wire += len(piece)
        if wire > most:
            raise TooLarge(f"the body is larger than {most // _MIB} MiB")
        if is_coded:
            digest.update(piece)
        content.extend(decode.feed(piece))
    framed = trail.status in _BODILESS or "content-length" in headers or "transfer-encoding" in headers
    if wire:
        decode.finish()
    elif coding and not framed:
        raise Truncated("the connection ended before the body began")
    whole = b"".join(content)
    if "html" in content_type.lower() and whole.startswith(_GZIP):
        raise Undecodable("what came in the page's place is still compressed")
    came = digest.hexdigest() if wire and is_coded else ""
    return Body(whole, wire, came, "proven" if framed or came else "unproven")


async def read_reply(pieces: AsyncIterator[bytes], most: int) -> bytes:
    """The beginning of a body, as it came; what is longer is left."""
    content = b""
    async for piece in pieces:
        content += piece
        if len(content) >= most:
            break
    return content[:most]


def _check_announced(length: str, most: int) -> None:
    if length.isascii() and length.isdigit() and int(length[:20]) > most:
        raise TooLarge(f"the body is announced as {length[:20]} bytes, more than {most // _MIB} MiB")
