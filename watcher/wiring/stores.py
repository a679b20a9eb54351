"""What is kept, opened without anything else of watcher: for questions and for work by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from watcher.model import Configuration
from watcher.store import Reader, Store, open_reader, open_store
from watcher.store.database.engines import driver_url, is_server
from watcher.wiring.clock import RealClock


@contextmanager
def reading(configuration: Configuration) -> Iterator[Reader]:
    """What is kept, for questions only: no lock is taken and nothing is written."""
    store = open_reader(Path(configuration.vault), configuration.database, configuration.bodies)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def writing(configuration: Configuration) -> Iterator[Store]:
    """What is kept, to be changed by hand."""
    store = open_store(Path(configuration.vault), configuration.database, RealClock(), bodies=configuration.bodies)
    try:
        yield store
    finally:
        store.close()


def queue_address(configuration: Configuration) -> str:
    """The server's database as its own tools take it; empty: one process holds the database."""
    return driver_url(configuration.database) if is_server(configuration.database) else ""
