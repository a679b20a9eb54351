"""The proof of one part of a large store; all its parts together are the proof of the store, but for two things.

What follows from many records (where a source stands, what is owed) and a file that no record names are for the whole.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select

from watcher.errors import StoreError
from watcher.store.database.tables import CHANGE, DIGEST, REREAD, REVIEW, SNAPSHOT
from watcher.store.index.fold import seals_known
from watcher.store.index.withdrawal import withdrawals
from watcher.store.ledger.canonical import canonical
from watcher.store.ledger.ledger import Position, segment_path, segments
from watcher.store.ledger.parts import Open
from watcher.store.ledger.records import bodies_of
from watcher.store.seals.faults import seal_faults
from watcher.store.vault.content import content_faults
from watcher.store.vault.vault import blob_path, listed

_LARGE = 8 << 20
"""In bytes of ledger; a smaller one is always read whole."""
_AT_ONCE = 500
TABLES = {"snapshot": SNAPSHOT, "change": CHANGE, "digest": DIGEST, "review": REVIEW, "reread": REREAD}
"""For each type of record the table that holds its line."""


def chosen(vault: Path, sample: tuple[int, int]) -> list[int] | None:
    """The segments that belong to that part, and always the last two; None: the ledger is not large."""
    there = segments(vault)
    if sum(path.stat().st_size for path in (vault / "ledger").iterdir()) < _LARGE:
        return None
    part, parts = sample
    return [number for number in there if number % parts == part - 1 or number in there[-2:]]


def sampled_faults(
    vault: Path, connection: Connection, place: str, among: list[int], known: Position, far: Any = None
) -> Iterator[str]:
    """Every fault of these segments, with their seals, bodies and rows; `far` is the bucket of the bodies."""
    for number in among:
        yield from _Segment(vault, connection, place, number, known, far).faults()
    yield from seal_faults(vault, seals_known(connection), among)


@dataclass(slots=True)
class _Segment:
    """One segment, line by line."""

    vault: Path
    connection: Connection
    place: str
    number: int
    known: Position
    far: Any
    lines: dict[str, dict[int, str]] = field(default_factory=lambda: {name: {} for name in TABLES})
    """For each type of record the hash of each line by its number."""

    def faults(self) -> Iterator[str]:
        """Whether it is one chain, its bodies are there and the database has its words."""
        path = segment_path(self.vault, self.number)
        named: dict[str, str] = {}
        files: dict[str, str] = {}
        try:
            for line in Open(self.vault, self.number).lines():
                seq = line.position.seq
                if canonical(line.record) != line.text:
                    yield f"{path}: record {seq}: expected canonical JSON, found another spelling"
                if seq <= self.known.seq and line.record["type"] in TABLES:
                    self.lines[line.record["type"]][seq] = line.position.sha256
                for body, file in bodies_of(line.record):
                    named[body] = line.record.get("id", "")
                    files |= {body: file} if file else {}
        except (StoreError, OSError, KeyError, TypeError, ValueError) as error:
            yield f"{path}: {error}"
            return
        yield from self._body_faults(named, files)
        for name, lines in self.lines.items():
            yield from self._row_faults(TABLES[name], lines)

    def _body_faults(self, named: dict[str, str], files: dict[str, str]) -> Iterator[str]:
        gone = {one.sha256 for one in withdrawals(self.connection)} | listed(self.vault)
        if self.far:
            yield from self.far.faults(None, files, {body: by for body, by in named.items() if body not in gone})
            return
        for body in sorted(named.keys() - gone):
            path, file = blob_path(self.vault, body), files.get(body)
            faults = list(content_faults(path, body, file))
            if faults and file and (newer := self._file(body)) not in (None, file):
                faults = list(content_faults(path, body, newer))  # it was withdrawn since, or what it leaned on
            yield from faults

    def _file(self, body: str) -> str | None:
        """The hash of the file that holds a body, as the last record that made one names it."""
        here = SNAPSHOT.c.body_sha256 == body, SNAPSHOT.c.record.contains('"blob_sha256":')
        query = select(SNAPSHOT.c.record).where(*here).order_by(SNAPSHOT.c.seq.desc()).limit(1)
        record = self.connection.execute(query).scalar_one_or_none()
        made = dict(bodies_of(json.loads(record))) if record else {}
        later = (file for one in withdrawals(self.connection) for named, file in one.rewritten if named == body)
        return next(later, made.get(body))

    def _row_faults(self, table: Table, lines: dict[int, str]) -> Iterator[str]:
        numbers = sorted(lines)
        for at in range(0, len(numbers), _AT_ONCE):
            some = numbers[at : at + _AT_ONCE]
            query = select(table.c.seq, table.c.record).where(table.c.seq.in_(some))
            found = {row.seq: hashlib.sha256(row.record.encode()).hexdigest() for row in self.connection.execute(query)}
            for seq in some:
                if found.get(seq) != lines[seq]:
                    what = "the words of the ledger, found others" if seq in found else "a row, found none"
                    yield f"{self.place}: {table.name} of record {seq}: expected {what}"
