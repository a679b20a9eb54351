"""Where an export goes: a folder or a zip, the same bytes for the same files."""

import hashlib
import io
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from watcher.errors import WatcherError

Content = bytes | Callable[["Sink"], None]
"""The bytes of a file, or who writes them, for a file that is larger than memory should be."""
File = tuple[str, Content]
"""(path inside the export, content)."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date that every file in a zip gets: the files say themselves from when they are."""


class Sink:
    """Takes the bytes of one file, counts them, hashes them on their way."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, content: bytes) -> int:
        """Add to the file."""
        self._hash.update(content)
        self.size += len(content)
        return self._file.write(content)

    def flush(self) -> None:
        """Nothing: the place flushes when the file is whole."""

    @property
    def sha256(self) -> str:
        """64 hex digits of what was written so far."""
        return self._hash.hexdigest()


class Place(Protocol):
    """Takes files, one after another."""

    def put(self, path: str, content: Content) -> Sink:
        """The file, written whole; tells its hash and its size."""


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, path: str, content: Content) -> Sink:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            return _poured(content, file)


class _Zip:
    def __init__(self, archive: zipfile.ZipFile, folder: str) -> None:
        self._archive = archive
        self._folder = folder

    def put(self, path: str, content: Content) -> Sink:
        entry = zipfile.ZipInfo(f"{self._folder}/{path}", _EPOCH)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        with self._archive.open(entry, "w", force_zip64=True) as file:
            return _poured(content, file)  # type: ignore[arg-type]


def put_all(place: Place, files: Iterable[File]) -> Iterator[tuple[str, Sink]]:
    """Every file put there, with its hash."""
    for path, content in files:
        yield path, place.put(path, content)


@contextmanager
def zipped(file: BinaryIO, folder: str) -> Iterator[Place]:
    """A place in a zip, under that folder in it."""
    with zipfile.ZipFile(file, "w") as archive:
        yield _Zip(archive, folder)


@contextmanager
def placed(target: Path) -> Iterator[Place]:
    """A place for files: a zip where the name ends so, else a folder; under its name only once it is whole."""
    with _partial(target) as partial:
        if target.suffix.lower() == ".zip":
            with partial.open("wb") as file, zipped(file, target.stem) as place:
                yield place
        else:
            partial.mkdir()
            yield _Folder(partial)


def whole(content: Content) -> bytes:
    """All bytes of a file."""
    made = io.BytesIO()
    _poured(content, made)
    return made.getvalue()


def put_file(target: Path, content: Content) -> Sink:
    """One file; under its name only once it is whole."""
    with _partial(target) as partial, partial.open("wb") as file:
        return _poured(content, file)


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """Where the target is made; raises WatcherError when it cannot be written there."""
    partial = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear(partial)
        yield partial
        partial.replace(target)
    except OSError as error:
        raise WatcherError(f"{error.filename or target}: cannot be written or read ({error.strerror})") from error
    finally:
        _clear(partial)


def _poured(content: Content, file: BinaryIO) -> Sink:
    sink = Sink(file)
    if callable(content):
        content(sink)
    else:
        sink.write(content)
    return sink


def _clear(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
