"""The ledger: every durable fact as one JSON line, each line holding the hash of the one before.

It lies in segments, one for each seal: a sealed segment never grows again, and the next record begins a new one.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from watcher.errors import StoreBroken, StoreError, StoreNewer
from watcher.store.canonical import canonical
from watcher.store.disk import Disk

RECORD_VERSION = 1
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


class Ledger:
    """The segment that grows, behind those that are sealed."""

    def __init__(self, folder: Path, disk: Disk, nonce: Callable[[int], str], segment: int = 1) -> None:
        self.folder = folder
        self.tip = Position(0, "")
        self.segment = segment
        """The one that is open."""
        self._disk = disk
        self._nonce = nonce

    @property
    def path(self) -> Path:
        """The file of the segment that is open."""
        return segment_path(self.folder, self.segment)

    @property
    def end(self) -> int:
        """How many bytes of that file are whole lines."""
        return self._opened(self.tip).end

    def append(self, lines: Sequence[Line]) -> None:
        """Make the lines durable behind the last one; on failure the ledger is as it was."""
        try:
            self._disk.append(self.path, b"".join(line.text.encode() + b"\n" for line in lines))
            if not self.end:  # the file is new, so its name has to last too
                self._disk.sync_folder(self.path.parent)
        except StoreBroken:
            raise
        except StoreError:
            self._take_back()
            raise
        self.tip = lines[-1].position

    def since(self, position: Position) -> Iterator[Line]:
        """The lines behind that position; raises Torn at one that is not what must follow."""
        return read(self.folder, position)

    def drawn_up(self, drafts: Sequence[Mapping[str, Any]], at: str) -> list[Line]:
        """The drafts as the records that would follow the last one; nothing is written."""
        lines, last = [], self._opened(self.tip)
        for draft in drafts:
            record = {
                **draft,
                "v": RECORD_VERSION,
                "seq": last.seq + 1,
                "at": at,
                "nonce": self._nonce(16),
                "prev_sha256": last.sha256,
            }
            text = canonical(record)
            last = _behind(last, text.encode())
            lines.append(Line(record, text, last))
        return lines

    def _opened(self, last: Position) -> Position:
        """The last line, seen from the open segment."""
        return last if last.segment == self.segment else Position(last.seq, last.sha256, segment=self.segment)

    def _take_back(self) -> None:
        if not self.path.exists():
            return
        try:
            self._disk.truncate(self.path, self.end)
        except StoreError as error:
            raise StoreBroken(f"{self.path}: a half-written line could not be taken back. {error}") from error


def segment_path(folder: Path, number: int) -> Path:
    """Where that segment of a vault's ledger lies."""
    return folder / "ledger" / f"{number:08}.jsonl"


def segments(folder: Path) -> list[int]:
    """The numbers of the segments that are there."""
    return sorted(int(path.stem) for path in (folder / "ledger").glob("????????.jsonl") if path.stem.isdigit())


def read(folder: Path, position: Position) -> Iterator[Line]:
    """The lines of a vault behind that position; raises Torn at one that is not what must follow."""
    there = segments(folder)
    last = position
    for number in range(position.segment, max(there, default=0) + 1):
        if number not in there:
            raise Torn(f"{segment_path(folder, number)}: expected a segment, found no file", last, is_tail=False)
        for line in read_segment(folder, number, last, is_last=number == there[-1]):
            last = line.position
            yield line


def read_segment(folder: Path, number: int, last: Position, *, is_last: bool = False) -> Iterator[Line]:
    """The lines of that segment behind that position."""
    path = segment_path(folder, number)
    last = last if last.segment == number else Position(last.seq, last.sha256, segment=number)
    with path.open("rb") as file:
        file.seek(last.end)
        for raw in file:
            try:
                record = _record(raw, last)
            except ValueError as error:
                message = f"{path}: line {last.seq + 1}, byte {last.end}: {error}"
                is_tail = is_last and _is_unfinished(raw, error) and not file.read(1)
                raise Torn(message, last, is_tail=is_tail) from error
            last = _behind(last, raw[:-1])
            yield Line(record, raw[:-1].decode(), last)


def holds(folder: Path, position: Position) -> bool:
    """Whether that very line still lies there."""
    if not position.seq:
        return True
    with segment_path(folder, position.segment).open("rb") as file:
        file.seek(position.start)
        raw = file.read(position.end - position.start)
    return len(raw) == position.end - position.start and hashlib.sha256(raw[:-1]).hexdigest() == position.sha256


def _record(raw: bytes, last: Position) -> dict[str, Any]:
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


def _behind(last: Position, line: bytes) -> Position:
    sha256 = hashlib.sha256(line).hexdigest()
    return Position(last.seq + 1, sha256, last.end, last.end + len(line) + 1, last.segment)
