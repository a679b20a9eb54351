"""What an exhibit is made of: one change, the two answers, where each is sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from watcher.model import Document, Told

_ENDINGS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "text/plain": "txt",
    "application/json": "json",
    "application/rss+xml": "xml",
    "application/atom+xml": "xml",
    "text/xml": "xml",
    "application/xml": "xml",
}


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal with what speaks for it."""

    number: int
    sha256: str
    """Of its list of hashes."""
    key: str
    stamps: tuple[tuple[str, datetime], ...] = ()
    """(authority, when it says that the seal was there)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands."""

    record: str
    """Its name in the list of its seal."""
    sha256: str
    seal: Seal


@dataclass(frozen=True, slots=True)
class Matter:
    """A change as told, with the places of its records."""

    told: Told
    title: str
    """What the page calls itself, else what the source is called."""
    source_name: str
    permalink: str
    """Where the change can be looked at; empty where no pages are published."""
    before: Place
    after: Place
    change: Place
    files: Mapping[str, bytes]
    """The evidence, by its path: records, seals, keys, bodies."""
    bodies: Mapping[str, bytes]
    """The decoded bodies, by their hash."""
    texts: tuple[Document | None, Document | None] = (None, None)
    """Both answers as they read under the rules of this version; None: no page was shown, or it is kept no more."""
    missing: tuple[str, ...] = ()
    """Bodies that its records name and that were withdrawn."""

    @property
    def seals(self) -> list[Seal]:
        """The seals over its records, each once, in order."""
        seals = {place.seal.number: place.seal for place in (self.before, self.after, self.change)}
        return [seals[number] for number in sorted(seals)]


def body_file(sha256: str, content_type: str) -> str:
    """What the plain file of a body is called.

    >>> body_file("ab12", "text/html; charset=utf-8")
    'bodies/ab12.html'
    """
    kind = content_type.partition(";")[0].strip().lower()
    return f"bodies/{sha256}.{_ENDINGS.get(kind, 'bin')}"
