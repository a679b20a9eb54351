"""Seals: signed manifests, each over one segment of the ledger, each naming the one before.

A manifest is a list as `sha256sum` writes it, so that nobody needs watcher to check it.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from watcher.errors import StoreError
from watcher.store.ledger.ledger import segment_path
from watcher.store.ledger.records import bodies_of
from watcher.store.names import names_in
from watcher.store.seals.signing import Signer
from watcher.store.vault.disk import Disk

_HASH_LENGTH = 64

Lines = list[tuple[str, str]]
"""(SHA-256, path relative to the vault) of each line of a manifest."""


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal: what is in it is fixed for good."""

    number: int
    sha256: str
    """Of its manifest: who knows it can tell whether anything before it was altered."""

    def __str__(self) -> str:
        return f"seal {self.number} sha256 {self.sha256}"


def manifest_path(folder: Path, number: int) -> Path:
    """Where the manifest of that seal lies."""
    return folder / "seals" / f"{number:08}.sha256"


def signature_path(folder: Path, number: int) -> Path:
    """Where its signature lies: 64 bytes over the manifest."""
    return folder / "seals" / f"{number:08}.sha256.sig"


def stamp_paths(folder: Path, number: int) -> list[Path]:
    """The time stamps of that seal, one for each authority that gave one."""
    start, seals = f"{number:08}.sha256.", folder / "seals"
    return sorted(seals / name for name in names_in(seals) if name.startswith(start) and name.endswith(".tsr"))


def chain_paths(folder: Path, authority: str) -> list[Path]:
    """The certificates that stamps of that authority lead to; a further file where it changed them."""
    chains = (folder / "tsa").glob(f"{authority}-*chain.pem")
    return sorted(path for path in chains if path.name.partition("-")[0] == authority)


def chain_of(folder: Path, authority: str) -> bytes:
    """All those certificates; empty: none are known."""
    return b"".join(path.read_bytes() for path in chain_paths(folder, authority))


def key_path(folder: Path, name: str) -> Path:
    """Where the public key of that name lies."""
    return folder / "keys" / f"{name}.pub.pem"


def sealed(folder: Path, known: int = 0) -> int:
    """The number of the latest seal; 0: none yet. For who knows of one, all are looked through only if more follow."""
    if manifest_path(folder, known).exists() and not _goes_on(folder, known):
        return known
    numbers = [name[:8] for name in names_in(folder / "seals") if name[8:] == ".sha256"]
    return max(map(int, numbers), default=0)


def _goes_on(folder: Path, number: int) -> bool:
    """Whether there is more behind that seal than the segment that is open, though a manifest may be missing."""
    return manifest_path(folder, number + 1).exists() or segment_path(folder, number + 2).exists()


def last_seal(folder: Path, known: int = 0) -> Seal | None:
    """The latest seal, as `sealed` finds it."""
    number = sealed(folder, known)
    return Seal(number, _hash(manifest_path(folder, number))) if number else None


def last_key(folder: Path, known: int = 0) -> str | None:
    """The name of the key that signed the latest seal, as `sealed` finds it."""
    number = sealed(folder, known)
    return key_of(folder, number) if number else None


def key_of(folder: Path, number: int) -> str | None:
    """The name of the key that signed that seal, which its manifest gives before all that grows."""
    with manifest_path(folder, number).open("rb") as file:
        for line in file:
            (_, path), *_ = parsed(line) or [("", "")]
            if path.startswith("keys/"):
                return path.removeprefix("keys/").removesuffix(".pub.pem")
    return None


class Sealer:
    """Makes seals; a run that was cut off is completed by the next, under the same number."""

    def __init__(self, folder: Path, disk: Disk, signer: Signer) -> None:
        self._folder = folder
        self._disk = disk
        self._signer = signer

    @property
    def key(self) -> str:
        """The name of the key that signs."""
        return self._signer.name

    def close(self, number: int) -> None:
        """Write the manifest of that segment: it is closed as soon as the manifest has its name."""
        self._place(key_path(self._folder, self.key), self._signer.public_pem)
        lines = manifest_lines(self._folder, number, self.key, [path.name for path in self._stamps_before(number)])
        self._place(manifest_path(self._folder, number), spelt(lines))

    def sign(self, number: int) -> None:
        """Sign the manifest of that seal, unless it is signed."""
        path = signature_path(self._folder, number)
        if not path.exists():
            self._place(path, self._signer.sign(manifest_path(self._folder, number).read_bytes()))

    def keep_stamp(self, number: int, authority: str, token: bytes) -> None:
        """Keep what that authority says of when the seal was there."""
        self._place(manifest_path(self._folder, number).with_suffix(f".sha256.{authority}.tsr"), token)

    def keep_chain(self, authority: str, chain: bytes) -> None:
        """Keep the certificates that its stamps lead to, so that they can be checked without it."""
        known = [path.read_bytes() for path in chain_paths(self._folder, authority)]
        if chain and chain not in known:
            mark = f"{hashlib.sha256(chain).hexdigest()[:8]}-" if known else ""
            self._place(self._folder / "tsa" / f"{authority}-{mark}chain.pem", chain)

    def hand_over(self) -> tuple[str, str, str]:
        """A new key signs from here on: (its name, the one before, that one's signature over the new one, in hex)."""
        before = self._signer.name
        self._place(key_path(self._folder, before), self._signer.public_pem)
        successor = self._signer.successor()
        self._place(key_path(self._folder, successor.name), successor.public_pem)
        return successor.name, before, self._signer.sign(successor.public_pem).hex()

    def take_over(self) -> None:
        """Sign with the new key."""
        self._signer.replace()

    def _stamps_before(self, number: int) -> list[Path]:
        return stamp_paths(self._folder, number - 1)

    def _place(self, path: Path, content: bytes) -> None:
        """A whole file under its name, for good; nothing is done where it is."""
        if path.exists():
            return
        incoming = self._folder / "incoming"
        self._disk.make_folder(incoming)
        self._disk.make_folder(path.parent)
        self._disk.remove(incoming / path.name)
        self._disk.write(incoming / path.name, content)
        self._disk.move(incoming / path.name, path)
        self._disk.sync_folder(path.parent)


def manifest_lines(folder: Path, number: int, key: str, stamps: list[str]) -> Lines:
    """What the manifest of that segment says, worked out from what lies in the vault.

    `stamps` are the file names of the time stamps of the seal before that were there when it was made.
    """
    return [*_chain(folder, number, stamps), _line(folder, key_path(folder, key)), *_segment(folder, number)]


def spelt(lines: Lines) -> bytes:
    """The lines as `sha256sum` writes them."""
    return "".join(f"{sha256}  {path}\n" for sha256, path in lines).encode()


def parsed(manifest: bytes) -> Lines:
    """The lines of a manifest; raises StoreError when it is none."""
    lines = []
    for line in manifest.decode("utf-8", "replace").splitlines():
        sha256, gap, path = line.partition("  ")
        if not gap or len(sha256) != _HASH_LENGTH or set(sha256) - set("0123456789abcdef") or not path:
            raise StoreError(f"expected a line of sha256sum, found {line[:80]!r}")
        lines.append((sha256, path))
    return lines


def _chain(folder: Path, number: int, stamps: list[str]) -> Iterator[tuple[str, str]]:
    if number == 1:
        yield _line(folder, folder / "genesis.json")
        return
    yield _line(folder, manifest_path(folder, number - 1))
    yield _line(folder, signature_path(folder, number - 1))
    for name in stamps:
        yield _line(folder, folder / "seals" / name)


def _segment(folder: Path, number: int) -> Lines:
    """The segment, its records, the files of the bodies that they brought; read a record at a time."""
    path, whole = segment_path(folder, number), hashlib.sha256()
    records: Lines = []
    blobs: Lines = []
    with path.open("rb") as segment:
        for raw in segment:
            whole.update(raw)
            record = json.loads(raw)
            records.append((hashlib.sha256(raw.rstrip(b"\n")).hexdigest(), f"records/{record['seq']:012}.json"))
            if b'"blob_sha256"' in raw:
                blobs += [(file, f"blobs/{body[:2]}/{body}.zst") for body, file in bodies_of(record) if file]
    return [(whole.hexdigest(), path.relative_to(folder).as_posix()), *records, *blobs]


def _line(folder: Path, path: Path) -> tuple[str, str]:
    return _hash(path), path.relative_to(folder).as_posix()


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise StoreError(f"{path}: expected a file, found none that can be read ({error.strerror})") from error
