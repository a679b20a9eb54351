"""When each page had a phrase, with the passages in which it came or went."""

from typing import Literal

from watcher.web.api.shapes.shape import Instant, Shape, VersionName


class Stay(Shape):
    """A stretch of versions that have the phrase."""

    first: VersionName
    last_seen_without: Instant | None
    """Null: it was there from the first copy on."""
    first_seen_with: Instant
    last_seen_with: Instant
    gone: VersionName | None
    """The first version without it again; null: it still stands."""
    first_seen_without: Instant | None


class Life(Shape):
    """When one page had the phrase."""

    source: str
    stands: bool
    stays: list[Stay]
    text: str
    """A passage with it."""


class Hit(Shape):
    """A passage in which the phrase came or went."""

    change: str
    source: str
    in_: Literal["added", "removed"]
    version: VersionName | None
    last_seen_without: Instant | None = None
    first_seen_with: Instant | None = None
    """Where it came."""
    last_seen_with: Instant | None = None
    first_seen_without: Instant | None = None
    """Where it went."""
    before: str | None
    after: str | None


class Found(Shape):
    """The pages that had a phrase, at most fifty; the newest passages in which it came or went, at most a hundred."""

    schema_: Literal["watcher.search/1"] = "watcher.search/1"
    q: str
    in_: Literal["text", "added", "removed"]
    pages: list[Life]
    more: bool
    """There are pages beyond those listed."""
    hits: list[Hit]
