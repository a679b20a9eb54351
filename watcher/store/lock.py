"""One writer at a time: who holds the store."""

import contextlib
import fcntl
import os
import platform
from pathlib import Path

from watcher.errors import StoreError, StoreLocked

_held: set[Path] = set()


class Lock:
    """Held from its making until `release`; raises StoreLocked at once when somebody else holds it.

    A POSIX lock and not `flock`: reading happens in forked worker processes, which would go on
    holding the latter after their parent was killed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        if self._path in _held:  # a POSIX lock does not keep its own process out
            raise StoreLocked(_taken(self._path, _me()))
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(f"{self._path}: cannot open it ({error.strerror}). Give access to its folder.") from error
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(self._file, 200).decode("utf-8", "replace").strip()
            os.close(self._file)
            raise StoreLocked(_taken(self._path, holder)) from error
        with contextlib.suppress(OSError):  # on a full disk the lock is held as well, only by nobody named
            os.ftruncate(self._file, 0)
            os.write(self._file, f"{_me()}\n".encode())
        _held.add(self._path)

    def release(self) -> None:
        """Let others in; once is enough."""
        if self._path in _held:
            _held.discard(self._path)
            os.close(self._file)


def _me() -> str:
    return f"process {os.getpid()} on {platform.node()}"


def _taken(path: Path, holder: str) -> str:
    return f"{path}: the store is in use by {holder or 'another process'}. Wait for it to end, or stop it."
