"""What the two files say, once they are known to be right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from watcher.model.kinds import Severity
from watcher.model.manners import Manners
from watcher.model.sealing import Seals
from watcher.model.source import Source


@dataclass(frozen=True, slots=True)
class Channel:
    """A place to send to."""

    name: str
    type: str
    """`mailbox email webhook slack ...`: the notifier that serves it."""
    settings: Mapping[str, object] = field(default_factory=dict)
    """The channel's own keys, secrets resolved; never printed."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who wants what, when."""

    name: str
    channel: str
    tags: tuple[str, ...] = ()
    """A source with any of these; empty: all."""
    sources: tuple[str, ...] = ()
    """Source ids; empty: all."""
    kinds: tuple[str, ...] = ()
    """Kinds of finding; empty: all."""
    min_severity: Severity = Severity.LOW
    cadence: str = "daily"
    """`at-once` or `daily`."""
    at: time = time(7, 0)
    """When a daily digest goes out, in `timezone`."""
    timezone: str = "UTC"
    send_empty: bool = False

    def wants(self, source: Source, kind: str, severity: Severity) -> bool:
        """Whether a finding of this kind and severity about this source goes to it."""
        return severity >= self.min_severity and (not self.kinds or kind in self.kinds) and self.covers(source)

    def covers(self, source: Source) -> bool:
        """Whether the source is in its field of view."""
        return (not self.tags or bool(set(self.tags) & set(source.tags))) and (
            not self.sources or source.owner in self.sources
        )


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything the two files say."""

    sources: tuple[Source, ...]
    channels: tuple[Channel, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    manners: Manners = field(default_factory=Manners)
    vault: str = "snapshots"
    """Folder of the vault, absolute or relative to the working folder."""
    database: str = "sqlite:///watcher.db"
    public_url: str = ""
    """Where the audit pages can be reached, without a closing slash; empty: not published."""
    seals: Seals = field(default_factory=Seals)

    def source(self, source_id: str) -> Source | None:
        """The source of that id."""
        return next((source for source in self.sources if source.id == source_id), None)

    def channel(self, name: str) -> Channel | None:
        """The channel of that name."""
        return next((channel for channel in self.channels if channel.name == name), None)
