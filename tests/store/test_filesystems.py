"""When one sync may stand for many: only where the kernel says what could not be written."""

import errno
import os
import platform
import tempfile
from pathlib import Path

import pytest

from watcher.errors import StoreBroken
from watcher.store.vault.disk import Disk
from watcher.store.vault.filesystems import sync_whole, syncs_whole


class AsOne(Disk):
    """A disk that is believed to sync as one, with a count of how often it does."""

    many = 2

    def __init__(self, fault=lambda step: None):
        super().__init__(fault)
        self.syncs = 0

    def syncs_whole(self, folder: Path) -> bool:
        """Always."""
        return True

    def _sync(self, path, number, sync=os.fsync):
        self.syncs += 1
        super()._sync(path, number)


def files(folder: Path, count: int):
    """So many files, each in a folder of its own."""
    for number in range(count):
        (folder / f"{number}").mkdir(exist_ok=True)
        yield folder / f"{number}" / "file", b"%d" % number * 100_000


def test_many_files_are_durable_after_one_sync_and_few_after_one_each(tmp_path):
    disk = AsOne()
    disk.write_together(tmp_path, files(tmp_path, 3), 3)
    assert disk.syncs == 1
    for number in range(3):
        path = tmp_path / f"{number}" / "file"
        assert path.read_bytes() == b"%d" % number * 100_000
        assert path.stat().st_mode & 0o777 == 0o440
        path.unlink()
    disk.syncs = 0
    disk.write_together(tmp_path, files(tmp_path, 1), 1)
    assert disk.syncs == 2, "the file and its folder"


def test_what_lies_on_another_file_system_is_synced_by_itself(tmp_path):
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is one file system only")
    with tempfile.TemporaryDirectory(dir=other) as away:
        (tmp_path / "1").symlink_to(away)
        disk = AsOne()
        disk.write_together(tmp_path, files(tmp_path, 3), 3)
        assert disk.syncs == 3, "one for the two here, two for the file away and its folder"
        assert (Path(away) / "file").read_bytes() == b"1" * 100_000


def test_a_sync_of_many_that_fails_is_the_end_of_writing(tmp_path):
    def fault(step: str) -> None:
        if step == "sync":
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    with pytest.raises(StoreBroken, match="Look after the disk"):
        AsOne(fault).write_together(tmp_path, files(tmp_path, 2), 2)


def test_a_file_system_is_trusted_by_its_name_alone(tmp_path):
    kind = _kind(tmp_path)
    assert syncs_whole(tmp_path) == (kind in ("ext4", "xfs") and platform.system() == "Linux")
    assert not syncs_whole(Path("/proc"))


def test_one_sync_of_this_file_system_works(tmp_path):
    if not syncs_whole(tmp_path):
        pytest.skip(f"{tmp_path} lies on {_kind(tmp_path) or 'an unknown file system'}, which is synced file by file")
    number = os.open(tmp_path, os.O_RDONLY)
    try:
        sync_whole(number)
    finally:
        os.close(number)
    with pytest.raises(OSError, match="Bad file descriptor"):
        sync_whole(number)


def _kind(folder: Path) -> str:
    """As `stat -f` and the list of mounts would have it, found another way: by the longest mount point above."""
    mounts = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
    above = [(len(place), kind) for _, place, kind, *_ in mounts if folder.is_relative_to(place)]
    return max(above)[1]
