"""What is answered to a question of its own: health, a hash, the kinds; and what is said of a refusal."""

from typing import Literal

from pydantic import Field

from watcher.web.api.shapes.shape import Instant, Level, Sha256, Shape


class Index(Shape):
    """Where everything is."""

    schema_: Literal["watcher.api/1"] = "watcher.api/1"
    version: str
    links: dict[str, str]


class Problem(Shape):
    """Why a request was not answered (RFC 9457); sent as `application/problem+json`."""

    type: str
    """`urn:watcher:CODE`, or `about:blank` where the status says it all."""
    title: str
    status: int
    detail: str
    """What is the matter, and the way out."""
    instance: str
    """The path that was asked for."""
    code: str | None = None
    """As the command line prints it: `E_NOT_KNOWN`."""
    errors: list[str] = Field(default_factory=list)
    """Each mistake in the request."""


class Unseen(Shape):
    """A source that did not show its page."""

    id: str
    since: Instant
    outcome: str
    failures: int
    reason: str
    way_out: str


class Amounts(Shape):
    """How much is kept."""

    records: int
    """The number of the latest look's record in the ledger."""
    versions: int
    changes: int
    digests: int


class Sealed(Shape):
    """The latest seal."""

    number: int
    sha256: Sha256
    at: Instant


class Health(Shape):
    """Whether the looking itself is well."""

    schema_: Literal["watcher.health/1"] = "watcher.health/1"
    now: Instant
    sources: int
    read: int
    """Those whose latest look showed the page."""
    last_look: Instant | None
    """Of any page that could be read."""
    unseen: list[Unseen]
    """At most 500."""
    deliveries: dict[str, int]
    """State → how many there are."""
    kept: Amounts
    seal: Sealed | None


class Known(Shape):
    """One thing of which a hash is."""

    what: Literal["body", "words", "seal", "sealed"]
    name: str


class Hash(Shape):
    """What a hash is of."""

    schema_: Literal["watcher.hash/1"] = "watcher.hash/1"
    sha256: Sha256
    known: list[Known]
    check: str | None
    """Of a body: what hashing the kept bytes again came to, just now."""


class Kind(Shape):
    """A kind of finding."""

    name: str
    severity: Level
    """As a rule; a finding may weigh more or less."""
    meaning: str
    family: str
    """What it is about."""


class Kinds(Shape):
    """Everything that can be found."""

    schema_: Literal["watcher.kinds/1"] = "watcher.kinds/1"
    kinds: list[Kind]
