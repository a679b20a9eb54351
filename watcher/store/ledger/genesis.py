"""The first fact of a vault: which store it is, made once."""

import hashlib
import json
from pathlib import Path

from watcher import __version__
from watcher.errors import StoreError, StoreNewer
from watcher.store.ledger.canonical import canonical
from watcher.store.vault.disk import Disk

VAULT_VERSION = 1


def begin(folder: Path, disk: Disk, store_id: str, created_at: str) -> str:
    """The hash of genesis.json, which is written when the vault is new.

    Raises StoreError when it is missing though the ledger is there, StoreNewer when a later release wrote it.
    """
    path = folder / "genesis.json"
    if not is_there(path):
        if (folder / "ledger").exists() and any((folder / "ledger").iterdir()):
            raise StoreError(f"{path}: expected the vault's first file, found none; bring it back from a backup")
        disk.make_folder(folder / "ledger")
        _write(path, disk, store_id, created_at)
    return genesis_hash(folder)


def genesis_hash(folder: Path) -> str:
    """The hash that the first line of the ledger holds."""
    path = folder / "genesis.json"
    try:
        content = path.read_bytes()
        version = json.loads(content)["vault"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{path}: expected the vault's first file, found none that can be read ({error})") from error
    if version > VAULT_VERSION:
        raise StoreNewer(f"{path}: the vault is of version {version}; a later release of watcher wrote it")
    return hashlib.sha256(content).hexdigest()


def is_there(path: Path) -> bool:
    """Whether that file exists; StoreError when its folder lets nobody look."""
    try:
        return path.exists()
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}). Give access to its folder.") from error


def _write(path: Path, disk: Disk, store_id: str, created_at: str) -> None:
    form = {"vault": VAULT_VERSION, "store_id": store_id, "created_at": created_at, "software": __version__}
    incoming = path.parent / "incoming"
    disk.make_folder(incoming)
    disk.remove(incoming / path.name)
    disk.write(incoming / path.name, f"{canonical(form)}\n".encode())
    disk.move(incoming / path.name, path)
    disk.sync_folder(path.parent)
