"""The findings of one period for one subscription, on their way to a reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from watcher.model.finding import Finding
from watcher.model.kinds import Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding as it is told: with its source, its versions and the interval."""

    finding_id: str
    """`CHANGE#f3`."""
    change_id: str
    source_id: str
    source_name: str
    url: str
    """The live address."""
    before_version: int | None
    after_version: int | None
    last_without: datetime
    """The last look that did not show it."""
    first_with: datetime
    """The first look that did."""
    finding: Finding
    sent_earlier: datetime | None = None
    """When another digest for the same channel told it already."""
    also: tuple[str, ...] = ()
    """The findings, by id, that it stands for too: those of a page that goes to and fro are told once."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A source that could not be seen, and since when."""

    source_id: str
    source_name: str
    url: str
    since: datetime
    reason: str
    """In words: `blocked by the site or a protection service in front of it (403)`."""
    last_version: int | None = None
    short: str = ""
    """The reason in two or three words: `blocked, 403`."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked at in the period, so that silence can be trusted."""

    since: datetime
    until: datetime
    sources: int
    read: int
    checks: int
    left_out: int = 0
    """Cosmetic findings (severity noise) that are not told."""
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """What one subscription is owed for one period."""

    id: str
    subscription: str
    window: str
    """Names the period once for all, e.g. `2026-11-22/daily`."""
    made_at: datetime
    entries: tuple[Entry, ...]
    coverage: Coverage
    timezone: str = "UTC"
    why: str = ""
    """Why the reader gets this: `you subscribe to tag "dhs", daily`."""
    next_at: datetime | None = None
    notices: tuple[str, ...] = ()
    """What is to be known before all else: that a mass change is held back, or what became of it."""
    undelivered: tuple[str, ...] = ()
    """What other channels could not be sent."""
    topic: str = ""
    """What it is about, where it tells of no change."""
    outage: str = ""
    """Id of the digest that told first of what it goes on about: pages that cannot be read."""
    seal: str = ""
    """`seal 123 sha256 <64 hex>`: who keeps the message can tell whether anything before it was altered."""


@dataclass(frozen=True, slots=True)
class Message:
    """A digest in words, composed once and never again."""

    digest_id: str
    subject: str
    text: str
    html: str
    record: Mapping[str, object]
    """The full record in JSON's types (`watcher.digest/1`); chat renderings are made of it."""
    made_at: datetime
    severity: Severity = Severity.NOISE
    headers: tuple[tuple[str, str], ...] = field(default=())
    """Mail headers beyond the usual ones (`X-Watcher-*`, `List-*`)."""


@dataclass(frozen=True, slots=True)
class Station:
    """What became of a delivery, and when."""

    at: datetime
    state: str
    """That it was in from then on."""
    attempt: int
    error: str = ""
    """What went wrong then; empty where nobody was asked anything."""
    reply: str = ""

    @property
    def is_first(self) -> bool:
        """Whether no other was before it: begun with, or dropped before that."""
        return self.attempt <= 1 and self.state in ("sending", "dropped")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message's journey to one recipient."""

    id: str
    digest_id: str
    channel: str
    recipient: str
    part: int = 1
    attempt: int = 0
    state: str = "pending"
    """`pending sending retry unknown sent dead dropped`."""
    next_at: datetime | None = None
    last_error: str = ""
    reply: str = ""
    """What the other side answered to the last attempt."""
    ticket: str = ""
    """By which its recipient, and nobody else, can leave the subscription; empty: none was made for it."""
