"""What of a digest is told in a chat, before any markup."""

from dataclasses import dataclass

from watcher.deliver.passage import Span
from watcher.text import shorten

_LONGEST_ADDRESS = 1_000


@dataclass(frozen=True, slots=True)
class Said:
    """One change, every piece on one line."""

    severity: str
    glyph: str
    summary: str
    place: str
    interval: str
    notes: tuple[str, ...]
    passages: tuple[tuple[Span, ...], ...]
    more: tuple[str, ...]
    """That there are more words than the passages show."""
    links: tuple[tuple[str, str], ...]
    """(label, address or command)."""

    @property
    def level(self) -> str:
        """What it weighs, with its sign: `■ CRITICAL`."""
        return f"{self.glyph} {self.severity.upper()}"

    @property
    def shortly(self) -> str:
        """What and where, where there is room for a line only."""
        return f"{shorten(self.summary, 140)}, {shorten(self.place, 100)}"


@dataclass(frozen=True, slots=True)
class Brief:
    """A digest as far as it is told; no word of it calls anybody."""

    subject: str
    severity: str
    lead: str
    notices: tuple[str, ...]
    full: tuple[Said, ...]
    lines: tuple[Said, ...]
    more: int
    """So many changes are only counted."""
    unread: tuple[str, ...]
    footer: tuple[str, ...]
    """What was looked at, why this came."""
    id: str
    url: str
    """Where all of it is to be seen; empty where nothing is published."""

    @property
    def number(self) -> str:
        """What a reader calls it by."""
        return f"Digest {self.id}"

    @property
    def rest(self) -> str:
        """What is only counted, beside what is told."""
        return f"and {self.more:,} more" if self.more and (self.full or self.lines) else ""

    @property
    def whole(self) -> str:
        """How to see all of it, in words."""
        return self.number if self.url else f"{self.number}, all of it: watcher digest show {self.id}"


def followable(address: str) -> bool:
    """Whether a link may lead there; else it is a command to type."""
    return address.startswith(("http://", "https://")) and len(address) <= _LONGEST_ADDRESS
