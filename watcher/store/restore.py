"""How a backup becomes a store again: proven first, then put where nothing lies."""

import os
import shutil
from pathlib import Path

from watcher.errors import StoreError
from watcher.store.backup import DATABASE, VAULT, Holding, proven
from watcher.store.database.database import database_file
from watcher.store.ledger.genesis import genesis_hash
from watcher.store.ledger.ledger import Position, read
from watcher.store.ledger.records import kept_bodies
from watcher.store.lock import Lock
from watcher.store.seals.seals import last_seal

_MAY_BE_THERE = {"README.md", ".gitignore"}


def restore(source: Path, vault: Path, database_url: str) -> Holding:
    """Put a backup where the store is to be.

    Raises StoreError when a store lies there, when that is no backup, or when it is not whole: then nothing is put.
    """
    file = database_file(database_url)
    if file is None:
        raise StoreError(f"{database_url.partition(':')[0]}: a server's database is brought back with its own tools")
    for path in (source / VAULT / "genesis.json", source / DATABASE):
        if not path.is_file():
            raise StoreError(f"{path}: expected a file of a backup, found none; `watcher backup` makes one")
    try:
        file.absolute().parent.mkdir(parents=True, exist_ok=True)
        lock = Lock(file.with_name(f"{file.name}.lock"))
        try:
            _require_nothing(vault, file)
            return _put(source, vault.absolute(), file.absolute())
        finally:
            lock.release()
    except OSError as error:
        raise StoreError(f"{vault}: cannot be written ({error.strerror}); make room there or give access") from error


def _require_nothing(vault: Path, file: Path) -> None:
    there = [path for path in vault.iterdir() if path.name not in _MAY_BE_THERE] if vault.is_dir() else []
    for path in (*sorted(there), file):
        if path.exists():
            raise StoreError(f"{path}: something is kept there already; move it aside first, nothing is overwritten")


def _put(source: Path, vault: Path, file: Path) -> Holding:
    stage, beside = vault.with_name(f"{vault.name}.restoring"), file.with_name(f"{file.name}.restoring")
    try:
        _clear(stage, beside)
        shutil.copytree(source / VAULT, stage)
        for end in ("", "-wal"):  # a database that was copied by hand may have the second
            if (there := source / f"{DATABASE}{end}").is_file():
                shutil.copyfile(there, f"{beside}{end}")
        records = proven(stage, beside)
        bodies = kept_bodies(line.record for line in read(stage, Position(0, genesis_hash(stage))))
        os.sync()
        _move(stage, vault)
        beside.rename(file)
        os.sync()
    finally:
        _clear(stage, beside)
    return Holding(records, len(bodies), last_seal(vault))


def _move(stage: Path, vault: Path) -> None:
    """Everything to its place, last the file that makes a folder a vault."""
    vault.mkdir(parents=True, mode=0o750, exist_ok=True)
    for path in sorted(stage.iterdir(), key=lambda path: path.name == "genesis.json"):
        path.rename(vault / path.name)


def _clear(stage: Path, beside: Path) -> None:
    shutil.rmtree(stage, ignore_errors=True)
    for end in ("", "-wal", "-shm"):
        Path(f"{beside}{end}").unlink(missing_ok=True)
