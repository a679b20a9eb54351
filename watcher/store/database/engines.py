"""How each sort of database is spoken to: SQLite in a file, PostgreSQL on a server."""

import os
import platform
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url

from watcher.errors import StoreError

_BUSY_SECONDS = 5.0
_CONNECT_SECONDS = 10


def is_server(url: str) -> bool:
    """Whether that database is kept by a server, so that many may write to it."""
    return make_url(url).get_backend_name() != "sqlite"


def reading_engine(url: str) -> Engine:
    """Only to read: every transaction sees one unchanging state."""
    if is_server(url):
        return _server(url, "REPEATABLE READ", "-c default_transaction_read_only=on")
    return _file(make_url(url), "BEGIN", "query_only=ON")


def writing_engine(url: str) -> Engine:
    """To write: what is committed lasts."""
    if is_server(url):
        return _server(url, "READ COMMITTED", "-c synchronous_commit=on")
    return _file(make_url(url), "BEGIN IMMEDIATE", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


def driver_url(url: str) -> str:
    """The address as PostgreSQL's own tools take it, password and all."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def me() -> str:
    """What others are told of this process."""
    return f"process {os.getpid()} on {platform.node()}"


def _server(url: str, isolation: str, options: str) -> Engine:
    parsed = make_url(url)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    said = {"options": options, "application_name": f"watcher {me()}"[:63], "connect_timeout": _CONNECT_SECONDS}
    try:
        return create_engine(parsed, isolation_level=isolation, pool_pre_ping=True, connect_args=said)
    except ModuleNotFoundError as error:
        raise StoreError(f"{error.name} is missing, which PostgreSQL needs: pip install 'watcher[fleet]'") from error


def _file(url: URL, begin: str, *pragmas: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", lambda connection, _: _prepare(connection, pragmas))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _prepare(connection: Any, pragmas: tuple[str, ...]) -> None:
    connection.isolation_level = None  # the driver begins no transaction by itself; the "begin" hook does
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
