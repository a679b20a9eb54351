"""Everything that was kept, read back as nouns."""

from watcher.store.history.phrases import Passage, Phrases, Searchable
from watcher.store.history.reviewed import Reviewed
from watcher.store.history.seen import Seen
from watcher.store.history.versions import Versions


class History(Seen, Versions, Reviewed, Phrases):
    """What was seen, what was told of it, what people said to that. Periods run from `since` up to, not at, `until`."""


__all__ = ["History", "Passage", "Searchable"]
