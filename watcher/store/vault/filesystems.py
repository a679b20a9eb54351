"""Which file systems make all that was written to them durable in one call, or say that it failed."""

import ctypes
import os
import platform
import re
from functools import cache
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_SURE = frozenset({"ext4", "xfs"})
"""Those whose `syncfs` waits for the disk. That of FUSE, which hides others, only hands over to a program."""
_TELLS_FAULTS = (5, 8)
"""The Linux from which on `syncfs` says that something could not be written (syncfs(2))."""


def syncs_whole(folder: Path) -> bool:
    """Whether `sync_whole` may be relied on for what is written below that folder."""
    return _syncs_whole(folder.stat().st_dev)


def sync_whole(number: int) -> None:
    """Everything durable that was written to the file system of that open file; raises OSError.

    It says whether anything could not be written since the file was opened.
    """
    if ctypes.CDLL(None, use_errno=True).syncfs(number):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


@cache
def _syncs_whole(device: int) -> bool:
    release = re.match(r"(\d+)\.(\d+)", platform.release())
    if platform.system() != "Linux" or release is None or tuple(map(int, release.groups())) < _TELLS_FAULTS:
        return False
    return hasattr(ctypes.CDLL(None), "syncfs") and _kind_of(device) in _SURE


def _kind_of(device: int) -> str:
    """The file system on that device, by the kernel's list of mounts (proc(5)); empty for one that it does not name."""
    wanted = f"{os.major(device)}:{os.minor(device)}"
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    kinds = {line.partition(" - ")[2].split(" ")[0] for line in lines if line.split(" ")[2] == wanted}
    return kinds.pop() if len(kinds) == 1 else ""
