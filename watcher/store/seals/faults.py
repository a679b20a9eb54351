"""What is wrong with the seals of a vault: each is worked out anew and held against what lies there."""

import hashlib
from collections.abc import Collection, Iterator
from itertools import zip_longest
from pathlib import Path

from watcher.errors import StoreError
from watcher.store.ledger.ledger import segment_path, segments
from watcher.store.seals.keys import hand_over_faults
from watcher.store.seals.seals import (
    Lines,
    chain_of,
    key_path,
    manifest_lines,
    manifest_path,
    parsed,
    sealed,
    signature_path,
    spelt,
    stamp_paths,
)
from watcher.store.seals.signing import is_signed, key_name
from watcher.store.seals.stamps import stamp_fault


def seal_faults(folder: Path, known: int, among: Collection[int] | None = None) -> Iterator[str]:
    """Every fault, with its path; `known` is the number of the latest seal that the database has heard of.

    `among`: only of the seals of these numbers.
    """
    last = max(sealed(folder), known, max(segments(folder), default=0) - 1)
    for number in range(1, last + 1):
        if among is not None and number not in among:
            continue
        try:
            yield from _faults(folder, number)
        except StoreError as error:
            yield str(error)
        except (ValueError, KeyError, TypeError) as error:
            yield f"{segment_path(folder, number)}: expected whole records, found one that cannot be read ({error!r})"


def expected_files(folder: Path) -> set[str]:
    """The files, relative to the vault, that its seals consist of, whether or not they are sound."""
    found: set[str] = set()
    for number in range(1, sealed(folder) + 1):
        found |= {_relative(folder, path) for path in (manifest_path(folder, number), signature_path(folder, number))}
        found |= {_relative(folder, path) for path in stamp_paths(folder, number)}
        found |= {path for _, path in _lines(folder, number) if path.startswith("keys/")}
    found |= {_relative(folder, path) for path in (folder / "keys").glob("*.pub.pem") if _is_so_named(path)}
    return found | {_relative(folder, path) for path in (folder / "tsa").glob("*-chain.pem")}


def _is_so_named(key: Path) -> bool:
    """Whether it is the public key of its name: one that was made and never took over does no harm."""
    try:
        return key_path(Path(), key_name(key.read_bytes())).name == key.name
    except (OSError, StoreError):
        return False


def _lines(folder: Path, number: int) -> Lines:
    try:
        return parsed(manifest_path(folder, number).read_bytes())
    except (OSError, StoreError):
        return []  # told as a fault of its own


def _faults(folder: Path, number: int) -> Iterator[str]:
    path = manifest_path(folder, number)
    if not path.exists():
        yield f"{path}: expected the seal of segment {number}, found no file"
        return
    manifest = path.read_bytes()
    found = _parsed(path, manifest)
    keys = [name.removeprefix("keys/").removesuffix(".pub.pem") for _, name in found if name.startswith("keys/")]
    if len(keys) != 1:
        yield f"{path}: expected the name of one key, found {len(keys)}"
        return
    stamps = [Path(name).name for _, name in found if name.endswith(".tsr")]
    yield from _differences(path, found, manifest_lines(folder, number, keys[0], stamps))
    if spelt(found) != manifest:
        yield f"{path}: expected lines as sha256sum writes them, found another spelling"
    yield from _signature_faults(folder, number, keys[0], manifest)
    yield from hand_over_faults(folder, number, keys[0])
    sha256 = hashlib.sha256(manifest).hexdigest()
    for stamp in stamp_paths(folder, number):
        authority = stamp.name.split(".")[2]
        if fault := stamp_fault(stamp.read_bytes(), sha256, chain_of(folder, authority)):
            yield f"{stamp}: {fault}"


def _parsed(path: Path, manifest: bytes) -> Lines:
    try:
        return parsed(manifest)
    except StoreError as error:
        raise StoreError(f"{path}: {error}") from error


def _differences(path: Path, found: Lines, expected: Lines) -> Iterator[str]:
    for at, (has, should) in enumerate(zip_longest(found, expected), start=1):
        if has != should:
            yield f"{path}: line {at}: {_said(should, 'expected')}, {_said(has, 'found')}"
            return


def _said(line: tuple[str, str] | None, verb: str) -> str:
    return f"{verb} {line[1]} of SHA-256 {line[0]}" if line else f"{verb} nothing more"


def _signature_faults(folder: Path, number: int, key: str, manifest: bytes) -> Iterator[str]:
    path = signature_path(folder, number)
    pem = _content(key_path(folder, key))
    try:
        name = key_name(pem)
    except StoreError as error:
        yield f"{key_path(folder, key)}: {error}"
        return
    if name != key:
        yield f"{key_path(folder, key)}: expected the key of that name, found {name}"
    elif not is_signed(pem, _content(path), manifest):
        yield f"{path}: expected a signature over {manifest_path(folder, number).name}, found one over something else"


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StoreError(f"{path}: expected a file, found none that can be read ({error.strerror})") from error


def _relative(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()
