"""What a source answered at one instant, whatever it was."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property


class Outcome(StrEnum):
    """What came of a look. Only `ok` may become a version."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    EMPTY = "empty"
    BLOCKED = "blocked"
    RATE_LIMITED = "rate_limited"
    GONE = "gone"
    SOFT_GONE = "soft_gone"
    ERROR_PAGE = "error_page"
    SERVER_ERROR = "server_error"
    REDIRECT_LOOP = "redirect_loop"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    DECODE_ERROR = "decode_error"
    TLS_ERROR = "tls_error"
    DNS_ERROR = "dns_error"
    CONNECT_ERROR = "connect_error"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    ROBOTS_DISALLOWED = "robots_disallowed"
    UNREADABLE = "unreadable"
    """The answer was a page, but our reader died on it (`trust.md` N14)."""

    @property
    def is_page(self) -> bool:
        """The source showed its page, new or unchanged."""
        return self in (Outcome.OK, Outcome.NOT_MODIFIED)

    @property
    def is_gone(self) -> bool:
        """The publisher says that the page is not there: news, not a fault."""
        return self in (Outcome.GONE, Outcome.SOFT_GONE)

    @property
    def is_failing(self) -> bool:
        """Neither a page nor gone: weather, told as health of our own looking."""
        return not self.is_page and not self.is_gone


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect on the way: who sent us where."""

    status: int
    url: str
    location: str
    ip: str | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who else captured an answer: its word has to be taken for what came and when."""

    by: str
    """`web.archive.org`, or the name and the SHA-256 of a web archive's file."""
    address: str
    """Where the capture can be had again: its 14-digit address, or the id of its record."""
    memento: str = ""
    """The `Memento-Datetime` that the archive gave with it."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """That the kept body is no answer, but what the scripts of one made of it."""

    by: str
    """The browser, with its version."""
    sha256: str
    """Of the answer's own decoded body, which is not kept."""
    bytes: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """As whom an answer was asked for, and over what it came."""

    program: str
    """`watcher 0.1.0`."""
    user_agent: str
    http_version: str = ""
    """`1.1`."""
    tls: str = ""
    """`TLSv1.3`; empty: it came without."""
    certificates: tuple[str, ...] = ()
    """The chain that was believed, the host's own certificate first: the SHA-256 of each (DER)."""

    @property
    def asker(self) -> str:
        """Who asked, and by which name."""
        return f"{self.program}, as {self.user_agent}"

    @property
    def way(self) -> str:
        """Over what the answer came."""
        return f"HTTP/{self.http_version}, {self.tls or 'not encrypted'}"


@dataclass(frozen=True, slots=True)
class Monotonic:
    """Where the machine's monotonic clock stood, which is not set with the time of day."""

    boot: str
    """Which start of the machine it counts from: 16 hex digits, the same for all looks of one start."""
    mono_ms: int
    """Milliseconds; while the machine sleeps it stands still."""

    def __str__(self) -> str:
        return f"{self.mono_ms / 1000:.3f} s counted since start {self.boot} of the machine, its sleep aside"


@dataclass(frozen=True, slots=True)
class Further:
    """What a further page of a listing answered, at the same look."""

    url: str
    final_url: str = ""
    status: int | None = None
    content_type: str = ""
    body_sha256: str | None = None
    body_bytes: int = 0


@dataclass(frozen=True)
class Payload:
    """The decoded bytes of an answer and what is needed to read them."""

    body: bytes
    content_type: str = ""
    """The `Content-Type` header as received."""
    url: str = ""
    """Where the bytes came from in the end; relative links are resolved against it."""
    further: tuple["Payload", ...] = ()
    """The further pages of a listing, in order."""

    @property
    def pages(self) -> tuple["Payload", ...]:
        """Itself, then the further pages."""
        return (self, *self.further)

    @cached_property
    def sha256(self) -> str:
        """64 hex digits of the decoded body."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The record of one look: only what was observed, nothing derived."""

    source_id: str
    url: str
    started_at: datetime
    finished_at: datetime
    outcome: Outcome
    final_url: str = ""
    hops: tuple[Hop, ...] = ()
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """As received, in order, names lower-cased."""
    body_sha256: str | None = None
    """Of the decoded body; for `not_modified` that of the body confirmed."""
    body_bytes: int = 0
    wire_bytes: int = 0
    wire_sha256: str = ""
    """Of the body as it came, compressed; empty: it came as it is kept, or nothing came."""
    complete: str = ""
    """`proven` (length, last chunk or end of the coding was seen), `unproven`, or empty without a body."""
    ip: str | None = None
    reasons: tuple[str, ...] = field(default=())
    """Why the outcome was chosen, in words."""
    further: tuple[Further, ...] = ()
    """The further pages of a listing that were asked for at this look, in order."""
    provenance: Provenance | None = None
    """None: we looked ourselves."""
    rendered: Rendered | None = None
    """None: the body is the answer's own."""
    exchange: Exchange | None = None
    """None: nothing answered, or somebody else asked."""
    clock: Monotonic | None = None
    """At `finished_at`; None: not known, or somebody else looked."""

    @property
    def id(self) -> str:
        """`SOURCE/20261121T103000.417Z`: stable, readable, sorted by time."""
        return f"{self.source_id}/{stamp(self.started_at)}"

    def header(self, name: str) -> str | None:
        """The first header of that (lower-case) name."""
        return next((value for key, value in self.headers if key == name), None)


def stamp(moment: datetime) -> str:
    """A UTC instant with milliseconds as it stands in snapshot ids.

    >>> from datetime import UTC
    >>> stamp(datetime(2026, 11, 21, 10, 30, 0, 417000, tzinfo=UTC))
    '20261121T103000.417Z'
    """
    text = moment.isoformat(timespec="milliseconds")[:23]
    return text.replace("-", "").replace(":", "") + "Z"
