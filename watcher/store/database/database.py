"""The index: how its database is opened, and that it has the tables this release knows."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, make_url, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError, SQLAlchemyError

from watcher.errors import StoreError, StoreNewer
from watcher.store.database.copying import copy_database
from watcher.store.database.engines import is_server, reading_engine, writing_engine
from watcher.store.database.tables import REVISION, WRITING
from watcher.store.vault.disk import Disk

_OLDER_REVISIONS: tuple[str, ...] = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010")

_TURN, _TURNED = text("SELECT pg_advisory_lock(7702001)"), text("SELECT pg_advisory_unlock(7702001)")
_BUILDING = text("SELECT pg_advisory_lock(7702002)")
"""Locks of the server: who holds one is let go of when its connection ends, however that comes."""


class Database:
    """Two ways into one database: to read, and, for its only writer, to write."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_server = is_server(url)
        """Many may write to it, each in turn."""
        self._reading = reading_engine(url)
        self._writing = writing_engine(url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging view of everything."""
        with explained(self.url), self._reading.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it or nothing."""
        with explained(self.url), self._writing.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def turn(self, writer: str) -> Iterator[tuple[Connection, set[str]]]:
        """One transaction that no other writer comes between, and those whose turns were cut off.

        That the writer has its turn is known from its beginning, so that it is known if it is cut off.
        """
        with explained(self.url), self._writing.connect() as connection:
            try:
                with connection.begin():
                    connection.execute(_TURN)
                    cut_off = set(connection.execute(select(WRITING.c.writer)).scalars())
                    if writer not in cut_off:
                        connection.execute(insert(WRITING), {"writer": writer})
                with connection.begin():
                    yield connection, cut_off - {writer}
                with connection.begin():
                    connection.execute(_TURNED)
            except BaseException:
                connection.invalidate()  # the lock goes with the session
                raise

    def connection(self) -> Connection:
        """A session of the caller's own."""
        with explained(self.url):
            return self._writing.connect()

    def close(self) -> None:
        """Let go of every connection."""
        self._reading.dispose()
        self._writing.dispose()

    def bring_up_to_date(self, disk: Disk) -> None:
        """The tables of this release; raises StoreNewer when a later one made others.

        A file of an earlier release is first copied beside itself, and stays there: `watcher.db.before-0003`.
        """
        with explained(self.url), self._writing.connect() as connection:
            with connection.begin():
                found = revision(connection)
            if found == REVISION:
                return
            _refuse_unknown(self.url, found)
            file = database_file(self.url)
            if file is not None and found is not None:
                copy_database(file, file.with_name(f"{file.name}.before-{REVISION}"), disk)
            # Alembic takes 0.2 s to import, and is needed once in the life of a release.
            importlib.import_module("watcher.store.database.migrate").migrate(connection, disk.fault)

    @contextmanager
    def building(self) -> Iterator[None]:
        """Of several that open a new store at once one makes it, and the others wait."""
        if not self.is_server:
            yield
            return
        with explained(self.url), self._writing.connect() as connection:
            try:
                with connection.begin():
                    connection.execute(_BUILDING)
                yield
            finally:
                connection.invalidate()

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
def explained(url: str) -> Iterator[None]:
    """Whatever the database says against it comes as StoreError, with its place."""
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
