"""How a look is told, with the versions that looks brought."""

from typing import Literal

from pydantic import Field

from watcher.web.api.shapes.changes import Block
from watcher.web.api.shapes.shape import Instant, Level, Page, Sha256, Shape, VersionName


class Redirect(Shape):
    """One redirect on the way."""

    status: int
    url: str
    location: str
    ip: str | None = None


class Body(Shape):
    """The decoded bytes of an answer, by their hash."""

    sha256: Sha256 | None
    """Null where the answer had none."""
    bytes: int
    complete: str | None = None
    """`proven`, `unproven`, or empty without a body."""


class Further(Shape):
    """What a further page of a list answered at the same look."""

    url: str
    final_url: str
    status: int | None
    content_type: str
    body: Body


class Provenance(Shape):
    """Who else captured an answer."""

    by: str
    address: str
    memento: str = ""


class Rendered(Shape):
    """What browser built the page, out of which answer."""

    by: str
    sha256: str
    bytes: int


class Exchange(Shape):
    """As whom the answer was asked for, and over what it came."""

    program: str
    user_agent: str
    http_version: str
    tls: str | None = None
    """`TLSv1.3`; null: it came without."""
    cert_chain_sha256: list[str] = Field(default_factory=list)
    """The chain that was believed, the host's own certificate first: the SHA-256 of each (DER)."""


class Monotonic(Shape):
    """Where the machine's monotonic clock stood, and which start of the machine it counts from."""

    boot: str
    mono_ms: int


class Snapshot(Shape):
    """One look: what was asked, what came."""

    id: str
    """`SOURCE/20261121T103000.417Z`."""
    source_id: str
    url: str
    final_url: str
    redirects: list[Redirect]
    started_at: Instant
    finished_at: Instant
    outcome: str
    reasons: list[str]
    """Why the outcome was chosen, in words."""
    status: int | None
    headers: list[tuple[str, str]]
    """As received, in order."""
    body: Body
    wire_bytes: int
    wire_sha256: str | None = None
    """Of the body as it came, compressed; null: it came as it is kept."""
    ip: str | None
    further: list[Further] = Field(default_factory=list)
    """The further pages of a list."""
    provenance: Provenance | None = None
    """Null: we looked ourselves."""
    rendered: Rendered | None = None
    """Null: the body is the answer's own."""
    exchange: Exchange | None = None
    """Null: nothing answered, or somebody else asked."""
    clock: Monotonic | None = None
    """At `finished_at`; null: not known, or somebody else looked."""


class Snapshots(Page):
    """Looks, the last that was kept first."""

    schema_: Literal["watcher.snapshots/1"] = "watcher.snapshots/1"
    snapshots: list[Snapshot]


class Version(Shape):
    """What the page said for a while."""

    version: VersionName
    since: Instant
    confirmed: Instant
    """The last look that still showed it."""
    snapshot: str
    """The first look that showed it."""
    kind: str
    title: str
    words: int
    fingerprint: str
    """Of its words, under the rules named here."""
    rules: str
    figures: dict[str, str]
    """The tracked figures, as the page gives them."""
    change: str | None
    """The change that brought it; null for the first."""
    severity: Level | None
    summary: str | None
    """The gravest finding of that change, in words."""


class Versions(Page):
    """The versions of one source, newest first."""

    schema_: Literal["watcher.versions/1"] = "watcher.versions/1"
    source: str
    versions: list[Version]


class Stripped(Shape):
    """What a rule took out before anything was compared."""

    rule: str
    text: str


class Document(Shape):
    """A version as a reader sees it, read with today's rules."""

    schema_: Literal["watcher.document/1"] = "watcher.document/1"
    snapshot: str
    version: VersionName
    kind: str
    kind_confidence: float
    facts: dict[str, str | None]
    """What the page says of itself."""
    blocks: list[Block]
    stripped: list[Stripped]
    lossy: bool
    """Some text may have been lost in reading."""
