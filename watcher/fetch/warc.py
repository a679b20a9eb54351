"""What a web archive's file (WARC) holds of given pages; a hostile one is refused as a whole."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import IO, Any, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from watcher.errors import ArchiveRefused
from watcher.fetch.capture import Capture
from watcher.model import Provenance

_KINDS = ("response", "resource", "revisit")
_MIB = 1 << 20
_BODY_BYTES = 20 * _MIB
_RECORDS = 1_000_000
_PAGES = 100_000
_PIECE = 1 << 16
_TOTAL_BYTES = 64 << 30


@dataclass(frozen=True, slots=True)
class Place:
    """Where a capture stands in the file."""

    at: datetime
    offset: int
    url: str
    body: int
    """Where the record with the bytes stands: for a revisit another one."""


class WarcFile:
    """A file that is read where it lies; nothing is ever unpacked beside it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = path.name
        self.sha256 = ""
        self.left_out = 0
        """Records of wanted pages that cannot be used, such as a revisit of what is not in the file."""

    def captures(self, wanted: Callable[[str], bool]) -> Iterator[Capture]:
        """The captures of the wanted addresses, oldest first. Raises ArchiveRefused."""
        with _opened(self._path) as file:
            self.sha256 = hashlib.file_digest(cast("Any", file), "sha256").hexdigest()
            with redirect_stderr(StringIO()):  # warcio prints what it finds between records
                places = self._places(file, wanted)
            places.sort(key=lambda place: (place.at, place.offset))
            for place in places:
                if capture := self._capture(file, place):
                    yield capture
                else:
                    self.left_out += 1

    def _places(self, file: IO[bytes], wanted: Callable[[str], bool]) -> list[Place]:
        """Where the captures stand; the whole file is read once, so that a bomb shows before anything is kept."""
        places: list[Place] = []
        digests: dict[str, int] = {}
        total = 0
        file.seek(0)
        records = ArchiveIterator(file, no_record_parse=True)
        for number, record in enumerate(records):
            offset = records.offset
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            if number >= _RECORDS or len(places) > _PAGES:
                raise ArchiveRefused(f"{self._path}: more than {_RECORDS:,} records, or {_PAGES:,} captures")
            is_wanted = record.rec_type in _KINDS and url.startswith(("http://", "https://")) and wanted(url)
            total += self._size(record, 2 * _BODY_BYTES if is_wanted else _TOTAL_BYTES)
            if is_wanted:
                digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
                if record.rec_type != "revisit":
                    digests.setdefault(digest, offset)
                body = digests.get(digest, -1) if record.rec_type == "revisit" else offset
                if (at := _date(record)) and body >= 0:
                    places.append(Place(at, offset, url, body))
                else:
                    self.left_out += 1
            if records.err_count:
                raise ArchiveRefused(f"{self._path}: a record is not as long as it says")
            if total > _TOTAL_BYTES:
                raise ArchiveRefused(f"{self._path}: decodes to more than {_TOTAL_BYTES >> 30} GiB")
        return places

    def _size(self, record: Any, most: int) -> int:
        """How much the record decodes to; it is read to its end, and no more of it than that is kept in mind."""
        size = 0
        while piece := record.raw_stream.read(_PIECE):
            size += len(piece)
            if size > most:
                raise ArchiveRefused(f"{self._path}: a record decodes to more than {most // _MIB:,} MiB")
        if size < int(record.rec_headers.get_header("Content-Length") or 0):
            raise ArchiveRefused(f"{self._path}: ends in the middle of a record")
        return size

    def _capture(self, file: IO[bytes], place: Place) -> Capture | None:
        record = _record(file, place.offset)
        status, headers = _head(record)
        name = record.rec_headers.get_header("WARC-Record-ID") or ""
        source = record if place.body == place.offset else _record(file, place.body)
        body = source.content_stream().read(_BODY_BYTES + 1)
        if status != 200 or len(body) > _BODY_BYTES:
            return None
        return Capture(place.url, place.at, status, headers, body, Provenance(self._named(), name))

    def _named(self) -> str:
        return f"{self.name} sha256 {self.sha256}"


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """A plain file, opened without following a link."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise ArchiveRefused(f"{path}: cannot be read as a plain file ({error.strerror})") from error
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise ArchiveRefused(f"{path}: expected a plain file")
    with os.fdopen(number, "rb") as file:
        try:
            yield file
        except ArchiveLoadFailed as error:
            raise ArchiveRefused(f"{path}: expected a web archive, found none ({error})") from error
        except (ValueError, EOFError, OSError) as error:
            raise ArchiveRefused(f"{path}: damaged ({error!r})") from error


def _record(file: IO[bytes], offset: int) -> Any:
    """The record at that place."""
    file.seek(offset)
    return next(ArchiveIterator(file))


def _head(record: Any) -> tuple[int, tuple[tuple[str, str], ...]]:
    """(status, headers): a resource was fetched some other way, and has but a type."""
    if record.http_headers is None:
        kind = record.rec_headers.get_header("Content-Type") if record.rec_type == "resource" else None
        return 200, (("content-type", kind or "text/html"),)
    status = record.http_headers.get_statuscode()
    headers = tuple((name.lower(), value) for name, value in record.http_headers.headers)
    return int(status) if status.isdecimal() else 0, headers


def _date(record: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "")
    except ValueError:
        return None
    found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    return found.replace(microsecond=found.microsecond // 1000 * 1000)
