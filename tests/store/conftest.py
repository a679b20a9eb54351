# ruff: noqa: D102
"""A store in a folder of its own, a clock that the test moves, and short ways to make what is kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from watcher.model import (
    Block,
    Coverage,
    Delivery,
    Digest,
    Edit,
    Entry,
    Finding,
    Message,
    Op,
    Outcome,
    Payload,
    Severity,
    Snapshot,
    Source,
    Told,
    Version,
    change_id,
)
from watcher.store import Look, Store, Telling, open_store

START = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


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
class Bench:
    """Makes nouns as the other stages would, at `minute` after the start."""

    home: Path
    clock: Hand = field(default_factory=Hand)
    open_stores: list[Store] = field(default_factory=list)

    @property
    def vault(self) -> Path:
        return self.home / "snapshots"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.home / 'watcher.db'}"

    def open(self, **seams) -> Store:
        store = open_store(self.vault, self.url, self.clock, **seams)
        self.open_stores.append(store)
        return store

    def at(self, minute: int) -> datetime:
        return START + timedelta(minutes=minute)

    def source(self, source_id: str = "dhs", **said) -> Source:
        return Source(source_id, f"https://www.dhs.test/{source_id}", **said)

    def snapshot(self, body: bytes | None, minute: int, source_id: str = "dhs", outcome=Outcome.OK, **said) -> Snapshot:
        payload = Payload(body) if body is not None else None
        return Snapshot(
            source_id=source_id,
            url=f"https://www.dhs.test/{source_id}",
            final_url=f"https://www.dhs.test/{source_id}",
            started_at=self.at(minute),
            finished_at=self.at(minute) + timedelta(seconds=1),
            outcome=outcome,
            status=said.pop("status", 200),
            headers=said.pop("headers", (("content-type", "text/html"), ("etag", f'"{minute}"'))),
            body_sha256=payload.sha256 if payload else None,
            body_bytes=len(body or b""),
            complete="proven" if payload else "",
            **said,
        )

    def look(self, body: bytes | None = b"one", minute: int = 0, source_id: str = "dhs", **said) -> Look:
        """`recognised`, `skim`, `rules`, `next_look_at` go to the look, the rest to the snapshot."""
        look = {name: said.pop(name) for name in ("recognised", "skim", "rules", "next_look_at") if name in said}
        snapshot = self.snapshot(body, minute, source_id, **said)
        return Look(snapshot, Payload(body) if body is not None else None, **look)

    def first(self, look: Look, **said) -> Telling:
        """The first version of a source, told to nobody."""
        snapshot = look.snapshot
        told = Told(
            change_id(snapshot.source_id, (None, snapshot), (1, snapshot)),
            snapshot.source_id,
            snapshot,
            snapshot,
            None,
            1,
            self.clock.now(),
            "rules-1",
        )
        return Telling(told, self.version(snapshot, 1), "skim-1", "rules-1", "qa", **said)

    def change(self, before: Look, after: Look, numbers=(1, 2), owed=None, findings=None, **said) -> Telling:
        """An answer that reads otherwise."""
        edit = Edit(
            Op.ALTERED,
            Block("answer", "Who may apply?", "You may apply.", ("About",)),
            Block("answer", "Who may apply?", "You will apply.", ("About",)),
            (("equal", "You "), ("delete", "may"), ("insert", "will"), ("equal", " apply.")),
            3,
            3,
        )
        altered = Finding(
            "faq.answer-altered", "answer altered", (edit,), ("About",), "Who may apply?", "may", "will", Severity.HIGH
        )
        order = Finding("order.changed", "another order", (), severity=Severity.NOISE)
        old, new = before.snapshot, after.snapshot
        told = Told(
            change_id(old.source_id, (numbers[0], old), (numbers[1], new)),
            old.source_id,
            old,
            new,
            numbers[0],
            numbers[1],
            self.clock.now(),
            "rules-1",
            (edit,),
            (altered, order) if findings is None else findings,
        )
        version = self.version(new, numbers[1]) if None not in numbers and numbers[0] != numbers[1] else None
        owes = {"desk": [0]} if owed is None else owed
        return Telling(told, version, said.pop("skim", "skim-2"), "rules-1", "qa", owes, **said)

    def version(self, snapshot: Snapshot, number: int) -> Version:
        started = snapshot.started_at
        return Version(
            snapshot.source_id, number, snapshot.id, started, started, f"print-{number}", "rules-1", "qa", "FAQ", 12
        )

    def reread(self, told: Told, severity: Severity = Severity.LOW) -> Told:
        """The change as it reads now: graver or slighter than it was told."""
        findings = tuple(replace(finding, severity=severity) for finding in told.findings)
        return replace(told, made_at=self.clock.now(), rules="rules-2", findings=findings)

    def digest(
        self, told: Told, window: str = "2026-11-21/daily", subscription: str = "desk", number: int = 1
    ) -> Digest:
        now = self.clock.now()
        entries = tuple(
            Entry(
                told.finding_id(index),
                told.change_id,
                told.source_id,
                "DHS",
                "https://www.dhs.test/dhs",
                told.before_version,
                told.after_version,
                told.before.started_at,
                told.after.started_at,
                told.findings[index],
            )
            for index in (0,)
        )
        coverage = Coverage(now - timedelta(days=1), now, 1, 1, 4)
        return Digest(f"01JD{number:022d}", subscription, window, now, entries, coverage)

    def message(self, digest: Digest) -> Message:
        return Message(
            digest.id,
            "[watcher] HIGH: answer altered",
            "text\n",
            "<p>html</p>",
            {"schema": "watcher.digest/1", "n": 1, "nested": [{"a": None}]},
            digest.made_at,
            Severity.HIGH,
            (("X-Watcher-Digest", digest.id),),
        )

    def delivery(self, digest: Digest, recipient: str = "desk@example.test", part: int = 1) -> Delivery:
        return Delivery(f"{digest.id}-{recipient}-{part}", digest.id, "mail", recipient, part)

    def known(self, store: Store) -> Look:
        """The source is watched, and its first version told."""
        store.agenda.sync([self.source()], self.clock.now())
        look = self.look(b"one", 0)
        store.keep([look])
        store.tell([self.first(look)])
        return look

    def told(self, store: Store) -> Telling:
        """As `known`, and ten minutes later the page changed."""
        first = self.known(store)
        second = self.look(b"two", 10)
        store.keep([second])
        telling = self.change(first, second)
        store.tell([telling])
        return telling

    def later(self, minutes: int) -> datetime:
        self.clock.at += timedelta(minutes=minutes)
        return self.clock.at


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    for store in bench.open_stores:
        store.close()


@pytest.fixture
def store(bench: Bench) -> Store:
    return bench.open()
