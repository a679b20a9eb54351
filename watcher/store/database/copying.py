"""How a database is copied while others use it: SQLite's own backup, whole under its name or not there."""

import sqlite3
from contextlib import closing
from pathlib import Path

from watcher.errors import StoreError
from watcher.store.vault.disk import Disk


def copy_database(source: Path, target: Path, disk: Disk) -> None:
    """The database as of its last commit, in a file of its own; one that lies there is replaced."""
    beside = target.with_name(f"{target.name}.new")
    _clear(beside, disk)
    try:
        disk.fault("copy-database")
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(beside)) as there:
            here.backup(there)
    except (sqlite3.Error, OSError) as error:
        _clear(beside, disk)
        raise StoreError(f"{target}: the database cannot be copied there ({error}); make room there") from error
    disk.sync_file(beside)
    disk.move(beside, target)
    disk.sync_folder(target.absolute().parent)


def _clear(unfinished: Path, disk: Disk) -> None:
    """Take out what an interrupted copy left."""
    for name in (unfinished.name, f"{unfinished.name}-journal"):
        disk.remove(unfinished.with_name(name))
