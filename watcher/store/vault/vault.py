"""The vault of payloads: one write-once file for equal bytes, named by the hash of what it decodes to."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from watcher.errors import StoreBroken, StoreError
from watcher.model import Payload
from watcher.store.vault import bodies
from watcher.store.vault.disk import Disk
from watcher.store.vault.leaning import Held, Packer

_HASH_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Stored:
    """How a new body was kept."""

    file: str
    """The hash of its file."""
    base: str | None
    """The body that it leans on."""


def blob_path(folder: Path, sha256: str) -> Path:
    """Where the body of that hash lies."""
    return folder.joinpath("blobs", sha256[:2], f"{sha256}.zst")


def is_hash(name: str) -> bool:
    """Whether that is the SHA-256 of a body in hex."""
    return len(name) == _HASH_LENGTH and set(name) <= set("0123456789abcdef")


def listed(folder: Path) -> set[str]:
    """The bodies of the batch that is being placed; a list that was not finished names whatever it names whole."""
    batch = folder / "incoming" / "batch"
    return set(filter(is_hash, batch.read_text("ascii", "replace").split())) if batch.exists() else set()


def decoded(path: Path, bearing: Callable[[str], bytes] | None = None) -> bytes:
    """What a blob decodes to; raises StoreError when it, or what it leans on, is missing or damaged.

    `bearing` gives the body of a hash for it to lean on; without it that is read, as it lies beside.
    """
    content = _content(path)
    base = bodies.base_of(content)
    read = bearing or (lambda sha256: _read_alone(blob_path(path.parents[2], sha256)))
    try:
        return bodies.decoded(content, None if base is None else read(base))
    except StoreError as error:
        raise StoreError(f"{path}: {error}") from error


def _read_alone(path: Path) -> bytes:
    return _alone(path, _content(path))


def _alone(path: Path, content: bytes) -> bytes:
    """The body that a blob holds which others lean on."""
    if bodies.base_of(content):
        raise StoreError(f"leans on {path}, which leans on another; expected one that lies alone")
    return bodies.decoded(content)


def _verified(path: Path, sha256: str, body: bytes) -> bytes:
    found = hashlib.sha256(body).hexdigest()
    if found != sha256:
        raise StoreError(f"{path}: expected a body of SHA-256 {sha256}, found {found}; run `watcher verify`")
    return body


def _content(path: Path) -> bytes:
    try:
        number = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            content = os.read(number, os.fstat(number).st_size + 1)
        finally:
            os.close(number)
    except OSError as error:
        raise StoreError(f"{path}: expected a blob, found none ({error.strerror})") from error
    return content


class Vault:
    """The blobs of one store.

    A batch of new blobs is listed in `incoming/batch` before the first of them is written, and the
    list goes when the ledger holds the records: so that a blob which no record came to name, or only
    half a blob, is found and taken out, however the run ended.
    """

    is_far = False
    """To ask it for a body takes long."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self.folder = folder
        self._disk = disk
        self._incoming = folder / "incoming"
        self._batch = self._incoming / "batch"
        self._made: set[Path] = set()
        """Folders that are surely there."""
        self._synced: set[Path] = set()
        self._left: set[str] = set()
        """What could not be taken out."""
        self._read = Held()
        """Bodies that others lean on, as they were last read."""

    def has(self, sha256: str) -> bool:
        """Whether the body of that hash is kept."""
        return blob_path(self.folder, sha256).is_file()

    def file(self, sha256: str) -> bytes:
        """The file that holds that body, as it lies there; raises StoreError when it is missing."""
        return _content(blob_path(self.folder, sha256))

    def body(self, sha256: str) -> bytes:
        """The body of that hash; raises StoreError when it is missing or not what was kept."""
        return _verified(blob_path(self.folder, sha256), sha256, self.as_it_lies(sha256))

    def as_it_lies(self, sha256: str) -> bytes:
        """That body, not held against its hash: to compare an answer with, never to show; raises StoreError."""
        return decoded(blob_path(self.folder, sha256), lambda base: self.base(base).body)

    def base(self, sha256: str) -> bodies.Base:
        """That body, for others to lean on; raises StoreError when it cannot bear them."""
        held = self._read.base(sha256)
        if held is None:
            return self._bearing(sha256)
        if not self.has(sha256):
            raise StoreError(f"{blob_path(self.folder, sha256)}: expected a blob, found none")
        return held

    def _bearing(self, sha256: str) -> bodies.Base:
        """That body, which has to lie alone; held for who asks for it soon."""
        path = blob_path(self.folder, sha256)
        content = _content(path)
        base = bodies.Base(sha256, _verified(path, sha256, _alone(path, content)), len(content))
        self._read.hold(base)
        return base

    def put(self, payloads: Iterable[Payload], packer: Packer) -> dict[str, Stored]:
        """All the payloads durable under their names; on failure none of the new ones.

        Returns for each new body how it was kept.
        """
        if self._left:
            self.withdraw(self._left)
        if self._left:
            raise StoreError(f"{self._batch}: what an earlier write left cannot be taken out; give access to the vault")
        places = {payload.sha256: (payload, blob_path(self.folder, payload.sha256)) for payload in payloads}
        new = {sha256: place for sha256, place in places.items() if not place[1].exists()}
        try:
            stored = self._place(new, packer)
            # Where a blob is there already: a run that was killed may have left a name that is not durable yet.
            self._sync({path.parent for sha256, (_, path) in places.items() if sha256 not in new} - self._synced)
        except StoreBroken:
            raise
        except StoreError:
            self.withdraw(new)
            raise
        return stored

    def laid_alone(self, base: str, candidates: Iterable[str]) -> dict[str, str]:
        """Write what leans on that base anew, alone, beside its place; the hash of each new file, by body."""
        files: dict[str, str] = {}
        for sha256 in candidates:
            if bodies.base_of(_content(blob_path(self.folder, sha256))) == base:
                content = bodies.alone(self.body(sha256))
                self._disk.make_folder(self._incoming)
                self._disk.remove(self._incoming / f"{sha256}.zst")
                self._disk.write(self._incoming / f"{sha256}.zst", content)
                files[sha256] = hashlib.sha256(content).hexdigest()
        if files:
            self._disk.sync_folder(self._incoming)
        return files

    def take_out(self, sha256: str, rewritten: Iterable[str]) -> None:
        """The file of a withdrawn body gone, and those in their place that were written anew; may be done again."""
        path = blob_path(self.folder, sha256)
        if not path.exists():
            return
        for body in rewritten:
            if (beside := self._incoming / f"{body}.zst").exists():
                self._disk.move(beside, blob_path(self.folder, body))
                self._disk.sync_folder(blob_path(self.folder, body).parent)
        self._disk.remove(path)
        self._disk.sync_folder(path.parent)

    def withdraw(self, new: Iterable[str]) -> None:
        """Take out the last batch again, since no record came to name it.

        What cannot be removed now stays listed; the next batch tries again, and the next opening finds it.
        """
        self._left = {sha256 for sha256 in new if not self._removed(sha256)}
        if not self._left:
            self.settle()

    def settle(self) -> None:
        """The ledger holds the records of the last batch."""
        with suppress(StoreError):  # a list that stays is looked through again, and harmless
            self._disk.remove(self._batch)

    def recover(self, known: Callable[[Sequence[str]], Iterable[str]]) -> None:
        """Take out what an interrupted batch left; `known` says which of these hashes the records name."""
        if not self._incoming.is_dir():
            return
        names = listed(self.folder)
        left = [blob_path(self.folder, sha256) for sha256 in names - set(known(sorted(names)))] if names else []
        for path in left:
            self._disk.remove(path)
        self._sync({path.parent for path in left if path.parent.is_dir()})  # before the list goes that knows of them
        for path in self._incoming.iterdir():
            self._disk.remove(path)

    def _place(self, new: dict[str, tuple[Payload, Path]], packer: Packer) -> dict[str, Stored]:
        stored: dict[str, Stored] = {}
        if not new:
            return stored
        self._disk.make_folder(self._incoming)
        self._disk.remove(self._batch)
        self._disk.write(self._batch, "\n".join(new).encode())
        self._disk.sync_folder(self._incoming)

        def files() -> Iterator[tuple[Path, bytes]]:
            for sha256, (payload, path) in new.items():
                content, base = packer.pack(sha256, payload.body)
                stored[sha256] = Stored(hashlib.sha256(content).hexdigest(), base)
                if path.parent not in self._made:
                    self._disk.make_folder(path.parent)
                    self._made.add(path.parent)
                yield path, content

        self._disk.write_together(self.folder, files(), len(new))
        return stored

    def _removed(self, sha256: str) -> bool:
        """Take its file out; whether that could be done."""
        try:
            self._disk.remove(blob_path(self.folder, sha256))
        except StoreError:
            return False
        return True

    def _sync(self, folders: set[Path]) -> None:
        for folder in sorted(folders):
            self._disk.sync_folder(folder)
        self._synced |= folders
