"""Everything that is remembered: the vault with its ledger is the truth, the database an index over it."""

from watcher.store.agenda import Agenda
from watcher.store.archive import Archive, Kept
from watcher.store.brought import Brought
from watcher.store.history import History, Passage, Searchable
from watcher.store.index.unsubscribed import Unsubscribed
from watcher.store.intake import AsRead, Look, Looks, Mark, Review, Telling
from watcher.store.keeping import Reader, Store
from watcher.store.opening import open_reader, open_store
from watcher.store.outbox import Outbox
from watcher.store.seals.seals import Seal
from watcher.store.seals.stamped import Stamped

__all__ = [
    "Agenda",
    "Archive",
    "AsRead",
    "Brought",
    "History",
    "Kept",
    "Look",
    "Looks",
    "Mark",
    "Outbox",
    "Passage",
    "Reader",
    "Review",
    "Seal",
    "Searchable",
    "Stamped",
    "Store",
    "Telling",
    "Unsubscribed",
    "open_reader",
    "open_store",
]
