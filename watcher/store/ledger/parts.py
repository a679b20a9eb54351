"""The open segment where several write: each line lies in the part of its writer, and together they are one chain.

The order is that of `seq`, and each line names the hash of the one before, whoever wrote it. A writer that was cut off
may leave lines at the end of its part that the others, who could not know of them, went past: nobody was told that
these were kept. Where both follow the same line, the other says so (`passes`).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from watcher.store.ledger.genesis import genesis_hash
from watcher.store.ledger.lines import (
    Line,
    Position,
    Torn,
    checked_record,
    last_line,
    part_paths,
    read_segment,
    segment_path,
)

PASSES = "passes"
"""In a record: the writers whose lines behind the one before count for nothing."""


@dataclass(slots=True)
class Open:
    """An open segment as it lies there when this is made."""

    folder: Path
    number: int
    plain_end: int = 0
    """How many bytes of the segment's own file are whole lines of the chain."""
    ends: dict[str, int] = field(default_factory=dict)
    """For each writer how many bytes of its part are."""

    def lines(self) -> Iterator[Line]:
        """Every line of the chain, the first of the segment first; raises Torn at what is in nobody's right place."""
        with ExitStack() as held:
            # Before the segment's own file: what is taken out of a part was put there first.
            parts = [_Part.of(path, held) for path in part_paths(self.folder, self.number)]
            last, chain = _before(self.folder, self.number), {}
            chain[last.seq] = last.sha256
            for line in self._plain(last):
                last, self.plain_end = replace(line.position, start=0, end=0), line.position.end
                chain[last.seq] = last.sha256
                yield line
            for line in _merged(parts, last, chain):
                chain[line.position.seq] = line.position.sha256
                yield line
            self.ends = {part.writer: part.end for part in parts}

    def _plain(self, last: Position) -> Iterator[Line]:
        """What was gathered; a line that is half written there still lies whole in its part."""
        if not segment_path(self.folder, self.number).exists():
            return
        try:
            yield from read_segment(self.folder, self.number, last, is_last=True)
        except Torn as torn:
            if not torn.is_tail:
                raise


@dataclass(slots=True)
class _Part:
    writer: str
    path: Path
    file: BinaryIO
    end: int = 0
    """Behind the last line that is one of the chain."""
    raw: bytes = b""
    """The line that stands next, without its newline; empty: none."""
    record: dict[str, Any] = field(default_factory=dict)
    _place: int = 0
    _stray: str = ""
    """The hash of the line before, where that is none of the chain."""

    @classmethod
    def of(cls, path: Path, held: ExitStack) -> "_Part":
        part = cls(path.name.split(".")[1], path, held.enter_context(path.open("rb")))
        part._step(0)
        return part

    @property
    def seq(self) -> int:
        seq: int = self.record.get("seq", 0)
        return seq

    def follows(self, last: Position) -> bool:
        """Whether the line that stands next follows that one."""
        return bool(self.raw) and (self.seq, self.record.get("prev_sha256")) == (last.seq + 1, last.sha256)

    def take(self) -> None:
        """The line that stands next is the chain's."""
        self._step(len(self.raw) + 1)
        self.end, self._stray = self._place, ""

    def pass_over(self, until: int, chain: Mapping[int, str]) -> None:
        """Go past lines up to that seq: such as were gathered, or as were never kept. Raises Torn at others."""
        while self.raw and self.seq <= until:
            sha256 = hashlib.sha256(self.raw).hexdigest()
            if chain.get(self.seq) == sha256:
                self.take()
                continue
            before = self.record.get("prev_sha256")
            if before not in (chain.get(self.seq - 1), self._stray or None):
                raise Torn(
                    f"{self.path}: byte {self._place}: record {self.seq} follows no record that is kept",
                    Position(until, ""),
                    is_tail=False,
                )
            self._stray = sha256
            self._step(len(self.raw) + 1)

    def _step(self, length: int) -> None:
        self._place += length
        raw = self.file.readline()
        self.raw = raw[:-1] if raw.endswith(b"\n") else b""  # half a line was acknowledged to nobody
        try:
            self.record = json.loads(self.raw) if self.raw else {}
        except ValueError as error:
            message = f"{self.path}: byte {self._place}: expected a record, found none ({error})"
            raise Torn(message, Position(0, ""), is_tail=False) from error


def _merged(parts: Sequence[_Part], last: Position, chain: Mapping[int, str]) -> Iterator[Line]:
    while True:
        for part in parts:
            part.pass_over(last.seq, chain)
        holder = _next(parts, last)
        if holder is None:
            break
        record = checked_record(holder.raw + b"\n", last)
        last = Position(last.seq + 1, hashlib.sha256(holder.raw).hexdigest(), segment=last.segment)
        yield Line(record, holder.raw.decode(), last)
        holder.take()
    for part in parts:
        part.pass_over(1 << 62, chain)


def _next(parts: Sequence[_Part], last: Position) -> _Part | None:
    """The part that holds the line behind that one."""
    ready = [part for part in parts if part.follows(last)]
    passed = {writer for part in ready for writer in part.record.get(PASSES, ())}
    left = [part for part in ready if part.writer not in passed] if len(ready) > 1 else ready
    if len(left) > 1:
        claims = ", ".join(str(part.path) for part in left)
        raise Torn(f"{claims}: each says that it holds record {last.seq + 1}", last, is_tail=False)
    return left[0] if left else None


def _before(folder: Path, number: int) -> Position:
    """The line before the first of that segment."""
    if number == 1:
        return Position(0, genesis_hash(folder))
    raw = last_line(segment_path(folder, number - 1))
    return Position(json.loads(raw)["seq"], hashlib.sha256(raw).hexdigest(), segment=number)
