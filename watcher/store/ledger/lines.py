"""The lines of a ledger: each holds the hash of the one before."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from watcher.errors import StoreError, StoreNewer
from watcher.store.names import names_in

RECORD_VERSION = 1
_DIGITS, _ENDING = 8, ".jsonl"
_AT_ONCE = 1000
RECORD_TYPES = frozenset(
    {"snapshot", "change", "source", "learned", "digest", "delivery", "review", "reread", "key", "redaction"}
    | {"tsa_failure", "clock_jump", "import", "preserved", "ping_failure", "unsubscribed", "resubscribed"}
)


@dataclass(frozen=True, slots=True)
class Position:
    """How far: the last line, its hash, and where it lies."""

    seq: int
    sha256: str
    """Of the line without its newline; before the first line that of genesis.json."""
    start: int = 0
    end: int = 0
    """In bytes of its segment, behind the newline."""
    segment: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One record as it stands in the ledger."""

    record: Mapping[str, Any]
    text: str
    position: Position


class Torn(StoreError):
    """A line that is no record, or not the one that must follow."""

    def __init__(self, message: str, last: Position, *, is_tail: bool) -> None:
        super().__init__(message)
        self.last = last
        """The last good line."""
        self.is_tail = is_tail
        """The line was never finished, and nothing follows it."""


def segment_path(folder: Path, number: int) -> Path:
    """Where that segment of a vault's ledger lies."""
    return folder / "ledger" / f"{number:0{_DIGITS}}.jsonl"


def last_line(path: Path) -> bytes:
    """The last line of a file without its newline, read from its end."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        for length in (1 << 16, 1 << 22, size):
            file.seek(max(0, size - length))
            _, newline, last = file.read().rstrip(b"\n").rpartition(b"\n")
            if newline:
                return last
    return last


def find_line(path: Path, seq: int) -> bytes | None:
    """The line of that record without its newline; None: it is not in this segment.

    Its numbers grow, so that a few lines of very many need to be read. Raises StoreError at one that is no record.
    """
    low, high = 0, path.stat().st_size  # a line begins at `low`; that of the record begins before `high`
    with path.open("rb") as file:
        while low < high:
            middle = (low + high) // 2
            file.seek(max(middle - 1, 0))
            start = file.tell() + len(file.readline()) if middle > low else low
            file.seek(start)
            line = file.readline()
            number = _seq_of(line, path, start) if start < high else seq + 1
            if number == seq:
                return line.removesuffix(b"\n")
            low, high = (start + len(line), high) if number < seq else (low, middle)
    return None


def _seq_of(line: bytes, path: Path, start: int) -> int:
    try:
        return int(json.loads(line)["seq"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path}: byte {start}: expected a record; `watcher verify` says what is damaged") from error


def segments(folder: Path) -> list[int]:
    """The numbers of the segments that are there."""
    names = {name[:_DIGITS] for name in names_in(folder / "ledger") if name.endswith(_ENDING)}
    return sorted(int(name) for name in names if name.isdigit() and len(name) == _DIGITS)


def part_paths(folder: Path, number: int) -> list[Path]:
    """The parts of that segment that several writers hold, until they are gathered; a sealed one has none."""
    if (folder / "seals" / f"{number:0{_DIGITS}}.sha256").exists():
        return []  # what a writer added after it lost its turn came too late
    return sorted((folder / "ledger").glob(f"{number:0{_DIGITS}}.?*.jsonl"))


def all_part_paths(folder: Path) -> list[Path]:
    """The parts of every segment, those that came too late too."""
    ledger = folder / "ledger"
    parts = [name for name in names_in(ledger) if name[_DIGITS : _DIGITS + 1] == "." and name.endswith(_ENDING)]
    return sorted(ledger / name for name in parts if len(name) > _DIGITS + 1 + len(_ENDING))


def read_segment(folder: Path, number: int, last: Position, *, is_last: bool = False) -> Iterator[Line]:
    """The lines of that segment behind that position."""
    path = segment_path(folder, number)
    last = last if last.segment == number else Position(last.seq, last.sha256, segment=number)
    with path.open("rb") as file:
        file.seek(last.end)
        for raw in file:
            try:
                record = checked_record(raw, last)
            except ValueError as error:
                message = f"{path}: line {last.seq + 1}, byte {last.end}: {error}"
                is_tail = is_last and _is_unfinished(raw, error) and not file.read(1)
                raise Torn(message, last, is_tail=is_tail) from error
            last = behind(last, raw[:-1])
            yield Line(record, raw[:-1].decode(), last)


def checked_record(raw: bytes, last: Position) -> dict[str, Any]:
    """The record of that line; raises ValueError when it is none, or not the one behind the last."""
    if not raw.endswith(b"\n"):
        raise ValueError("expected a whole line, found the beginning of one")
    record = json.loads(raw)
    if not isinstance(record, dict) or not isinstance(record.get("v"), int):
        raise ValueError("expected a record, found other JSON")  # noqa: TRY004 (the caller names the place)
    if record["v"] > RECORD_VERSION:
        raise StoreNewer(f"record {last.seq + 1} is of version {record['v']}: a later release of watcher wrote it")
    if record.get("type") not in RECORD_TYPES:
        raise ValueError(f"expected a known type of record, found {record.get('type')!r}")
    if record.get("seq") != last.seq + 1:
        raise ValueError(f"expected seq {last.seq + 1}, found {record.get('seq')}")
    if record.get("prev_sha256") != last.sha256:
        raise ValueError(f"expected prev_sha256 {last.sha256}, found {record.get('prev_sha256')}")
    return record


def _is_unfinished(raw: bytes, error: ValueError) -> bool:
    """A crash leaves half a line or none; a whole record that does not follow is somebody's doing, and never cut."""
    return not raw.endswith(b"\n") or isinstance(error, json.JSONDecodeError | UnicodeDecodeError)


def behind(last: Position, line: bytes) -> Position:
    """Where a line lies that follows that one."""
    sha256 = hashlib.sha256(line).hexdigest()
    return Position(last.seq + 1, sha256, last.end, last.end + len(line) + 1, last.segment)


def batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """Many at a time; those before a torn line come first."""
    while True:
        batch: list[Line] = []
        try:
            batch.extend(islice(lines, _AT_ONCE))
        except Torn:
            if batch:
                yield batch
            raise
        if not batch:
            return
        yield batch
