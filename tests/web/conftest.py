# ruff: noqa: D102
"""A small archive of pages that changed, and its audit pages on a port of the loopback."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn

from watcher.deliver.tickets import Tickets
from watcher.model import Configuration, Outcome, Payload, Snapshot, Source, Told, Version, change_id
from watcher.normalize import rules_fingerprint
from watcher.pipeline.account import Account, Answer, Question
from watcher.pipeline.explain import explain
from watcher.store import Look, Mark, Reader, Store, Telling, open_reader, open_store
from watcher.web.app import application
from watcher.web.guard import Access
from watcher.web.library import Library
from watcher.web.sessions import Sessions

START = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
TOKEN = "the-operators-own-token"
TICKETS = Tickets("a secret beside the database")
HTML = (("content-type", "text/html; charset=utf-8"), ("server", "nginx"))


@dataclass
class Hand:
    """A clock whose hands the test moves."""

    boot = ""

    at: datetime = START

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return (self.at - START).total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Shelf:
    """What is watched; each page shown here is kept, compared and told as in a round."""

    home: Path
    clock: Hand = field(default_factory=Hand)
    sources: dict[str, Source] = field(default_factory=dict)
    last: dict[str, tuple[Answer, int]] = field(default_factory=dict)
    said: dict[str, object] = field(default_factory=dict)
    """What else watcher.yaml says."""
    rules: str = ""
    """Under which rules it is told; empty: today's."""

    @property
    def database(self) -> str:
        return f"sqlite:///{self.home / 'watcher.db'}"

    @property
    def vault(self) -> Path:
        return self.home / "snapshots"

    def open(self) -> Store:
        return open_store(self.vault, self.database, self.clock)

    def watch(self, source_id: str, **said) -> Source:
        source = Source(source_id, f"https://www.dhs.test/{source_id}", **said)
        self.sources[source_id] = source
        with self.open() as store:
            store.agenda.sync(list(self.sources.values()), self.clock.now())
        return source

    def look(self, source_id: str, html: str | bytes, outcome: Outcome = Outcome.OK, status: int = 200) -> Look:
        """An answer, a day after the last."""
        self.clock.at += timedelta(days=1)
        payload = Payload(html.encode() if isinstance(html, str) else html, HTML[0][1])
        url, at = self.sources[source_id].url, self.clock.at
        snapshot = Snapshot(
            source_id, url, at, at + timedelta(seconds=1), outcome, url, status=status, headers=HTML,
            body_sha256=payload.sha256, body_bytes=len(payload.body), complete="proven",
        )  # fmt: skip
        return Look(snapshot, payload)

    def show(self, source_id: str, html: str | bytes) -> Told | None:
        """The page reads so now."""
        look = self.look(source_id, html)
        before, number = self.last.get(source_id, (None, 0))
        account = explain(Question(self.sources[source_id], before, Answer(look.snapshot, look.payload, number + 1)))
        with self.open() as store:
            store.keep([look])
            telling = self._telling(source_id, account, before, look, number)
            if telling is None:
                store.passed([Mark(look.snapshot)])
                self.last[source_id] = Answer(look.snapshot, look.payload, number), number
                return None
            store.tell([telling])
        self.last[source_id] = Answer(look.snapshot, look.payload, number + 1), number + 1
        return telling.told

    def fail(self, source_id: str, html: str = "<h1>Access denied</h1>") -> Look:
        """The site shows a block page."""
        look = self.look(source_id, html, Outcome.BLOCKED, 403)
        with self.open() as store:
            store.keep([look])
            store.passed([Mark(look.snapshot)])
        return look

    def seal(self) -> None:
        with self.open() as store:
            store.seal()

    def _telling(
        self, source_id: str, account: Account, before: Answer | None, look: Look, number: int
    ) -> Telling | None:
        if before is not None and account.same:
            return None
        seen, rules, now = look.snapshot, self.rules or rules_fingerprint(), self.clock.now()
        old = before.snapshot if before else seen
        told = Told(
            change_id(source_id, (number or None, old), (number + 1, seen)), source_id, old, seen,
            number or None, number + 1, now, rules, account.edits, account.findings,
        )  # fmt: skip
        version = Version(
            source_id, number + 1, seen.id, seen.started_at, seen.started_at, account.fingerprint, rules,
            account.kind, account.title, account.words, account.terms, account.figures,
        )  # fmt: skip
        return Telling(told, version, kind=account.kind, passages=account.passages)


@dataclass
class Desk:
    """Somebody at the audit pages."""

    browser: httpx.Client
    store: Reader

    @property
    def origin(self) -> str:
        """The site of the pages."""
        return str(self.browser.base_url).rstrip("/")

    def read(self, address: str) -> str:
        """The page at that address."""
        answer = self.browser.get(address)
        assert answer.status_code == 200, (address, answer.status_code, answer.text[:400])
        return answer.text

    def led(self, address: str) -> str:
        """Where that address leads."""
        answer = self.browser.get(address, follow_redirects=False)
        assert answer.status_code == 302, (address, answer.status_code)
        return answer.headers["location"]

    def refused(self, address: str) -> str:
        """What is said of an address under which nothing is kept."""
        answer = self.browser.get(address)
        assert answer.status_code == 404, (address, answer.status_code)
        return answer.text

    def log_in(self) -> str:
        """As the operator; returns the mark that forms carry."""
        self.browser.post("/login", data={"token": TOKEN}, headers={"origin": self.origin})
        return self.read("/").partition('name="mark" value="')[2].partition('"')[0]

    def post(self, address: str, **form: object) -> str:
        answer = self.browser.post(address, data=form, headers={"origin": self.origin})
        assert answer.status_code == 200, (address, answer.status_code, answer.text[:400])
        return answer.text


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Nothing is watched yet."""
    return Shelf(tmp_path)


class Door:
    """The pages behind a port."""

    def __init__(self, shelf: Shelf) -> None:
        self.store = open_reader(shelf.vault, shelf.database)
        watched = Configuration(
            tuple(shelf.sources.values()), vault=str(shelf.vault), database=shelf.database, **shelf.said
        )
        library = Library(self.store, watched, shelf.clock, shelf.open, TICKETS, "9.9")
        pages = application(library, Access({"127.0.0.1"}, is_private=False), Sessions(TOKEN, shelf.clock.monotonic))
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._server = uvicorn.Server(uvicorn.Config(pages, log_level="error", lifespan="off", ws="none"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        self._thread.start()
        self.browser = httpx.Client(
            base_url=f"http://127.0.0.1:{self._socket.getsockname()[1]}", follow_redirects=True, timeout=30
        )

    def close(self) -> None:
        """Nobody is served any more."""
        self.browser.close()
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()
        self.store.close()


@pytest.fixture
def seated() -> Iterator[object]:
    """Sits somebody down at the pages over a shelf."""
    doors: list[Door] = []

    def sit(shelf: Shelf) -> Desk:
        doors.append(Door(shelf))
        return Desk(doors[-1].browser, doors[-1].store)

    yield sit
    for door in doors:
        door.close()


def answers(*pairs: tuple[str, str], note: str = "") -> str:
    """A page of questions in a plain template."""
    told = "".join(f"<h3>{question}</h3><p>{answer}</p>" for question, answer in pairs)
    frame = "<header><nav><a href='/'>Home</a> <a href='/about'>About</a></nav></header>"
    return (
        f"<html lang='en'><head><title>Questions on the order</title></head><body>{frame}"
        f"<main><h1>Questions on the order</h1><p>Last Updated: 11/01/2026</p>{note}{told}</main></body></html>"
    )


PAIRS = (
    ("Q1: Who is meant by the order?", "A1: Everybody who is named in the second part of the order is meant."),
    ("Q2: What happens in a county jail?", "A2: People found there may be held for up to 48 hours."),
    ("Q3: When does it begin?", "A3: It begins on the first of March in all field offices."),
    ("Q4: Whom can I ask?", "A4: Ask the office in your state, which has copies of the order."),
)
WILL = (PAIRS[0], (PAIRS[1][0], PAIRS[1][1].replace("may", "will")), *PAIRS[2:])
FEWER = (WILL[0], WILL[1], WILL[3])


@pytest.fixture
def told(shelf: Shelf) -> Shelf:
    """A page of questions in three versions with a block page in between, and its copy."""
    shelf.watch("original", kind="qa", tags=("dhs",))
    shelf.watch("copy", kind="qa", mirror_of="original")
    shelf.show("original", answers(*PAIRS))
    shelf.show("copy", answers(*PAIRS))
    shelf.show("original", answers(*PAIRS))
    shelf.fail("original")
    shelf.show("original", answers(*WILL))
    shelf.show("original", answers(*FEWER))
    shelf.seal()
    return shelf


@pytest.fixture
def desk(told: Shelf, seated) -> Desk:
    """Somebody at the pages over them."""
    return seated(told)
