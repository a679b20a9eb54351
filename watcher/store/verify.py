"""The proof that what is kept is what was seen: every hash recomputed, every row held against its record."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select

from watcher.errors import StoreError
from watcher.store.database.tables import (
    CHANGE,
    DELIVERY,
    DIGEST,
    FINDING,
    OWED,
    REREAD,
    REVIEW,
    SNAPSHOT,
    SOURCE,
    UNSUBSCRIBED,
    VERSION,
    WITHDRAWN,
)
from watcher.store.index.fold import position, seals_known
from watcher.store.index.rows import delivery_rows, delivery_step, finding_place, finding_rows, owed_rows
from watcher.store.index.unsubscribed import unsubscribed_row
from watcher.store.ledger.canonical import canonical
from watcher.store.ledger.genesis import genesis_hash
from watcher.store.ledger.ledger import Line, Position, Torn, holds, read, segment_path, segments
from watcher.store.ledger.lines import all_part_paths
from watcher.store.ledger.records import bodies_of
from watcher.store.sampled import chosen, sampled_faults
from watcher.store.seals.faults import expected_files, seal_faults
from watcher.store.vault.content import content_faults
from watcher.store.vault.vault import blob_path, is_hash, listed

_PLAIN = {"genesis.json", "README.md", ".gitignore"}
Row = dict[str, Any]


def verify(
    vault: Path, connection: Connection, place: str, sample: tuple[int, int] | None = None, far: Any = None
) -> Iterator[str]:
    """Every fault, with its path and what was expected and found; `far` is the bucket in which the bodies lie.

    `sample` is (part, of how many parts), counted from 1: only that part of the blobs is read, and of a large
    ledger only that part of the segments.
    """
    try:
        genesis = genesis_hash(vault)
    except StoreError as error:
        yield str(error)
        return
    known = position(connection) or Position(0, genesis)
    if sample and (among := chosen(vault, sample)) is not None:
        yield from sampled_faults(vault, connection, place, among, known, far)
        return
    kept = _Kept()
    files = _files(vault)  # before the ledger: a blob is there before the record that names it
    in_flight = listed(vault)  # what a writer is placing at this moment
    broken = list(_ledger_faults(vault, Position(0, genesis), known, kept))
    yield from broken
    yield from seal_faults(vault, seals_known(connection))
    if far:
        yield from far.faults(sample, kept.files, kept.bodies)
        kept.bodies.clear()
    else:
        unfinished = in_flight - kept.bodies.keys()
        whole = [path for path in files if _body_at(vault, path) not in unfinished]
        yield from _blob_faults(vault, whole, sample, kept)
    if not broken:  # what a broken ledger says of files and rows proves nothing against them
        yield from _name_faults(vault, files, in_flight, kept)
        yield from _row_faults(connection, place, kept)


_ROWS = (SOURCE, VERSION, FINDING, OWED, DELIVERY, WITHDRAWN, UNSUBSCRIBED)
"""Tables whose rows follow from more than one record."""


@dataclass(slots=True)
class _Kept:
    """What the ledger says there must be, up to the record that the database has taken up."""

    bodies: dict[str, str] = field(default_factory=dict)
    """The snapshot that names each body first."""
    files: dict[str, str] = field(default_factory=dict)
    """The hash of the file that holds a body."""
    lines: dict[str, dict[int, str]] = field(default_factory=lambda: {table.name: {} for table in _TABLES.values()})
    """For each table the hash of the line of each seq."""
    rows: dict[str, dict[tuple[Any, ...], Row]] = field(default_factory=lambda: {table.name: {} for table in _ROWS})

    def take(self, line: Line, *, is_taken_up: bool) -> None:
        """Note what follows from a record: its body, and, where the database has taken it up, its rows."""
        record = line.record
        if record["type"] == "redaction":
            self.bodies.pop(record["body"]["sha256"], None)
        for body, file in bodies_of(record):
            self.bodies.setdefault(body, record.get("id", ""))
            if file:
                self.files[body] = file
        if not is_taken_up:
            return
        if record["type"] in _TABLES:
            self.lines[_TABLES[record["type"]].name][line.position.seq] = line.position.sha256
        _NOTES[record["type"]](self, record)
        for body, file in bodies_of(record):
            if file:
                self.rows[WITHDRAWN.name].pop((body,), None)
        if record["type"] == "redaction":
            self.put(WITHDRAWN, {"sha256": record["body"]["sha256"], "seq": line.position.seq, "record": line.text})
        if record["type"] == "unsubscribed":
            self.put(UNSUBSCRIBED, unsubscribed_row(line))

    def put(self, table: Table, *rows: Row) -> None:
        """These rows are there, by their primary key."""
        for row in rows:
            self.rows[table.name][_key(table, row)] = row


_TABLES: Mapping[str, Table] = {
    "snapshot": SNAPSHOT,
    "change": CHANGE,
    "digest": DIGEST,
    "review": REVIEW,
    "reread": REREAD,
}


def _ledger_faults(vault: Path, first: Position, known: Position, kept: _Kept) -> Iterator[str]:
    if not segments(vault):
        if known.seq:
            yield f"{segment_path(vault, 1)}: expected {known.seq} records, found no file"
        return
    last = first
    try:
        for line in read(vault, first):
            last = line.position
            if canonical(line.record) != line.text:
                path = segment_path(vault, last.segment)
                yield f"{path}: record {last.seq}: expected canonical JSON, found another spelling"
            kept.take(line, is_taken_up=last.seq <= known.seq)
    except Torn as torn:
        if torn.last.seq < known.seq or not torn.is_tail or not known.seq:
            yield str(torn)
            return
    except (KeyError, TypeError, ValueError, StoreError) as error:
        path = segment_path(vault, last.segment)
        yield f"{path}: record {last.seq}: expected a whole record, found one that cannot be read ({error!r})"
        return
    yield from _end_faults(vault, last, known)


def _end_faults(vault: Path, last: Position, known: Position) -> Iterator[str]:
    path = segment_path(vault, known.segment)
    if last.seq < known.seq:
        yield f"{path}: expected {known.seq} records, found {last.seq}"
    elif not holds(vault, known):
        yield f"{path}: record {known.seq}: expected SHA-256 {known.sha256}, as the database knows it, found another"


def _files(vault: Path) -> list[Path]:
    return sorted(path for path in vault.rglob("*") if path.is_symlink() or not path.is_dir())


def _blob_faults(vault: Path, files: list[Path], sample: tuple[int, int] | None, kept: _Kept) -> Iterator[str]:
    for path in files:
        sha256 = _body_at(vault, path)
        if sha256 and (sample is None or int(sha256[:8], 16) % sample[1] == sample[0] - 1):
            yield from content_faults(path, sha256, kept.files.get(sha256))


def _name_faults(vault: Path, files: list[Path], in_flight: set[str], kept: _Kept) -> Iterator[str]:
    known = kept.bodies.keys() | in_flight
    expected = {segment_path(Path(), number).as_posix() for number in segments(vault)} | expected_files(vault)
    expected |= {path.relative_to(vault).as_posix() for path in all_part_paths(vault)}
    for path in files:
        name = path.relative_to(vault).as_posix()
        is_ours = name in _PLAIN or name in expected or name.startswith("incoming/")
        if not is_ours and _body_at(vault, path) not in known and _is_there(path):  # a part may be gathered meanwhile
            yield f"{path}: expected no such file, since no record names it"
    for sha256 in sorted(kept.bodies.keys() - {_body_at(vault, path) for path in files}):
        yield f"{blob_path(vault, sha256)}: expected the body of {kept.bodies[sha256]}, found no file"


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _body_at(vault: Path, path: Path) -> str:
    """The hash of the body that the file holds by its name; empty when it is not where a body lies."""
    sha256 = path.name.removesuffix(".zst")
    return sha256 if is_hash(sha256) and path == blob_path(vault, sha256) and not path.is_symlink() else ""


def _row_faults(connection: Connection, place: str, kept: _Kept) -> Iterator[str]:
    for table in _TABLES.values():
        expected = dict(kept.lines[table.name])
        for seq, record in connection.execute(select(table.c.seq, table.c.record)):
            sha256 = hashlib.sha256(record.encode()).hexdigest()
            if expected.pop(seq, None) != sha256:
                yield f"{place}: {table.name} of record {seq}: expected the words of the ledger, found others"
        for seq in expected:
            yield f"{place}: {table.name} of record {seq}: expected a row, found none"
    for name, rows in kept.rows.items():
        yield from _differences(connection, place, _BY_NAME[name], rows)


def _differences(
    connection: Connection, place: str, table: Table, expected: Mapping[tuple[Any, ...], Row]
) -> Iterator[str]:
    left = dict(expected)
    for found in connection.execute(select(table)).mappings():
        key = _key(table, found)
        row = left.pop(key, None)
        if row is None:
            yield f"{place}: {table.name} {key}: expected no such row, since no record tells of it"
            continue
        for column, value in row.items():
            if found[column] != value:
                yield f"{place}: {table.name} {key}: expected {column} {value!r}, found {found[column]!r}"
    for key in left:
        yield f"{place}: {table.name} {key}: expected a row, found none"


_BY_NAME = {table.name: table for table in _ROWS}


def _key(table: Table, row: Mapping[Any, Any]) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)


def _note_nothing(kept: _Kept, record: Mapping[str, Any]) -> None:
    """The row is the record's line alone."""


def _note_change(kept: _Kept, record: Mapping[str, Any]) -> None:
    kept.put(FINDING, *finding_rows(record))
    kept.put(OWED, *owed_rows(record))
    if version := record["version"]:
        source = kept.rows[SOURCE.name][record["source"],]
        source["version"] = version["number"]
        named = {"source_id": record["source"], "number": version["number"]}
        kept.put(VERSION, named | {"fingerprint": version["fingerprint"], "form": canonical(version)})


def _note_source(kept: _Kept, record: Mapping[str, Any]) -> None:
    before = kept.rows[SOURCE.name].get((record["id"],), {"id": record["id"], "version": 0})
    form = {} if record["change"] == "removed" else {"form": canonical(record["source"])}
    kept.put(SOURCE, before | form | {"retired": record["change"] == "removed"})


def _note_digest(kept: _Kept, record: Mapping[str, Any]) -> None:
    for change_id, place in map(finding_place, record["findings"]):
        named = {"subscription": record["subscription"], "change_id": change_id, "place": place}
        kept.put(OWED, named | {"digest_id": record["id"]})
    kept.put(DELIVERY, *delivery_rows(record))


def _note_delivery(kept: _Kept, record: Mapping[str, Any]) -> None:
    kept.rows[DELIVERY.name][record["id"],].update(delivery_step(record))


def _note_return(kept: _Kept, record: Mapping[str, Any]) -> None:
    kept.rows[UNSUBSCRIBED.name].pop((record["subscription"], record["recipient"]), None)


_NOTES = {
    "snapshot": _note_nothing,
    "change": _note_change,
    "source": _note_source,
    "digest": _note_digest,
    "delivery": _note_delivery,
    "review": _note_nothing,
    "learned": _note_nothing,
    "key": _note_nothing,
    "tsa_failure": _note_nothing,
    "clock_jump": _note_nothing,
    "import": _note_nothing,
    "preserved": _note_nothing,
    "ping_failure": _note_nothing,
    "reread": _note_nothing,
    "redaction": _note_nothing,
    "unsubscribed": _note_nothing,
    "resubscribed": _note_return,
}
