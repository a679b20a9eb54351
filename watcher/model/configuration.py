"""What the two files say, once they are known to be right."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from watcher.model.archive import WebArchive
from watcher.model.bucket import Bucket
from watcher.model.manners import Manners
from watcher.model.sealing import Seals
from watcher.model.source import Source
from watcher.model.subscription import Subscription


@dataclass(frozen=True, slots=True)
class Channel:
    """A place to send to."""

    name: str
    type: str
    """`mailbox email webhook slack ...`: the notifier that serves it."""
    settings: Mapping[str, object] = field(default_factory=dict)
    """The channel's own keys, secrets resolved; never printed."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything the two files say."""

    sources: tuple[Source, ...]
    channels: tuple[Channel, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    manners: Manners = field(default_factory=Manners)
    vault: str = "snapshots"
    """Folder of the vault, absolute or relative to the working folder."""
    bodies: Bucket | None = None
    """Where the bodies lie, if not in the vault."""
    database: str = "sqlite:///watcher.db"
    public_url: str = ""
    """Where the audit pages can be reached, without a closing slash; empty: not published."""
    ping: str = ""
    """An address that is asked for after each complete round; a secret."""
    seals: Seals = field(default_factory=Seals)
    archive: WebArchive = field(default_factory=WebArchive)

    def source(self, source_id: str) -> Source | None:
        """The source of that id."""
        return next((source for source in self.sources if source.id == source_id), None)

    def channel(self, name: str) -> Channel | None:
        """The channel of that name."""
        return next((channel for channel in self.channels if channel.name == name), None)
