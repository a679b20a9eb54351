"""How a change is told: the passages that differ, what was concluded from them, what people said to that."""

from typing import Literal

from pydantic import Field

from watcher.web.api.shapes.shape import Instant, Level, Page, Shape


class Link(Shape):
    """A link in a passage."""

    href: str
    text: str


class Block(Shape):
    """The smallest passage that a person would call one thing."""

    kind: str
    key: str
    text: str
    path: list[str]
    """The headings above it."""
    links: list[Link]


class Edit(Shape):
    """A passage before and after."""

    op: Literal["added", "removed", "altered", "moved"]
    kind: str
    key: str | None
    before: str | None
    after: str | None
    spans: list[tuple[Literal["equal", "delete", "insert"], str]]
    """Empty unless altered; without the insertions they are `before`, without the deletions `after`."""
    was: Block | None = None
    now: Block | None = None
    at: list[int | None] = Field(default_factory=list)
    """Its places before and after."""


class Where(Shape):
    """Which passage a finding speaks of."""

    path: list[str]
    key: str | None


class Finding(Shape):
    """What was concluded from a change."""

    id: str
    """`CHANGE#f1`, which is its anchor on the page of the change."""
    change: str
    kind: str
    severity: Level
    flags: list[str]
    summary: str
    where: Where
    before: str | None
    after: str | None
    rule: str
    """The detector that found it."""
    edits: list[int]
    """The edits that it explains, by their place in the change."""


class ListedFinding(Finding):
    """A finding with what its change says of it."""

    source: str
    last_seen_without: Instant
    first_seen_with: Instant
    made_at: Instant
    review: str | None
    """What was last said of its change; null: nobody said anything."""


class Findings(Page):
    """Findings, newest change first; a page holds all that were asked for of up to `limit` changes."""

    schema_: Literal["watcher.findings/1"] = "watcher.findings/1"
    findings: list[ListedFinding]
