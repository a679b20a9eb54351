"""The index: how its database is opened, and that it has the tables this release knows."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import DatabaseError, IntegrityError, SQLAlchemyError

from watcher.errors import StoreError, StoreNewer
from watcher.store.copying import copy_database
from watcher.store.disk import Disk
from watcher.store.tables import REVISION

_OLDER_REVISIONS: tuple[str, ...] = ("0001", "0002", "0003", "0004")
_BUSY_SECONDS = 5.0


class Database:
    """Two ways into one database: to read, and, for its only writer, to write."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._reading = _engine(url, "BEGIN", "query_only=ON")
        self._writing = _engine(url, "BEGIN IMMEDIATE", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging view of everything."""
        with _explained(self.url), self._reading.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it or nothing."""
        with _explained(self.url), self._writing.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self._reading.dispose()
        self._writing.dispose()

    def bring_up_to_date(self, disk: Disk) -> None:
        """The tables of this release; raises StoreNewer when a later one made others.

        A file of an earlier release is first copied beside itself, and stays there: `watcher.db.before-0003`.
        """
        with _explained(self.url), self._writing.connect() as connection:
            with connection.begin():
                found = revision(connection)
            if found == REVISION:
                return
            _refuse_unknown(self.url, found)
            file = database_file(self.url)
            if file is not None and found is not None:
                copy_database(file, file.with_name(f"{file.name}.before-{REVISION}"), disk)
            # Alembic takes 0.2 s to import, and is needed once in the life of a release.
            importlib.import_module("watcher.store.migrate").migrate(connection, disk.fault)

    def require_tables(self) -> None:
        """Raise StoreError when the database is not one of this release."""
        with self.reading() as connection:
            found = revision(connection)
        if found != REVISION:
            _refuse_unknown(self.url, found)
            raise StoreError(f"{place(self.url)}: an earlier release made it; `watcher check` brings it up to date")


def revision(connection: Connection) -> str | None:
    """The migration that last ran; None: none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found


def database_file(url: str) -> Path | None:
    """The file that the database lives in; None when a server keeps it."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def place(url: str) -> str:
    """The database as a message names it, without a password."""
    return str(database_file(url) or make_url(url).render_as_string(hide_password=True))


def _refuse_unknown(url: str, found: str | None) -> None:
    if found is not None and found != REVISION and found not in _OLDER_REVISIONS:
        raise StoreNewer(
            f"{place(url)}: its tables are of revision {found}, this release knows {REVISION}. "
            "Install the release that wrote it, or a later one."
        )


def _engine(url: str, begin: str, *pragmas: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed)
    engine = create_engine(parsed, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", lambda connection, _: _prepare(connection, pragmas))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _prepare(connection: Any, pragmas: tuple[str, ...]) -> None:
    connection.isolation_level = None  # the driver begins no transaction by itself; the "begin" hook does
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


_REBUILD = "Move it aside and run `watcher reindex`: it is rebuilt from the vault."
_GIVE_ACCESS = "Give access to the file and its folder; SQLite writes beside it even to read."
_WAIT = "Free its disk or wait for who holds it, and run again; what the ledger holds is taken up then."
_WAYS_OUT = {
    "malformed": _REBUILD,
    "not a database": _REBUILD,
    "readonly database": _GIVE_ACCESS,
    "unable to open": _GIVE_ACCESS,
    "connection failed": "See that the server runs and that `database` in watcher.yaml names it.",
}
"""What may stand in a database's own words, and the way out."""


@contextmanager
def _explained(url: str) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise StoreError(
            f"{place(url)}: {error.orig}: this contradicts what is kept, so nothing of it was written. "
            "That is a fault of watcher; please report it."
        ) from error
    except DatabaseError as error:
        said = str(error.orig).strip()
        advice = next((way_out for words, way_out in _WAYS_OUT.items() if words in said), _WAIT)
        raise StoreError(f"{place(url)}: {said}. {advice}") from error
    except SQLAlchemyError as error:
        raise StoreError(f"{place(url)}: {error}") from error
    except OSError as error:
        raise StoreError(f"{place(url)}: {error.strerror}. {_WAIT}") from error
