"""What a server answered, all of it or as far as it came."""

from dataclasses import dataclass, field
from typing import Literal

from watcher.model import Exchange, Hop


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, its body decoded."""

    url: str
    """As asked."""
    final_url: str
    """Where the answer came from, after all redirects."""
    status: int
    headers: tuple[tuple[str, str], ...]
    """As received, in order, names lower-cased; each character of a value is one byte."""
    hops: tuple[Hop, ...]
    body: bytes
    wire_bytes: int
    """Of the body as it came, before decoding."""
    complete: Literal["proven", "unproven"]
    """Whether the body's end was seen, or only the connection's."""
    ip: str | None
    exchange: Exchange | None = None
    seconds: float = 0.0
    """From asking to the last byte, redirects included."""
    wire_sha256: str = ""
    """Of the body as it came; empty where it came without a coding."""

    def header(self, name: str) -> str | None:
        """The first header of that (lower-case) name."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(slots=True)
class Trail:
    """How far a look has come; what is left of it when it fails."""

    url: str
    """Where we are now; after the last redirect the final address."""
    hops: list[Hop] = field(default_factory=list)
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    ip: str | None = None
    exchange: Exchange | None = None
