"""How a body lies in its file: zstd, alone or against an earlier body, which the file then names at its head.

The head is a skippable frame of zstd's own format, so the plain tool reads both kinds:
`zstd -dc FILE`, or `zstd -dc -D BASE FILE` with the decoded base in a regular file.
"""

import struct
from dataclasses import dataclass

import zstandard

from watcher.errors import StoreError

_LEVEL = 3
"""Measured: with a dictionary the higher levels are worse."""
_HEAD = struct.Struct("<II32s")
_SKIPPABLE, _NAME_LENGTH = 0x184D2A57, 32
_TRAINED = bytes.fromhex("37a430ec")
"""A body that begins so would be taken for a trained dictionary."""
_LARGEST_BASE = 8 << 20
"""Bytes; a batch holds a base in memory, and the plain tool takes no dictionary above 32 MB."""
BODY_LIMIT = 256 << 20
"""Bytes that a blob may decode to; far above what is ever fetched."""


@dataclass(frozen=True, slots=True)
class Base:
    """A body that lies alone in its file, for others to lean on."""

    sha256: str
    body: bytes
    stored: int
    """The bytes of its file."""


def alone(body: bytes) -> bytes:
    """The file of a body that leans on no other."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(body)


def against(body: bytes, base: Base) -> bytes | None:
    """The file of a body that leans on that one; None where this is not clearly smaller.

    Clearly: half of what the base itself takes in its file, byte for byte.
    """
    if not body or len(base.body) > _LARGEST_BASE or base.body.startswith(_TRAINED):
        return None
    head = _HEAD.pack(_SKIPPABLE, _NAME_LENGTH, bytes.fromhex(base.sha256))
    content = head + zstandard.ZstdCompressor(level=_LEVEL, dict_data=_dictionary(base.body)).compress(body)
    return content if 2 * len(content) * len(base.body) < base.stored * len(body) else None


def base_of(content: bytes) -> str | None:
    """The body that a file says it leans on."""
    if len(content) < _HEAD.size:
        return None
    magic, length, name = _HEAD.unpack_from(content)
    return name.hex() if (magic, length) == (_SKIPPABLE, _NAME_LENGTH) else None


def decoded(content: bytes, base: bytes | None = None) -> bytes:
    """The body that lies in a file; raises StoreError when it is damaged."""
    reader = zstandard.ZstdDecompressor(dict_data=None if base is None else _dictionary(base))
    try:
        return reader.decompress(content if base is None else content[_HEAD.size :], max_output_size=BODY_LIMIT)
    except zstandard.ZstdError as error:
        raise StoreError(f"expected a zstd file, found damage ({error})") from error


def _dictionary(body: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(body, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
