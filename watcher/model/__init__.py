"""The nouns that every stage speaks, made of the standard library alone."""

from watcher.model.archive import WebArchive
from watcher.model.bucket import Bucket
from watcher.model.change import Change, Edit, Op, Side, Span, change_id
from watcher.model.clock import Clock
from watcher.model.configuration import Channel, Configuration
from watcher.model.digest import Coverage, Delivery, Digest, Entry, Message, Station, Unreadable
from watcher.model.document import Block, Document, Link, Stripped, fact
from watcher.model.finding import Finding
from watcher.model.history import Standing, Told, Version
from watcher.model.kinds import KINDS, Flag, Kind, Severity
from watcher.model.manners import Manners
from watcher.model.sealing import Authority, Seals
from watcher.model.snapshot import Exchange, Further, Hop, Monotonic, Outcome, Payload, Provenance, Rendered, Snapshot
from watcher.model.source import Expect, Ignore, Links, Pages, Source
from watcher.model.subscription import Haste, QuietHours, Subscription
from watcher.model.timetable import Timetable

__all__ = [
    "KINDS",
    "Authority",
    "Block",
    "Bucket",
    "Change",
    "Channel",
    "Clock",
    "Configuration",
    "Coverage",
    "Delivery",
    "Digest",
    "Document",
    "Edit",
    "Entry",
    "Exchange",
    "Expect",
    "Finding",
    "Flag",
    "Further",
    "Haste",
    "Hop",
    "Ignore",
    "Kind",
    "Link",
    "Links",
    "Manners",
    "Message",
    "Monotonic",
    "Op",
    "Outcome",
    "Pages",
    "Payload",
    "Provenance",
    "QuietHours",
    "Rendered",
    "Seals",
    "Severity",
    "Side",
    "Snapshot",
    "Source",
    "Span",
    "Standing",
    "Station",
    "Stripped",
    "Subscription",
    "Timetable",
    "Told",
    "Unreadable",
    "Version",
    "WebArchive",
    "change_id",
    "fact",
]
