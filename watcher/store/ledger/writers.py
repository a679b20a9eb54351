"""The end of the ledger at which one of several writers writes, until a seal makes one file of all."""

import platform
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import Any

from watcher.errors import StoreBroken, StoreError
from watcher.store.ledger.ledger import Ledger, Line, part_paths, segment_path, segments
from watcher.store.ledger.lines import all_part_paths
from watcher.store.ledger.parts import PASSES, Open
from watcher.store.vault.disk import Disk

_LONGEST = 40


class PartLedger(Ledger):
    """The end at which one of several writers writes: in its turn, behind the last line of them all."""

    def __init__(self, folder: Path, disk: Disk, nonce: Callable[[int], str], writer: str) -> None:
        super().__init__(folder, disk, nonce)
        self.writer = writer
        self.passing: Sequence[str] = ()
        """Writers whose turns were cut off: the next line says that theirs are passed over."""

    @property
    def path(self) -> Path:
        """The part of this writer."""
        return self.folder / "ledger" / f"{self.segment:08}.{self.writer}.jsonl"

    @property
    def end(self) -> int:
        """How many bytes of it are lines of the chain."""
        if not self.path.exists():
            return 0
        opened = Open(self.folder, self.segment)
        for _ in opened.lines():
            pass
        return opened.ends.get(self.writer, 0)

    def append(self, lines: Sequence[Line]) -> None:
        """Make the lines durable in this writer's part; on failure the part is as it was."""
        size = self.path.stat().st_size if self.path.exists() else 0
        try:
            self._disk.append(self.path, b"".join(line.text.encode() + b"\n" for line in lines))
            if not size:
                self._disk.sync_folder(self.path.parent)
        except StoreBroken:
            raise
        except StoreError:
            if self.path.exists():
                self._disk.truncate(self.path, size)
            raise
        self.tip = lines[-1].position
        self.passing = ()

    def drawn_up(self, drafts: Sequence[Mapping[str, Any]], at: str) -> list[Line]:
        """The drafts as the records that would follow the last one of all writers; nothing is written."""
        if self.passing:
            drafts = [{**drafts[0], PASSES: sorted(self.passing)}, *drafts[1:]]
        lines = super().drawn_up(drafts, at)
        return [replace(line, position=replace(line.position, start=0, end=0)) for line in lines]


def writer_name() -> str:
    """A name that no other writer has had: the machine's, with chance behind it."""
    machine = re.sub(r"[^A-Za-z0-9-]", "-", platform.node())[:_LONGEST] or "watcher"
    return f"{machine}-{token_hex(4)}"


def gather(folder: Path, disk: Disk) -> None:
    """What the writers hold of the open segment goes into its one file, and their parts go; may be done again."""
    parts = all_part_paths(folder)
    for number in [one for one in segments(folder) if part_paths(folder, one)] if parts else ():
        opened = Open(folder, number)
        behind = [line.text.encode() + b"\n" for line in opened.lines() if not line.position.end]
        path = segment_path(folder, number)
        if path.exists() and path.stat().st_size > opened.plain_end:
            disk.truncate(path, opened.plain_end)
        if behind:
            disk.append(path, b"".join(behind))
        disk.sync_folder(path.parent)
    for part in parts:
        disk.remove(part)
