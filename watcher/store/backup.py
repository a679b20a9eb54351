"""How a whole store is copied while another process writes to it.

Each part is copied before what it speaks of can be behind it: the database, then seals, then the ledger, then the
bodies that this ledger names. What the copy holds more than its database, opening it takes up.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from watcher.errors import StoreError
from watcher.store.database.copying import copy_database
from watcher.store.database.database import database_file
from watcher.store.ledger.genesis import genesis_hash
from watcher.store.ledger.ledger import Position, read, segment_path, segments
from watcher.store.ledger.records import kept_bodies
from watcher.store.opening import open_reader
from watcher.store.seals.seals import Seal, last_seal, manifest_path, signature_path, stamp_paths
from watcher.store.vault.disk import Disk
from watcher.store.vault.vault import blob_path

VAULT, DATABASE = "snapshots", "watcher.db"
"""Where both lie in a backup."""
_PLAIN = ("genesis.json", "README.md", ".gitignore")
_READ_ONLY = 0o440


@dataclass(frozen=True, slots=True)
class Holding:
    """What a copy of a store holds."""

    records: int
    bodies: int
    seal: Seal | None


def back_up(vault: Path, database_url: str, target: Path) -> Holding:
    """Copy the store there, and prove the copy; nobody has to stop writing.

    Bodies are write-once, so where the disk is the same they are linked. Raises StoreError when something lies
    there already, or when the copy is not whole: then nothing lies there.
    """
    file = database_file(database_url)
    if file is None:
        raise StoreError(f"{database_url.partition(':')[0]}: a server's database is copied with its own tools")
    require_empty(target)
    partial = target.absolute().with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(parents=True, mode=0o750)
        copy_database(file, partial / DATABASE, Disk())
        bodies = _copy_vault(vault, partial / VAULT)
        records = proven(partial / VAULT, partial / DATABASE)
        os.sync()
        partial.rename(target)
    except OSError as error:
        raise StoreError(f"{target}: cannot be written ({error.strerror}); make room there or give access") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return Holding(records, bodies, last_seal(target / VAULT))


def require_empty(folder: Path) -> None:
    """Raise StoreError when something lies there."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder}: something lies there already; name a folder that is not there yet")


def proven(vault: Path, database: Path) -> int:
    """How many records a copy holds; raises StoreError when it is not whole."""
    with open_reader(vault, f"sqlite:///{database}") as reader:
        faults = reader.verify()
    if faults:
        raise StoreError(f"the copy is not whole, so it was not kept ({len(faults)} faults). The first: {faults[0]}")
    return sum(1 for _ in read(vault, Position(0, genesis_hash(vault))))


def _copy_vault(vault: Path, copy: Path) -> int:
    """The vault, up to some record; returns how many bodies there are."""
    last = max((number for number in segments(vault) if signature_path(vault, number).exists()), default=0)
    for path in (*_seals(vault, last), *_whole(vault)):
        _link(path, copy / path.relative_to(vault))
    for number in segments(vault):
        if number <= last + 1:
            _copy_segment(segment_path(vault, number), segment_path(copy, number))
    bodies = kept_bodies(line.record for line in read(copy, Position(0, genesis_hash(vault))))
    for body in bodies:
        _link(blob_path(vault, body), blob_path(copy, body))
    return len(bodies)


def _whole(vault: Path) -> Iterator[Path]:
    yield from (vault / name for name in _PLAIN if (vault / name).exists())
    yield from (path for folder in ("tsa", "keys") for path in (vault / folder).glob("*.pem"))


def _seals(vault: Path, last: int) -> Iterator[Path]:
    """The files of all seals up to that one."""
    for number in range(1, last + 1):
        yield from (manifest_path(vault, number), signature_path(vault, number), *stamp_paths(vault, number))


def _copy_segment(path: Path, copy: Path) -> None:
    """The whole lines of a segment: the last may be in the writing."""
    content = path.read_bytes()
    copy.parent.mkdir(parents=True, exist_ok=True)
    if end := content.rfind(b"\n") + 1:
        copy.write_bytes(content[:end])


def _link(path: Path, copy: Path) -> None:
    if not path.exists():
        raise StoreError(f"{path}: expected a file, found none. Run `watcher verify`, then `watcher backup` again.")
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, copy)
    except OSError:  # another disk, or one without links
        shutil.copyfile(path, copy)
        copy.chmod(_READ_ONLY)
