"""The ledger: every durable fact as one JSON line, each line holding the hash of the one before."""

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
RECORD_TYPES = frozenset({"snapshot", "change", "source", "learned", "digest", "delivery", "review", "reread"})


@dataclass(frozen=True, slots=True)
class Position:
    """How far: the last line, its hash, and where it lies."""

    seq: int
    sha256: str
    """Of the line without its newline; before the first line that of genesis.json."""
    start: int = 0
    end: int = 0
    """In bytes, behind the newline."""


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
    """The one file that grows, open for appending."""

    def __init__(self, path: Path, disk: Disk, nonce: Callable[[int], str]) -> None:
        self.path = path
        self.tip = Position(0, "")
        self._disk = disk
        self._nonce = nonce

    def append(self, lines: Sequence[Line]) -> None:
        """Make the lines durable behind the last one; on failure the ledger is as it was."""
        try:
            self._disk.append(self.path, b"".join(line.text.encode() + b"\n" for line in lines))
            if not self.tip.end:  # the file is new, so its name has to last too
                self._disk.sync_folder(self.path.parent)
        except StoreBroken:
            raise
        except StoreError:
            self._take_back()
            raise
        self.tip = lines[-1].position

    def since(self, position: Position) -> Iterator[Line]:
        """The lines behind that position; raises Torn at one that is not what must follow."""
        return read(self.path, position) if self.path.exists() else iter(())

    def drawn_up(self, drafts: Sequence[Mapping[str, Any]], at: str) -> list[Line]:
        """The drafts as the records that would follow the last one; nothing is written."""
        lines, last = [], self.tip
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

    def _take_back(self) -> None:
        if not self.path.exists():
            return
        try:
            self._disk.truncate(self.path, self.tip.end)
        except StoreError as error:
            raise StoreBroken(f"{self.path}: a half-written line could not be taken back. {error}") from error


def read(path: Path, position: Position) -> Iterator[Line]:
    """The lines of that file behind that position; raises Torn at one that is not what must follow."""
    last = position
    with path.open("rb") as file:
        file.seek(position.end)
        for raw in file:
            try:
                record = _record(raw, last)
            except ValueError as error:
                message = f"{path}: line {last.seq + 1}, byte {last.end}: {error}"
                raise Torn(message, last, is_tail=_is_unfinished(raw, error) and not file.read(1)) from error
            last = _behind(last, raw[:-1])
            yield Line(record, raw[:-1].decode(), last)


def holds(path: Path, position: Position) -> bool:
    """Whether that very line still lies there."""
    if not position.seq:
        return True
    with path.open("rb") as file:
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
    return Position(last.seq + 1, hashlib.sha256(line).hexdigest(), last.end, last.end + len(line) + 1)
