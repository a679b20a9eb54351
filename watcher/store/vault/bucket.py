"""Bodies in an S3-compatible store: one write-once object for equal bytes, named as the file would be.

What no record came to name is left there: it takes room and says nothing, and to take it out could race with a writer
that is about to name it.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError
from obstore.store import S3Store

from watcher.errors import StoreError
from watcher.model import Bucket, Payload
from watcher.store.vault import bodies
from watcher.store.vault.disk import Disk
from watcher.store.vault.leaning import Packer
from watcher.store.vault.vault import Stored, Vault, blob_path, is_hash

_HERE = Path()


class BucketVault(Vault):
    """The blobs of a store whose bodies lie in a bucket; its ledger lies in the folder all the same."""

    is_far = True

    def __init__(self, folder: Path, disk: Disk, bucket: Bucket) -> None:
        super().__init__(folder, disk)
        self.url = bucket.url
        self._store = _opened(bucket)

    def has(self, sha256: str) -> bool:
        """Whether the body of that hash is kept."""
        with self._explained(sha256):
            try:
                self._store.head(_key(sha256))
            except (FileNotFoundError, NotFoundError):
                return False
        return True

    def file(self, sha256: str) -> bytes:
        """The file that holds that body, as it lies there; raises StoreError when it is missing."""
        with self._explained(sha256):
            return bytes(self._store.get(_key(sha256)).bytes())

    def body(self, sha256: str) -> bytes:
        """The body of that hash; raises StoreError when it is missing or not what was kept."""
        body = self.unpacked(sha256, self.file(sha256))
        found = hashlib.sha256(body).hexdigest()
        if found != sha256:
            raise StoreError(f"{self.place(sha256)}: expected a body of SHA-256 {sha256}, found {found}")
        return body

    def unpacked(self, sha256: str, content: bytes) -> bytes:
        """What that file decodes to; raises StoreError when it, or what it leans on, is missing or damaged."""
        base = bodies.base_of(content)
        beside = self.file(base) if base else None
        if beside is not None and bodies.base_of(beside):
            raise StoreError(f"{self.place(sha256)}: leans on {base}, which leans on another")
        try:
            return bodies.decoded(content, None if beside is None else bodies.decoded(beside))
        except StoreError as error:
            raise StoreError(f"{self.place(sha256)}: {error}") from error

    def base(self, sha256: str) -> bodies.Base:
        """That body, for others to lean on."""
        content = self.file(sha256)
        return bodies.Base(sha256, self.unpacked(sha256, content), len(content))

    def names(self) -> Iterator[str]:
        """Every body that lies there."""
        with self._explained("blobs"):
            for some in self._store.list("blobs"):
                yield from filter(is_hash, (one["path"].rpartition("/")[2].removesuffix(".zst") for one in some))

    def faults(
        self, sample: tuple[int, int] | None, files: Mapping[str, str], kept: Mapping[str, str]
    ) -> Iterator[str]:
        """What is wrong with the bodies that are `kept`, with who named them; `files` are the hashes of their files.

        `sample` is (part, of how many parts), counted from 1: only that part of them is read.
        """
        there = set(self.names())
        for sha256 in sorted(there & kept.keys()):
            if sample is None or int(sha256[:8], 16) % sample[1] == sample[0] - 1:
                yield from self._content_faults(sha256, files.get(sha256))
        for sha256 in sorted(kept.keys() - there):
            yield f"{self.place(sha256)}: expected the body of {kept[sha256]}, found no file"

    def _content_faults(self, sha256: str, file: str | None) -> Iterator[str]:
        try:
            content = self.file(sha256)
            found = hashlib.sha256(content).hexdigest()
            if file not in (None, found):
                yield f"{self.place(sha256)}: expected a file of SHA-256 {file}, found {found}"
                return
            actual = hashlib.sha256(self.unpacked(sha256, content)).hexdigest()
        except StoreError as error:
            yield str(error)
            return
        if actual != sha256:
            yield f"{self.place(sha256)}: expected a body of SHA-256 {sha256}, found {actual}"

    def place(self, sha256: str) -> str:
        """Where that body lies, in words."""
        return f"{self.url.rstrip('/')}/{_key(sha256)}"

    def put(self, payloads: Iterable[Payload], packer: Packer) -> dict[str, Stored]:
        """All the payloads durable under their names; returns how each is kept, whoever laid it there."""
        return {payload.sha256: self._put(payload, packer) for payload in payloads}

    def laid_alone(self, base: str, candidates: Iterable[str]) -> dict[str, str]:
        """Write what leans on that base anew, alone, beside its place; the hash of each new file, by body."""
        files: dict[str, str] = {}
        for sha256 in candidates:
            if bodies.base_of(self.file(sha256)) == base:
                content = bodies.alone(self.body(sha256))
                with self._explained(sha256):
                    self._store.put(_beside(sha256), content)
                files[sha256] = hashlib.sha256(content).hexdigest()
        return files

    def take_out(self, sha256: str, rewritten: Iterable[str]) -> None:
        """The file of a withdrawn body gone, and those in their place that were written anew; may be done again."""
        if not self.has(sha256):
            return
        with self._explained(sha256):
            for body in rewritten:
                try:
                    self._store.copy(_beside(body), _key(body))
                except (FileNotFoundError, NotFoundError):
                    continue  # done before
                self._store.delete(_beside(body))
            self._store.delete(_key(sha256))

    def withdraw(self, new: Iterable[str]) -> None:
        """Nothing: another may have come to name it."""

    def settle(self) -> None:
        """Nothing: no list is made."""

    def recover(self, known: Callable[[Sequence[str]], Iterable[str]]) -> None:
        """Nothing: what no record names is left where it lies."""

    def _put(self, payload: Payload, packer: Packer) -> Stored:
        if self.has(payload.sha256):
            return self._found(payload.sha256)
        content, base = packer.pack(payload.sha256, payload.body)
        with self._explained(payload.sha256):
            try:
                self._store.put(_key(payload.sha256), content, mode="create")
            except AlreadyExistsError:
                return self._found(payload.sha256)
        return Stored(hashlib.sha256(content).hexdigest(), base)

    def _found(self, sha256: str) -> Stored:
        """How it is kept by a writer that was quicker, or was cut off before a record named it."""
        content = self.file(sha256)
        return Stored(hashlib.sha256(content).hexdigest(), bodies.base_of(content))

    @contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        try:
            yield
        except (BaseError, OSError) as error:
            said = str(error).partition("\n")[0]
            raise StoreError(
                f"{self.place(name)}: {said}. See that the store answers and lets this in, then run again."
            ) from error


def _opened(bucket: Bucket) -> S3Store:
    said: dict[str, Any] = {"region": bucket.region or "us-east-1"}
    if bucket.endpoint:
        said |= {"endpoint": bucket.endpoint, "virtual_hosted_style_request": False}
    if bucket.key:
        said |= {"access_key_id": bucket.key, "secret_access_key": bucket.secret}
    options: Any = {"allow_http": bucket.endpoint.startswith("http://"), "timeout": "60s"}
    try:
        return S3Store.from_url(bucket.url, **said, client_options=options)
    except (BaseError, ValueError) as error:
        raise StoreError(f"{bucket.url}: cannot be used as a place for bodies ({error})") from error


def _key(sha256: str) -> str:
    return blob_path(_HERE, sha256).as_posix()


def _beside(sha256: str) -> str:
    return f"incoming/{sha256}.zst"
