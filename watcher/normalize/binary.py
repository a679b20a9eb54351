"""Files of which nothing is read but which bytes they are."""

import soup5ever  # noqa: F401 - registers the builder
from bs4 import BeautifulSoup

from watcher.formats import format_of
from watcher.model import Payload, Source, fact
from watcher.normalize.page import Page
from watcher.urls import shown


def is_binary(body: bytes) -> bool:
    """Whether the bytes are a file rather than text."""
    return format_of(body) in ("pdf", "file")


def unread(payload: Payload, source: Source, why: str = "files of this format are not read") -> Page:
    """A page that offers the file and says its checksum; flagged, since its words were not read."""
    address = payload.url or source.url
    soup = BeautifulSoup("<ul><li><a></a></li></ul>", "html5ever")
    link = soup.find_all("a")[0]
    link["href"] = address
    link.string = shown(address).rpartition("/")[2] or "file"
    link.insert_after(f" ({len(payload.body)} bytes, SHA-256 {payload.sha256})")
    return Page(soup, (fact("unread", why),), (), payload.url, "binary", source, lossy=True)
