"""A PostgreSQL for all tests of one process, a database and a vault for each."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.fleet.postgres import Server, serving
from tests.store.conftest import Bench
from watcher.store.database.database import Database
from watcher.store.vault.disk import Disk


@dataclass
class SharedBench(Bench):
    """Makes nouns as the other stages would, for a store to which several write."""

    database: str = ""

    @property
    def url(self) -> str:
        """The address of its database."""
        return self.database


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def made(server: Server) -> str:
    """A database that has its tables, for others to be copied from."""
    url = server.database()
    built = Database(url)
    built.bring_up_to_date(Disk())
    built.close()
    return url


@pytest.fixture
def database(server: Server, made: str) -> Iterator[str]:
    url = server.database(like=made)
    yield url
    server.drop(url)


@pytest.fixture
def bench(database, tmp_path) -> Iterator[SharedBench]:
    bench = SharedBench(tmp_path, database=database)
    yield bench
    for store in bench.open_stores:
        store.close()


@pytest.fixture
def store(bench):
    return bench.open()
