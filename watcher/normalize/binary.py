"""Payloads that are no text, so that nothing of them is read but which bytes they are."""

import soup5ever  # noqa: F401 - registers the builder
from bs4 import BeautifulSoup

from watcher.model import Payload, Source
from watcher.normalize.page import Page
from watcher.urls import shown

_STARTS = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_PRESCAN_BYTES = 1024


def is_binary(body: bytes) -> bool:
    """Whether the bytes are a file rather than text: by their start, or a NUL outside UTF-16."""
    start = body[:_PRESCAN_BYTES].lstrip()
    return start.startswith(_STARTS) or (b"\0" in start and not start.startswith((*_MARKS, b"<")))


def unread(payload: Payload, source: Source) -> Page:
    """A page that offers the file and says its checksum; flagged, since its words were not read."""
    address = payload.url or source.url
    soup = BeautifulSoup("<ul><li><a></a></li></ul>", "html5ever")
    link = soup.find_all("a")[0]
    link["href"] = address
    link.string = shown(address).rpartition("/")[2] or "file"
    link.insert_after(f" ({len(payload.body)} bytes, SHA-256 {payload.sha256})")
    return Page(soup, (), (), payload.url, "binary", source, lossy=True)
