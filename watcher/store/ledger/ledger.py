"""The ledger: every durable fact as one JSON line, each line holding the hash of the one before.

It lies in segments, one for each seal: a sealed segment never grows again, and the next record begins a new one.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from watcher.errors import StoreBroken, StoreError
from watcher.store.ledger.canonical import canonical
from watcher.store.ledger.lines import (
    RECORD_TYPES,
    RECORD_VERSION,
    Line,
    Position,
    Torn,
    behind,
    part_paths,
    read_segment,
    segment_path,
    segments,
)
from watcher.store.ledger.parts import Open
from watcher.store.vault.disk import Disk

__all__ = [
    "RECORD_TYPES",
    "RECORD_VERSION",
    "Ledger",
    "Line",
    "Position",
    "Torn",
    "holds",
    "located",
    "part_paths",
    "read",
    "read_segment",
    "segment_path",
    "segments",
]


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
            last = behind(last, text.encode())
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


def read(folder: Path, position: Position) -> Iterator[Line]:
    """The lines of a vault behind that position; raises Torn at one that is not what must follow."""
    there = segments(folder)
    last = position
    for number in range(position.segment, max(there, default=0) + 1):
        if number not in there:
            raise Torn(f"{segment_path(folder, number)}: expected a segment, found no file", last, is_tail=False)
        for line in _segment(folder, number, last, is_first=number == position.segment, is_last=number == there[-1]):
            last = line.position
            yield line


def located(folder: Path, position: Position) -> Position:
    """Where that line lies in its segment's file, for one whose place is not known; raises StoreError for none."""
    if position.end or not position.seq or not segment_path(folder, position.segment).exists():
        return position
    for line in Open(folder, position.segment).lines():
        if line.position.sha256 == position.sha256:
            return line.position
    return position


def holds(folder: Path, position: Position) -> bool:
    """Whether that very line still lies there."""
    if not position.seq:
        return True
    if not position.end:  # one of several writers wrote it
        lines = Open(folder, position.segment).lines()
        return any(line.position.sha256 == position.sha256 for line in lines if line.position.seq == position.seq)
    with segment_path(folder, position.segment).open("rb") as file:
        file.seek(position.start)
        raw = file.read(position.end - position.start)
    return len(raw) == position.end - position.start and hashlib.sha256(raw[:-1]).hexdigest() == position.sha256


def _segment(folder: Path, number: int, last: Position, *, is_first: bool, is_last: bool) -> Iterator[Line]:
    """The lines of one segment behind that one."""
    is_placeless = is_first and last.segment == number and last.seq and not last.end
    if not is_placeless and not part_paths(folder, number):
        yield from read_segment(folder, number, last, is_last=is_last)
        return
    for line in Open(folder, number).lines():
        if line.position.seq == last.seq and line.position.sha256 != last.sha256:
            path = segment_path(folder, number)
            raise Torn(f"{path}: record {last.seq} is not the one that is known", last, is_tail=False)
        if line.position.seq > last.seq:
            yield line
