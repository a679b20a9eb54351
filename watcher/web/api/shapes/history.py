"""How a change is told, whole or in a list, with what people said to it."""

from typing import Literal

from watcher.web.api.shapes.changes import Edit, Finding
from watcher.web.api.shapes.looks import Snapshot
from watcher.web.api.shapes.shape import Instant, Page, Shape


class Side(Shape):
    """One side of a change."""

    version: int | None
    """Null where the answer is no page."""
    snapshot: Snapshot


class Summary(Shape):
    """A change in a list."""

    change: str
    source: str
    from_: Side
    """The last look without."""
    to: Side
    """The first look with."""
    made_at: Instant
    rules: str
    """The rules under which it was told."""
    findings: list[Finding]
    review: str | None
    """What was last said of it; null: nobody said anything."""


class Changes(Page):
    """Changes as they were told, newest first."""

    schema_: Literal["watcher.changes/1"] = "watcher.changes/1"
    changes: list[Summary]


class Review(Shape):
    """What a person said of a change."""

    verdict: str
    note: str
    by: str
    at: Instant


class Change(Summary):
    """A change as it was told, whole."""

    schema_: Literal["watcher.change/1"] = "watcher.change/1"
    edits: list[Edit]
    reviews: list[Review]
    """Oldest first."""
