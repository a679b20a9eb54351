"""What the store is told: its own nouns, beside those of the model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from watcher.model import Payload, Snapshot, Told, Version


@dataclass(frozen=True, slots=True)
class Look:
    """A snapshot to keep, with what the step that took it knows."""

    snapshot: Snapshot
    payload: Payload | None = None
    """None where the answer had no body, or confirmed one that is kept."""
    skim: str = ""
    rules: str = ""
    recognised: bool = False
    """The answer is the page as last compared; nothing is left to compare."""
    next_look_at: datetime | None = None
    """None: after the source's own rhythm."""
    late: bool = False
    """Somebody else's capture that comes after looks of ours: kept for the record, compared with nothing."""


@dataclass(frozen=True, slots=True)
class AsRead:
    """What an answer was read as, for the next comparison."""

    key: str
    """What the reading depends on, as a hash."""
    document: str


@dataclass(frozen=True, slots=True)
class Telling:
    """A change to keep, with all that follows from it."""

    told: Told
    version: Version | None = None
    """None when the answer is no new version."""
    skim: str = ""
    rules: str = ""
    kind: str = ""
    """The page kind that the newer answer was read as."""
    owed: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """For each subscription the findings that it gets, by index."""
    removal: str = ""
    """`doubted` or `removed` when this tells an absence."""
    unmet: tuple[str, ...] = ()
    """What was expected of the page and is not so, in words."""
    passages: Sequence[str] | None = None
    """What the version says, to be searched for; None: not known, so it is read again before it can be found."""
    reading: AsRead | None = None
    """None: the next comparison reads the newer answer again."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A look that was compared, and there is nothing to tell."""

    snapshot: Snapshot
    skim: str = ""
    rules: str = ""
    unreadable: str = ""
    """Why our reader died on the page; empty: it was read."""
    unmet: tuple[str, ...] = ()
    """What was expected of the page and is not so, in words."""
    reading: AsRead | None = None
    """None: the next comparison reads the answer again."""


@dataclass(frozen=True, slots=True)
class Looks:
    """How often a source was looked at in a period."""

    looks: int = 0
    pages: int = 0
    """The looks that showed the page."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a person said of a change; never taken back, only added to."""

    change_id: str
    verdict: str
    note: str
    by: str
    at: datetime
