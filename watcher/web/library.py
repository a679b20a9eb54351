"""What the pages are made of: what is kept, what is watched, who may act, what time it is."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from watcher.model import Clock, Configuration, Source
from watcher.store import Reader, Store


@dataclass(frozen=True)
class Library:
    """One installation as the pages see it."""

    store: Reader
    configuration: Configuration
    clock: Clock
    open_store: Callable[[], Store]
    """The store for one who writes; raises StoreLocked while somebody else holds it."""
    version: str

    @property
    def sources(self) -> Mapping[str, Source]:
        """The configured sources and the links that are followed, by id."""
        followed = {link.id: link for link in self.store.agenda.followed()}
        return followed | {source.id: source for source in self.configuration.sources}

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """The store, held for one action."""
        with self.open_store() as store:
            yield store
