"""How a digest is told, with each delivery of it."""

from typing import Any, Literal

from pydantic import ConfigDict

from watcher.web.api.shapes.changes import Edit, Where
from watcher.web.api.shapes.shape import Instant, Level, Page, Shape


class Watched(Shape):
    """The page that an entry is about."""

    id: str
    name: str
    url: str


class Before(Shape):
    """The last look without."""

    version: int | None
    last_without: Instant


class After(Shape):
    """The first look with."""

    version: int | None
    first_with: Instant


class Entry(Shape):
    """A finding as it is told."""

    model_config = ConfigDict(extra="allow")

    id: str
    change: str
    kind: str
    severity: Level
    flags: list[str]
    summary: str
    where: Where
    before: str | None
    after: str | None
    rule: str
    source: Watched
    from_: Before
    to: After
    edits: list[Edit]
    excerpt: list[list[tuple[Literal["equal", "delete", "insert"], str]]]
    """What differs with a sentence around it, as mails and chats show it."""
    words: dict[str, Any]
    """The wording of mails and chats."""
    links: dict[str, str | None]


class Unreadable(Shape):
    """A page that could not be seen."""

    model_config = ConfigDict(extra="allow")

    source: str
    name: str
    url: str
    since: Instant
    reason: str
    last_version: int | None


class Coverage(Shape):
    """What was looked at in the period."""

    model_config = ConfigDict(extra="allow")

    since: Instant
    until: Instant
    sources: int
    read: int
    checks: int
    left_out: int
    """Cosmetic findings that are not told."""
    unreadable: list[Unreadable]


class Digest(Shape):
    """What one subscription was told of one period: what webhooks get, and what chats are made of."""

    model_config = ConfigDict(extra="allow", title="watcher.digest/1")

    schema_: Literal["watcher.digest/1"] = "watcher.digest/1"
    id: str
    """Stays the same when a delivery is repeated."""
    subscription: str
    window: str
    """Names the period once for all."""
    made_at: Instant
    timezone: str
    why: str
    next_at: Instant | None
    severity: Level
    subject: str
    url: str | None
    seal: str | None = None
    words: dict[str, Any]
    counts: dict[str, int]
    coverage: Coverage
    entries: list[Entry]


class Line(Shape):
    """A digest in a list."""

    id: str
    subscription: str
    made_at: Instant
    severity: Level
    subject: str
    changes: int
    deliveries: dict[str, int]
    """State → how many of its deliveries are in it."""


class Digests(Page):
    """Digests, newest first."""

    schema_: Literal["watcher.posted/1"] = "watcher.posted/1"
    digests: list[Line]


class Station(Shape):
    """What became of a delivery, and when."""

    at: Instant
    state: str
    attempt: int
    error: str
    reply: str


class Delivery(Shape):
    """One message's journey to one recipient."""

    id: str
    digest: str
    channel: str
    recipient: str
    part: int
    attempt: int
    state: str
    """`pending sending retry unknown sent dead dropped`."""
    next_at: Instant | None
    last_error: str
    reply: str
    """What the other side answered to the last attempt."""
    stations: list[Station]
    """What became of it, in order; those of an earlier release only after `watcher reindex`."""


class Deliveries(Page):
    """Deliveries, those of the newest digest first."""

    schema_: Literal["watcher.deliveries/1"] = "watcher.deliveries/1"
    deliveries: list[Delivery]
