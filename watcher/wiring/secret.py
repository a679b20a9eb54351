"""What only this installation knows: secrets that are made once, readable by their owner alone."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from watcher.deliver.tickets import Tickets
from watcher.errors import StoreError
from watcher.model import Configuration
from watcher.store.opening import key_file


def secret(path: Path) -> str:
    """The secret in that file, made where there is none."""
    try:
        if not path.exists():
            _make(path)
        found = path.read_text().strip()
    except OSError as error:
        raise StoreError(f"{path}: cannot keep a secret there ({error.strerror})") from error
    if not found:
        raise StoreError(f"{path}: expected a secret, found an empty file; unless it is just being made, remove it")
    return found


def tickets(configuration: Configuration) -> Tickets:
    """For links by which readers leave; their secret lies beside the database, as the key that signs does."""
    return Tickets(secret(key_file(Path(configuration.vault), configuration.database).with_suffix(".leave")))


def _make(path: Path) -> None:
    path.absolute().parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
        file.flush()
        os.fsync(number)
    try:
        with suppress(FileExistsError):  # another process was first
            path.hardlink_to(beside)
    finally:
        beside.unlink()
