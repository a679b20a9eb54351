"""How one key that signs seals came to follow another."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from watcher.errors import StoreError
from watcher.store.ledger.ledger import segment_path
from watcher.store.seals.seals import key_of, key_path, manifest_path, sealed
from watcher.store.seals.signing import is_signed

_KEY = b'"type":"key"'


def introduction(folder: Path, number: int, key: str) -> dict[str, Any] | None:
    """The record in that segment which says that the key signs from there on."""
    path = segment_path(folder, number)
    if not path.exists():
        return None
    with path.open("rb") as segment:
        records: Iterator[dict[str, Any]] = (json.loads(raw) for raw in segment if _KEY in raw)
        return next((one for one in records if one["type"] == "key" and one["name"] == key), None)


def hand_over_faults(folder: Path, number: int, key: str) -> Iterator[str]:
    """What is wrong with how the key of that seal came to follow the one before."""
    before = _key_of(folder, number - 1)
    if before == key:
        return
    path = segment_path(folder, number)
    record = introduction(folder, number, key)
    if record is None:
        yield f"{path}: expected a record that introduces the key {key}, found none"
    elif record["before"] != before:
        yield f"{path}: expected a key that follows {before}, found one that follows {record['before']}"
    elif before and record.get("signature") and not _holds(folder, before, key, record["signature"]):
        yield f"{path}: record {record['seq']}: expected the signature of {before} over {key}, found another"


def hand_over_notes(folder: Path) -> Iterator[str]:
    """Where a key follows another that does not say so itself: as when it was lost, or when it was not the owner."""
    for number in range(2, sealed(folder) + 1):
        before, key = _key_of(folder, number - 1), _key_of(folder, number)
        record = introduction(folder, number, key) if key and before != key else None
        if record is not None and not record.get("signature"):
            yield (
                f"{manifest_path(folder, number)}: the key {key} follows {before} without its signature; "
                "whoever relies on these seals should ask why"
            )


def _key_of(folder: Path, number: int) -> str | None:
    """The key that signed that seal, as its manifest says."""
    try:
        return key_of(folder, number) if number else None
    except (OSError, StoreError):
        return None  # told as a fault of its own


def _holds(folder: Path, before: str, key: str, signature: str) -> bool:
    try:
        content = key_path(folder, key).read_bytes()
        return is_signed(key_path(folder, before).read_bytes(), bytes.fromhex(signature), content)
    except (OSError, ValueError) as error:
        raise StoreError(f"{key_path(folder, before)}: expected a key to check a signature with ({error})") from error
