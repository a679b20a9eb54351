"""The vault of payloads: one write-once file for equal bytes, named by the hash of what it decodes to."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import zstandard

from watcher.errors import StoreBroken, StoreError
from watcher.model import Payload
from watcher.store.disk import Disk

_LEVEL = 3
BODY_LIMIT = 256 << 20
"""Bytes that a blob may decode to; far above what is ever fetched."""


def blob_path(folder: Path, sha256: str) -> Path:
    """Where the body of that hash lies."""
    return folder / "blobs" / sha256[:2] / f"{sha256}.zst"


def decoded(path: Path) -> bytes:
    """What a blob decodes to; raises StoreError when it is missing or damaged."""
    try:
        return zstandard.ZstdDecompressor().decompress(path.read_bytes(), max_output_size=BODY_LIMIT)
    except OSError as error:
        raise StoreError(f"{path}: expected a blob, found none ({error.strerror})") from error
    except zstandard.ZstdError as error:
        raise StoreError(f"{path}: expected a zstd file, found damage ({error})") from error


class Vault:
    """The blobs of one store.

    A batch of new blobs is written under `incoming/`, listed in `incoming/batch`, moved to its
    places, and the list goes when the ledger holds the records: so that a blob which no record
    came to name is found and taken out, however the run ended.
    """

    def __init__(self, folder: Path, disk: Disk) -> None:
        self.folder = folder
        self._disk = disk
        self._incoming = folder / "incoming"
        self._batch = self._incoming / "batch"
        self._synced: set[Path] = set()
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL)

    def has(self, sha256: str) -> bool:
        """Whether the body of that hash is kept."""
        return blob_path(self.folder, sha256).is_file()

    def body(self, sha256: str) -> bytes:
        """The body of that hash; raises StoreError when it is missing or not what was kept."""
        path = blob_path(self.folder, sha256)
        body = decoded(path)
        found = hashlib.sha256(body).hexdigest()
        if found != sha256:
            raise StoreError(f"{path}: expected a body of SHA-256 {sha256}, found {found}; run `watcher verify`")
        return body

    def put(self, payloads: Iterable[Payload]) -> dict[str, str]:
        """All the payloads durable under their names; on failure none of the new ones.

        Returns for each new body the hash of the file that holds it.
        """
        places = {payload.sha256: (payload, blob_path(self.folder, payload.sha256)) for payload in payloads}
        new = {sha256: place for sha256, place in places.items() if not place[1].exists()}
        try:
            files = self._place(new)
            # Where a blob is there already: a run that was killed may have left a name that is not durable yet.
            self._sync({path.parent for _, path in new.values()} | self._unsynced(path for _, path in places.values()))
        except StoreBroken:
            raise
        except StoreError:
            self.withdraw(new)
            raise
        return files

    def withdraw(self, new: Iterable[str]) -> None:
        """Take out the last batch again, since no record came to name it."""
        with suppress(StoreError):  # what cannot be removed now stays listed, and the next opening finds it
            for sha256 in new:
                self._disk.remove(blob_path(self.folder, sha256))
                self._disk.remove(self._incoming / f"{sha256}.zst")
            self._disk.remove(self._batch)

    def settle(self) -> None:
        """The ledger holds the records of the last batch."""
        with suppress(StoreError):  # a list that stays is looked through again, and harmless
            self._disk.remove(self._batch)

    def recover(self, known: Callable[[Sequence[str]], Iterable[str]]) -> None:
        """Take out what an interrupted batch left; `known` says which of these hashes the records name."""
        if not self._incoming.is_dir():
            return
        names = self._batch.read_text().split() if self._batch.exists() else []
        for sha256 in set(names) - set(known(names)) if names else ():
            self._disk.remove(blob_path(self.folder, sha256))
        for path in self._incoming.iterdir():
            self._disk.remove(path)

    def _place(self, new: dict[str, tuple[Payload, Path]]) -> dict[str, str]:
        files: dict[str, str] = {}
        if not new:
            return files
        self._disk.make_folder(self._incoming)
        self._disk.remove(self._batch)
        for sha256, (payload, _) in new.items():
            content = self._compressor.compress(payload.body)
            files[sha256] = hashlib.sha256(content).hexdigest()
            self._disk.write(self._incoming / f"{sha256}.zst", content)
        self._disk.write(self._batch, "\n".join(new).encode())
        self._disk.sync_folder(self._incoming)
        for sha256, (_, path) in new.items():
            self._disk.make_folder(path.parent)
            self._disk.move(self._incoming / f"{sha256}.zst", path)
        return files

    def _unsynced(self, paths: Iterable[Path]) -> set[Path]:
        return {path.parent for path in paths} - self._synced

    def _sync(self, folders: set[Path]) -> None:
        for folder in sorted(folders):
            self._disk.sync_folder(folder)
        self._synced |= folders
