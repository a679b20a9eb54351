"""What is kept, opened as far as it is sealed: for exports."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from watcher.errors import StoreError
from watcher.model import Configuration
from watcher.store import Reader
from watcher.wiring.stores import reading, writing


@contextmanager
def sealed(configuration: Configuration) -> Iterator[Reader]:
    """What is kept, sealed up to now where nobody else holds it; else up to the last seal of whoever does."""
    with reading(configuration) as store:
        if store.archive.is_complete:
            yield store
            return
    with suppress(StoreError), writing(configuration) as writer:
        writer.seal()
    with reading(configuration) as store:
        yield store
