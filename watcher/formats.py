"""Which format the bytes of an answer are in, whatever its headers call it."""

import re

_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = b"\xef\xbb\xbf"
_PRESCAN_BYTES = 1024
_PROLOGUE_BYTES = 8192
_PROLOGUE = ((b"<?", b"?>"), (b"<!--", b"-->"), (b"<!", b">"))
_FEED = re.compile(rb"<(?:rss|rdf:RDF|(?:\w{1,20}:)?feed)[\s>]")


def format_of(body: bytes) -> str:
    """`pdf`, `feed` or `json`; `file` for what is no text at all; empty for a page or a text.

    >>> format_of(b'<?xml version="1.0"?><rss version="2.0">'), format_of(b'{"open": true}'), format_of(b"<p>Open</p>")
    ('feed', 'json', '')
    """
    start = body[:_PRESCAN_BYTES].removeprefix(_UTF8_MARK).lstrip()
    if start.startswith(b"%PDF-") or (b"%PDF-" in start and b"%%EOF" in body[-_PRESCAN_BYTES:]):
        return "pdf"
    if start.startswith(_FILES) or (b"\0" in start and not start.startswith((*_MARKS, b"<"))):
        return "file"
    if (start[:1], body[-64:].rstrip()[-1:]) in ((b"{", b"}"), (b"[", b"]")):
        return "json"
    return "feed" if start.startswith(b"<") and _is_feed(body[:_PROLOGUE_BYTES]) else ""


def _is_feed(start: bytes) -> bool:
    """Whether the first element, behind declarations and comments, is a feed's."""
    at = max(0, start.find(b"<"))
    while opening := next((pair for pair in _PROLOGUE if start.startswith(pair[0], at)), None):
        end = start.find(opening[1], at)
        at = start.find(b"<", end) if end >= 0 else -1
        if at < 0:
            return False
    return bool(_FEED.match(start, at))
