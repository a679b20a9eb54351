"""The audit pages as strangers meet them: spoken to in bytes, over a socket."""

import hashlib
import socket
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP

import pytest
import uvicorn

from tests.web.conftest import PAIRS, TICKETS, TOKEN, WILL, Shelf, answers
from watcher.digest.record import record
from watcher.model import Configuration, Coverage, Delivery, Digest, Message
from watcher.store import open_reader
from watcher.web.actions import Actions
from watcher.web.app import application
from watcher.web.guard import Access
from watcher.web.library import Library
from watcher.web.proxied import Proxied, Proxy
from watcher.web.sessions import Sessions
from watcher.web.sharing import Shares


@dataclass(frozen=True)
class Said:
    """An answer."""

    status: int
    headers: object
    body: bytes


class Gate:
    """The pages behind a port that takes any bytes; `as_public` as they stand on another address than the loopback."""

    def __init__(self, shelf: Shelf, *, is_private: bool = False, proxy: Proxy | None = None) -> None:
        self.shelf = shelf
        self.store = open_reader(shelf.vault, shelf.database)
        watched = Configuration(tuple(shelf.sources.values()), vault=str(shelf.vault), database=shelf.database)
        self.sessions = Sessions(TOKEN, shelf.clock.monotonic)
        self.shares = Shares("a secret of its own", shelf.clock.now)
        self.acts = shelf.home / "watcher.actions"
        hosts = {"127.0.0.1", "w.example.test"} if is_private else {"127.0.0.1"}
        access = Access(hosts, is_private, self.shares, Actions(self.acts, shelf.clock.now))
        library = Library(self.store, watched, shelf.clock, shelf.open, TICKETS, "9.9")
        self.pages = application(library, access, self.sessions)
        behind = Proxied(self.pages, proxy, self.sessions) if proxy else self.pages
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        settings = uvicorn.Config(
            behind, log_level="critical", lifespan="off", ws="none", http="h11", proxy_headers=False
        )
        self._server = uvicorn.Server(settings)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        self._thread.start()

    @property
    def origin(self) -> str:
        """The site of the pages."""
        return f"http://127.0.0.1:{self.port}"

    def logged_in(self) -> dict[str, str]:
        """What a browser of the operator sends along with each form of ours."""
        session = self.sessions.of("ana")
        return {"Origin": self.origin, "Cookie": f"watcher_session={session}"}

    def mark(self) -> str:
        """What the forms of that session carry."""
        return self.sessions.mark(self.sessions.of("ana"))

    def asks(self, target: str, method: str = "GET", body: str = "", host: str = "", **headers: str) -> Said:
        """An orderly request, with whatever is in it."""
        lines = {"Host": host or f"127.0.0.1:{self.port}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        if method == "POST":
            lines |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return self.says(f"{method} {target} HTTP/1.1\r\n{head}Connection: close\r\n\r\n{body}".encode("latin-1"))

    def posts(self, target: str, form: str, **headers: str) -> Said:
        """A form."""
        return self.asks(target, "POST", form, **headers)

    def says(self, sent: bytes) -> Said:
        """The answer to these bytes; status 0: the connection was closed without one."""
        got = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            try:
                line.sendall(sent)
                while part := line.recv(65536):
                    got += part
            except OSError:
                pass
        first, _, rest = got.partition(b"\r\n")
        head, _, body = rest.partition(b"\r\n\r\n")
        status = int(first.split()[1]) if first else 0
        return Said(status, BytesParser(policy=HTTP).parsebytes(head + b"\r\n\r\n"), body)

    def kept(self) -> tuple[str, dict[str, str]]:
        """All that the database holds, and every file of the vault by its hash."""
        with sqlite3.connect(f"file:{self.shelf.home / 'watcher.db'}?mode=ro", uri=True) as connection:
            rows = "\n".join(connection.iterdump())
        files = [file for file in sorted(self.shelf.vault.rglob("*")) if file.is_file()]
        return rows, {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}

    def close(self) -> None:
        """Nobody is served any more."""
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()
        self.store.close()


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Shelf:
    """A page in two versions, sealed, and a digest that waits to be sent."""
    shelf = Shelf(tmp_path_factory.mktemp("archive"))
    shelf.watch("original", kind="qa", tags=("dhs",))
    for pairs in (PAIRS, WILL):
        shelf.show("original", answers(*pairs))
    shelf.seal()
    now = shelf.clock.now()
    digest = Digest("01DIGEST1", "desk", "w1", now, (), Coverage(now, now, 1, 1, 2))
    message = Message(digest.id, "Subject", "words", "<p>words", record(digest, [], ""), now)
    with shelf.open() as store:
        store.outbox.post(digest, message, [Delivery("01SENT1", digest.id, "mail", "ana@example.test")])
    return shelf


@pytest.fixture(scope="module")
def gate_to() -> Iterator[object]:
    """Opens gates to an archive."""
    gates: list[Gate] = []

    def opened(shelf: Shelf, **said) -> Gate:
        gates.append(Gate(shelf, **said))
        return gates[-1]

    yield opened
    for gate in gates:
        gate.close()


@pytest.fixture(scope="module")
def gate(archive, gate_to) -> Gate:
    """The pages on the loopback."""
    return gate_to(archive)


@pytest.fixture(scope="module")
def private(archive, gate_to) -> Gate:
    """The same pages as they stand where others can come."""
    return gate_to(archive, is_private=True)


@pytest.fixture(scope="module")
def change(gate) -> str:
    """The id of the change that is told."""
    return gate.store.history.changes_to_review()[0].change_id
