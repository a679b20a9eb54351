"""Whether the file of a body is what was kept."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from watcher.errors import StoreError
from watcher.store.vault.vault import decoded


def content_faults(path: Path, sha256: str, file: str | None) -> Iterator[str]:
    """What is wrong with it; `file` is the hash of the file, where a record names it."""
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if file not in (None, found):
            yield f"{path}: expected a file of SHA-256 {file}, found {found}"
            return
        actual = hashlib.sha256(decoded(path)).hexdigest()
    except (StoreError, OSError) as error:
        yield str(error)
        return
    if actual != sha256:
        yield f"{path}: expected a body of SHA-256 {sha256}, found {actual}"
