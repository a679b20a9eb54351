"""How a source is told, with where it stands."""

from typing import Literal

from watcher.web.api.shapes.shape import Instant, Page, Shape, VersionName


class Source(Shape):
    """A page that is watched."""

    id: str
    name: str
    url: str
    kind: str | None
    """Null: not known yet."""
    tags: list[str]
    mirror_of: str | None
    """The source whose copy it is."""
    state: Literal["new", "read", "not readable", "doubted", "removed", "gone"]
    reason: str | None
    """Why the latest look did not show the page, in words; null where it did."""
    way_out: str | None
    """What becomes of it, and what a person can do."""
    version: VersionName | None
    last_seen: Instant | None
    """The last look that showed it."""
    next_look: Instant | None
    away: str | None
    """The outcome of the latest look where it did not show the page."""
    unmet: list[str]
    """What was expected of the page and is not so."""
    failures: int
    """Looks since the last that showed the page."""


class OneSource(Source):
    """A source."""

    schema_: Literal["watcher.source/1"] = "watcher.source/1"


class Sources(Page):
    """Sources, in the order of sources.yaml."""

    schema_: Literal["watcher.sources/1"] = "watcher.sources/1"
    sources: list[Source]
