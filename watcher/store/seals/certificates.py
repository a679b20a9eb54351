"""In which order the certificates of a time stamp stand.

DER wants a set sorted, OpenSSL sends it as it comes, and the library that reads stamps refuses that. No signature
covers the order: a copy is put right for reading, while what is kept stays as it came.
"""

from collections.abc import Iterator

_SEQUENCE, _CONTEXT_0, _LONG = 0x30, 0xA0, 0x80


def in_order(token: bytes) -> bytes:
    """The time stamp with its certificates sorted; what is no time stamp comes back as it is."""
    try:
        start, end = _certificates(token)
        return token[:start] + b"".join(sorted(_whole(token, start, end))) + token[end:]
    except (ValueError, IndexError):
        return token


def _certificates(token: bytes) -> tuple[int, int]:
    """Where they stand: response > token > content > signed-data > certificates."""
    place = 0, len(token)
    for tag, nth in ((_SEQUENCE, 0), (_SEQUENCE, 1), (_CONTEXT_0, 1), (_SEQUENCE, 0), (_CONTEXT_0, 3)):
        place = _inside(token, *list(_parts(token, *place))[nth], tag)
    return place


def _whole(content: bytes, start: int, end: int) -> Iterator[bytes]:
    for first, last in _parts(content, start, end):
        yield content[first:last]


def _parts(content: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each part between these places begins and ends, its tag and length included."""
    while start < end:
        head, length = _length(content, start)
        if head + length > end:
            raise ValueError("a part that is longer than what holds it")
        yield start, head + length
        start = head + length


def _inside(content: bytes, start: int, end: int, tag: int) -> tuple[int, int]:
    if content[start] != tag:
        raise ValueError(f"expected tag {tag:#x}, found {content[start]:#x}")
    return _length(content, start)[0], end


def _length(content: bytes, start: int) -> tuple[int, int]:
    """(where the content of the part begins, how long it is)."""
    short = content[start + 1]
    if short < _LONG:
        return start + 2, short
    size = short - _LONG
    return start + 2 + size, int.from_bytes(content[start + 2 : start + 2 + size], "big")
