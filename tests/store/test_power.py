# ruff: noqa: D102
"""The power fails: of what was written and not synced any part may be gone, and what was acknowledged is there.

The disk under the store remembers, beside doing it, what each step makes durable and what it leaves open. From that
follow the states in which the disk may be found after each step; every one of them has to open, whole.
"""

import itertools
import os
import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from watcher.store import open_store
from watcher.store.vault.disk import Disk

TRIED = None if os.environ.get("WATCHER_PROOF") else 120
"""Of all reachable states so many are tried, evenly spread; None: all."""

Tree = dict[str, bytes]


@dataclass
class Kept:
    """One file, whatever its names: what is durable of its content, and what else may be found."""

    durable: bytes
    possible: set[bytes] = field(default_factory=set)

    def contents(self) -> list[bytes]:
        return sorted({self.durable, *self.possible})


@dataclass(eq=False)
class Step:
    """A change to the names that no sync of its folder has made durable yet."""

    folder: str
    name: str
    file: Kept | None
    after: "Step | None" = None
    """The step without which this one is not found: a name goes only where the file has its new one."""


class Power(Disk):
    """A disk that knows in which states it may be found when the power fails now."""

    def __init__(self, fault: Callable[[str], None], root: Path) -> None:
        super().__init__(fault)
        self.root = root
        self.names = {self.at(path): Kept(path.read_bytes()) for path in root.rglob("*") if path.is_file()}
        self.durable = dict(self.names)
        self.open: list[Step] = []
        self.moments: list[Callable[[], None]] = []

    def at(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def write(self, path: Path, content: bytes) -> None:
        super().write(path, content)
        file = Kept(b"", _parts(b"", content))
        self._name(path, file)
        self.tick()
        file.durable, file.possible = content, set()
        self.tick()

    def syncs_whole(self, folder: Path) -> bool:
        return True

    def write_together(self, folder: Path, files: Iterable[tuple[Path, bytes]], count: int) -> None:
        if count < self.many:
            super().write_together(folder, files, count)
            return
        written: list[tuple[Kept, bytes]] = []

        def noted() -> Iterator[tuple[Path, bytes]]:
            for path, content in files:
                yield path, content  # behind this it is written
                written.append((Kept(b"", _parts(b"", content)), content))
                self._name(path, written[-1][0])
                self.tick()

        super().write_together(folder, noted(), count)
        for file, content in written:
            file.durable, file.possible = content, set()
        for step in self.open:
            _take(self.durable, step)
        self.open.clear()
        self.tick()

    def append(self, path: Path, content: bytes) -> None:
        super().append(path, content)
        if self.at(path) not in self.names:
            self._name(path, Kept(b""))
        file = self.names[self.at(path)]
        file.possible = _parts(file.durable, content)
        self.tick()
        file.durable, file.possible = file.durable + content, set()
        self.tick()

    def truncate(self, path: Path, length: int) -> None:
        super().truncate(path, length)
        file = self.names[self.at(path)]
        file.durable, file.possible = file.durable[:length], set()
        self.tick()

    def move(self, before: Path, after: Path) -> None:
        super().move(before, after)
        file = self.names.pop(self.at(before))
        arrived = self._name(after, file)
        self.open.append(Step(self._folder(before), self.at(before), None, arrived))
        self.tick()

    def remove(self, path: Path) -> None:
        super().remove(path)
        if self.names.pop(self.at(path), None):
            self.open.append(Step(self._folder(path), self.at(path), None))
            self.tick()

    def sync_folder(self, path: Path) -> None:
        super().sync_folder(path)
        if not path.is_relative_to(self.root):
            return
        folder = self.at(path)
        for step in [step for step in self.open if step.folder == folder]:
            _take(self.durable, step)
            self.open.remove(step)
        self.tick()

    def tick(self) -> None:
        """A moment at which the power may fail."""
        for moment in self.moments:
            moment()

    def trees(self) -> Iterator[Tree]:
        """Every state in which the disk may be found now."""
        for chosen in itertools.product((True, False), repeat=len(self.open)):
            done = {step for step, is_done in zip(self.open, chosen, strict=True) if is_done}
            if any(step.after in self.open and step.after not in done for step in done):
                continue
            found = dict(self.durable)
            for step in self.open:
                if step in done:
                    _take(found, step)
            files = {id(file): file for file in found.values()}
            for contents in itertools.product(*(file.contents() for file in files.values())):
                content = dict(zip(files, contents, strict=True))
                yield {name: content[id(file)] for name, file in found.items()}

    def _name(self, path: Path, file: Kept) -> Step:
        self.names[self.at(path)] = file
        step = Step(self._folder(path), self.at(path), file)
        self.open.append(step)
        return step

    def _folder(self, path: Path) -> str:
        return self.at(path.parent)


def _parts(before: bytes, content: bytes) -> set[bytes]:
    """What may be found of a write that no sync followed: none, half, all of it, or its length alone."""
    return {before, before + content[: len(content) // 2], before + content, before + bytes(len(content))}


def _take(names: dict[str, Kept], step: Step) -> None:
    if step.file is None:
        names.pop(step.name, None)
    else:
        names[step.name] = step.file


@dataclass(frozen=True)
class Found:
    """A state of vault and database after a failure, and what was acknowledged before."""

    tree: tuple[tuple[str, bytes], ...]
    database: bytes
    key: bytes | None
    acknowledged: tuple[str, ...]


class Recorder:
    """Gathers every state that is reachable while a scenario runs."""

    def __init__(self, bench, many: int) -> None:
        self.bench = bench
        self.many = many
        self.acknowledged: list[str] = []
        self.found: dict[Found, None] = {}
        self.power: Power | None = None
        self.database = self._serialized()

    def disk(self, fault) -> Power:
        self.power = Power(fault, self.bench.vault)
        self.power.many = self.many
        self.power.moments.append(self.note)
        return self.power

    def __call__(self, step: str) -> None:
        if step == "database.committed":
            self.database = self._serialized()
            self.note()

    def acknowledge(self, what: str) -> None:
        self.acknowledged.append(what)
        self.note()

    def note(self) -> None:
        assert self.power is not None
        key = self.bench.home / "watcher.key"
        held = key.read_bytes() if key.exists() else None
        for tree in self.power.trees():
            self.found[Found(tuple(sorted(tree.items())), self.database, held, tuple(self.acknowledged))] = None

    def _serialized(self) -> bytes:
        """The database as of its last commit; SQLite itself makes that durable."""
        with sqlite3.connect(self.bench.home / "watcher.db") as connection:
            content = connection.serialize()
        connection.close()
        return content


def scenario(bench, store, acknowledge) -> None:
    """A look, the change, its digest, a seal; each may have been done already."""
    first, second = bench.look(b"<p>one</p>" * 40, 0), bench.look(b"<p>one</p>" * 40 + b"two", 10)
    store.keep([second, bench.look(b"<p>ice</p>" * 40, 10, "ice")])
    acknowledge("kept")
    telling = bench.change(first, second)
    store.tell([telling])
    acknowledge("told")
    digest = bench.digest(telling.told)
    store.outbox.post(digest, bench.message(digest), [bench.delivery(digest)])
    acknowledge("posted")
    acknowledge(f"sealed {store.seal().number}")


def begin(bench) -> None:
    with bench.open() as store:
        store.agenda.sync([bench.source(), bench.source("ice")], bench.clock.now())
        first = bench.look(b"<p>one</p>" * 40, 0)
        store.keep([first])
        store.tell([bench.first(first)])


def lay_out(found: Found, home: Path) -> None:
    """The state as files."""
    for name, content in found.tree:
        path = home / "snapshots" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    home.mkdir(exist_ok=True)
    (home / "watcher.db").write_bytes(found.database)
    if found.key:
        (home / "watcher.key").write_bytes(found.key)


def check(bench, store, acknowledged) -> None:
    telling = bench.change(bench.look(b"<p>one</p>" * 40, 0), bench.look(b"<p>one</p>" * 40 + b"two", 10))
    if "kept" in acknowledged:
        assert store.history.payload(telling.told.after).body == b"<p>one</p>" * 40 + b"two"
    if "told" in acknowledged:
        assert store.history.change(telling.told.change_id) == telling.told
    if "posted" in acknowledged:
        assert len(store.outbox.digests()) == 1
    if "sealed 1" in acknowledged:
        assert store.last_seal().number == 1


@pytest.mark.timeout(600)
@pytest.mark.parametrize("many", [Disk.many, 1], ids=["file by file", "synced as one"])
def test_every_state_that_a_power_failure_may_leave_opens_whole_and_loses_nothing_acknowledged(bench, tmp_path, many):
    begin(bench)
    recorder = Recorder(bench, many)
    with open_store(bench.vault, bench.url, bench.clock, fault=recorder, disk=recorder.disk) as store:
        scenario(bench, store, recorder.acknowledge)
    states = list(recorder.found)
    tried = states if TRIED is None else random.Random(18).sample(states, min(TRIED, len(states)))
    assert len(states) > 100
    for number, found in enumerate(tried):
        bench.home = tmp_path / f"found-{number}"
        lay_out(found, bench.home)
        with open_store(bench.vault, bench.url, bench.clock) as store:
            assert store.verify() == [], f"state {number} after {found.acknowledged}"
            check(bench, store, found.acknowledged)
            scenario(bench, store, lambda what: None)
            assert store.verify() == []
            check(bench, store, ("kept", "told", "posted"))
