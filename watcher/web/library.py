"""What the pages are made of: what is kept, what is watched, who may act, what time it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

from watcher.deliver.tickets import Tickets
from watcher.errors import NotKnown
from watcher.model import Clock, Configuration, Source
from watcher.store import Reader, Store

_CHOICES = 200


@dataclass(frozen=True)
class Library:
    """One installation as the pages see it."""

    store: Reader
    configuration: Configuration
    clock: Clock
    open_store: Callable[[], AbstractContextManager[Store]]
    """The store for one who writes; raises StoreLocked while somebody else holds it."""
    tickets: Tickets
    """Recognises the links by which readers leave."""
    version: str

    @property
    def sources(self) -> Mapping[str, Source]:
        """The configured sources and the links that are followed, by id."""
        followed = {link.id: link for link in self.store.agenda.followed()}
        return followed | {source.id: source for source in self.configuration.sources}

    @property
    def to_choose_from(self) -> Sequence[Source]:
        """The configured sources for a form's list; none where they are more than anybody reads through."""
        sources = self.configuration.sources
        return sources if len(sources) <= _CHOICES else ()

    def source(self, source_id: str) -> Source:
        """The source of that id, watched or once watched; raises NotKnown."""
        return self.sources.get(source_id) or self._once_watched(source_id)

    def as_read(self, source_id: str) -> Source:
        """The same with what was found to move by itself on its page: as the next look will read it."""
        return replace(self.source(source_id), moving=self.store.agenda.standing(source_id).moving)

    def _once_watched(self, source_id: str) -> Source:
        latest = self.store.history.snapshots(source_id, limit=1)
        if not latest:
            raise NotKnown(f"No source is called {source_id}.")
        return Source(source_id, latest[0].url)

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """The store, held for one action."""
        with self.open_store() as store:
            yield store
