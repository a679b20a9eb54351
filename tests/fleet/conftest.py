"""A PostgreSQL for all tests of one process, a database and a vault for each."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.fleet.postgres import Server, serving
from tests.store.conftest import Bench


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


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    url = server.database()
    yield url
    server.drop(url)


@pytest.fixture
def bench(database, tmp_path) -> Iterator[SharedBench]:
    bench = SharedBench(tmp_path, database=database)
    yield bench
    for store in bench.open_stores:
        store.close()
