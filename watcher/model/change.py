"""An ordered pair of looks at one source, with what differs between them."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from watcher.model.document import Block, Document
from watcher.model.snapshot import Snapshot
from watcher.model.source import Source


class Op(StrEnum):
    """What happened to a block."""

    ADDED = "added"
    REMOVED = "removed"
    ALTERED = "altered"
    MOVED = "moved"


Span = tuple[str, str]
"""(`equal` | `delete` | `insert`, text); deletes and equals spell the old text, inserts and equals the new."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One block before and after."""

    op: Op
    before: Block | None
    after: Block | None
    spans: tuple[Span, ...] = ()
    """Word by word; empty unless the text was altered."""
    was_at: int | None = None
    """Index among the old document's facts and blocks."""
    now_at: int | None = None
    """Index among the new document's facts and blocks."""

    @property
    def block(self) -> Block:
        """The block as it is now, or as it last was."""
        block = self.after or self.before
        assert block is not None, "an edit has at least one side"
        return block

    def about(self, *kinds: str) -> bool:
        """Whether the block is of one of these kinds."""
        return self.block.kind in kinds


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a change: what the source answered, and how it reads."""

    snapshot: Snapshot
    document: Document | None = None
    """None when the answer is not a page."""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Two looks at one source and the edits that lead from one to the other."""

    source: Source
    before: Side
    after: Side
    edits: tuple[Edit, ...] = ()
    earlier: tuple[tuple[int, str], ...] = field(default=())
    """(version, document fingerprint) of the versions before `before`, newest first."""
    watched: tuple[tuple[str, str], ...] = field(default=())
    """(address, title) of the other pages that are watched."""

    @property
    def id(self) -> str:
        """12 hex digits that survive a rebuild of the database."""
        return change_id(
            self.source.id,
            (self.before.version, self.before.snapshot),
            (self.after.version, self.after.snapshot),
        )


def change_id(source_id: str, before: tuple[int | None, Snapshot], after: tuple[int | None, Snapshot]) -> str:
    """12 hex of a hash over source, versions and raw hashes.

    An answer that is no version counts by its snapshot's id; so do two looks at one version,
    between which only boilerplate differs, as the same two bodies may alternate for ever.
    """
    new_version = before[0] != after[0]
    ends = [
        f"v{version}:{snapshot.body_sha256}" if version and new_version else snapshot.id
        for version, snapshot in (before, after)
    ]
    return hashlib.sha256("\n".join((source_id, *ends)).encode()).hexdigest()[:12]
