"""The only door to the disk: every durable write, with places where a test can stop it."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watcher.errors import StoreBroken, StoreError
from watcher.store.vault.filesystems import sync_whole, syncs_whole

Fault = Callable[[str], None]
"""Called with the name of the step that comes next; whatever it raises or kills happens there."""

_PIECE = 1 << 16


def no_fault(step: str) -> None:
    """Let the step happen."""


class Disk:
    """Makes bytes durable.

    A sync that fails raises StoreBroken, since nobody knows what the disk holds then; any other
    failure raises StoreError with the place.
    """

    many = 8
    """New files from which on one sync serves all: fewer need not wait for what others write to the disk."""

    def __init__(self, fault: Fault = no_fault) -> None:
        self.fault = fault
        self._devices: dict[Path, int] = {}

    def syncs_whole(self, folder: Path) -> bool:
        """Whether one sync makes all durable that was written below that folder."""
        return syncs_whole(folder)

    def write(self, path: Path, content: bytes) -> None:
        """A new file, whole and synced, that nobody may write to again."""
        with self._opened("write", path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440) as number:
            self._pour("write", path, number, content)
            self._sync(path, number)

    def write_together(self, folder: Path, files: Iterable[tuple[Path, bytes]], count: int) -> None:
        """So many new files below that folder, as `write` makes them, with their names; durable when this returns.

        Where they are many and the file system can, one sync of all of it makes them so, at a tenth of the cost.
        """
        if count < self.many or not self.syncs_whole(folder):
            self._write_each(files)
            return
        elsewhere: list[tuple[Path, bytes]] = []
        # What cannot be written back is told to those who had the folder open by then.
        with self._opened("sync-whole", folder, os.O_RDONLY | os.O_DIRECTORY, 0) as number:
            for path, content in files:
                if not self._is_beside(path.parent, folder):
                    elsewhere.append((path, content))
                    continue
                with self._opened("write", path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440) as file:
                    self._pour("write", path, file, content)
            self._sync(folder, number, sync_whole)
        self._write_each(elsewhere)

    def _write_each(self, files: Iterable[tuple[Path, bytes]]) -> None:
        folders: set[Path] = set()
        for path, content in files:
            self.write(path, content)
            folders.add(path.parent)
        for beside in sorted(folders):
            self.sync_folder(beside)

    def _is_beside(self, folder: Path, other: Path) -> bool:
        """Whether they are of one file system: another may be mounted, or linked to, anywhere below."""
        for one in (folder, other):
            if one not in self._devices:
                self._devices[one] = one.stat().st_dev
        return self._devices[folder] == self._devices[other]

    def sync_file(self, path: Path) -> None:
        """A file that somebody else wrote, durable."""
        with self._opened("sync-file", path, os.O_RDONLY, 0) as number:
            self._sync(path, number)

    def append(self, path: Path, content: bytes) -> None:
        """The content behind what the file holds, synced."""
        with self._opened("append", path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640) as number:
            self._pour("append", path, number, content)
            self._sync(path, number)

    def truncate(self, path: Path, length: int) -> None:
        """Only the first `length` bytes of the file, synced."""
        with self._opened("truncate", path, os.O_WRONLY, 0o640) as number:
            with _explained("shorten", path):
                self.fault("truncate")
                os.ftruncate(number, length)
            self._sync(path, number)

    def move(self, before: Path, after: Path) -> None:
        """The file under another name; durable once that folder is synced."""
        with _explained("name", after):
            self.fault("move")
            before.rename(after)

    def remove(self, path: Path) -> None:
        """The file gone, if it was there."""
        with _explained("remove", path):
            self.fault("remove")
            path.unlink(missing_ok=True)

    def make_folder(self, path: Path) -> None:
        """The folder there, with those above it, each durable."""
        if path.is_dir():
            return
        self.make_folder(path.parent)
        with _explained("make", path):
            self.fault("make-folder")
            path.mkdir(mode=0o750, exist_ok=True)
        self.sync_folder(path.parent)

    def sync_folder(self, path: Path) -> None:
        """The names in the folder durable."""
        with self._opened("sync-folder", path, os.O_RDONLY | os.O_DIRECTORY, 0) as number:
            self._sync(path, number)

    @contextmanager
    def _opened(self, step: str, path: Path, flags: int, mode: int) -> Iterator[int]:
        with _explained("open", path):
            self.fault(f"{step}.open")
            number = os.open(path, flags | os.O_CLOEXEC, mode)
        try:
            yield number
        finally:
            os.close(number)

    def _pour(self, step: str, path: Path, number: int, content: bytes) -> None:
        with _explained("write", path):
            rest = memoryview(content)
            while rest:
                self.fault(f"{step}.pour")
                rest = rest[os.write(number, rest[:_PIECE]) :]

    def _sync(self, path: Path, number: int, sync: Callable[[int], None] = os.fsync) -> None:
        try:
            self.fault("sync")
            sync(number)
        except OSError as error:
            raise StoreBroken(
                f"{path}: cannot be made durable ({error.strerror}). Nothing more is written. "
                "Look after the disk, then run `watcher verify`."
            ) from error


@contextmanager
def _explained(verb: str, path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{path}: cannot {verb} it ({error.strerror}). Nothing of this write was kept; "
            "make room or give access, then run again."
        ) from error
