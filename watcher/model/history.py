"""What is remembered of a source: where it stands, its versions, its changes as they were told."""

from dataclasses import dataclass, field
from datetime import datetime

from watcher.model.change import Edit
from watcher.model.finding import Finding
from watcher.model.snapshot import Outcome, Snapshot


@dataclass(frozen=True, slots=True)
class Version:
    """A document that differs from the one before; its number is never used again."""

    source_id: str
    number: int
    snapshot_id: str
    """The first snapshot that showed it."""
    since: datetime
    """When that snapshot was taken."""
    confirmed: datetime
    """The last look that still showed it."""
    fingerprint: str
    """Of the document, under the rules named here."""
    rules: str
    kind: str
    title: str = ""
    words: int = 0
    terms: tuple[tuple[str, int], ...] = ()
    """(watched term, how often it occurs)."""
    figures: tuple[tuple[str, str], ...] = ()
    """(name of a configured figure, the number as the page gives it)."""


@dataclass(frozen=True, slots=True)
class Told:
    """A change with its findings as first told: the one record that every page, mail and command prints."""

    change_id: str
    source_id: str
    before: Snapshot
    """The last look without."""
    after: Snapshot
    """The first look with."""
    before_version: int | None
    after_version: int | None
    """None when the answer is no page, as after a removal."""
    made_at: datetime
    rules: str
    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_history(self) -> bool:
        """Whether it leans on what somebody else captured: it fills the past, and alerts nobody."""
        return self.before.provenance is not None or self.after.provenance is not None

    def finding_id(self, index: int) -> str:
        """The stable name of one of its findings, counted from 1.

        It is the change's id and the anchor on its page.
        """
        return f"{self.change_id}#f{index + 1}"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a source stands now: all that the next look and the next comparison need to know."""

    source_id: str
    next_look_at: datetime
    version: int = 0
    """Number of the latest version; 0: none yet."""
    kind: str | None = None
    """The page kind that the source has been read as."""
    baseline: Snapshot | None = None
    """The last compared look that showed the page."""
    skim: str = ""
    """The cheap hash of the baseline, under `rules`."""
    rules: str = ""
    """The fingerprint of the rules that the skim was made under."""
    etag: str | None = None
    last_modified: str | None = None
    full_at: datetime | None = None
    """The last unconditional look that showed the page."""
    away: tuple[tuple[datetime, Outcome], ...] = field(default=())
    """The looks since the baseline that did not show the page, oldest first (the latest 50)."""
    moving: tuple[str, ...] = field(default=())
    """CSS selectors of what was found to move by itself."""
    unmet: tuple[str, ...] = field(default=())
    """What was expected of the page and is not so, in words."""
    removal: str = ""
    """`doubted` or `removed` once a removal has been told, else empty."""

    @property
    def is_history(self) -> bool:
        """Whether the page is known by what others captured alone: our own first look is still to come."""
        return self.baseline is not None and self.baseline.provenance is not None
