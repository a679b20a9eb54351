"""What of the vault a third party can check: everything up to the latest seal."""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import Select, select

from watcher.errors import NotKnown
from watcher.extend import named
from watcher.store.database.tables import CHANGE, SNAPSHOT
from watcher.store.journal import ReadOnlyJournal
from watcher.store.ledger.ledger import segment_path, segments
from watcher.store.ledger.lines import find_line, last_line
from watcher.store.seals.seals import key_of, key_path, manifest_path, parsed, sealed, signature_path, stamp_paths
from watcher.store.vault.bodies import base_of
from watcher.store.vault.vault import blob_path

_STAMPED_AT = "watcher.store.seals.stamp_times:stamped_at"
"""Loaded where somebody asks for it: no round needs what reads time stamps."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One sealed record, byte for byte as its seal names it."""

    seq: int
    seal: int
    raw: bytes
    """The line of the ledger without its newline."""

    @property
    def path(self) -> str:
        """Its name in the manifest of its seal."""
        return f"records/{self.seq:012}.json"

    @property
    def sha256(self) -> str:
        """Its hash, as its seal gives it."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def form(self) -> dict[str, Any]:
        """What it says."""
        form: dict[str, Any] = json.loads(self.raw)
        return form


class Archive:
    """The sealed part of a vault as it is when this is made; it can be read while somebody else writes."""

    def __init__(self, folder: Path, journal: ReadOnlyJournal) -> None:
        self._folder = folder
        self._journal = journal

    @cached_property
    def sealed(self) -> int:
        """The number of the latest seal; 0: none yet."""
        return sealed(self._folder)

    @property
    def is_complete(self) -> bool:
        """Whether nothing was written since the latest seal."""
        return max(segments(self._folder), default=0) <= self.sealed

    def records(self) -> Iterator[Kept]:
        """Every sealed record in order."""
        for number in range(1, self.sealed + 1):
            yield from self._segment(number)

    def record(self, seq: int) -> Kept:
        """The record of that number; NotKnown when it is not sealed yet."""
        number = bisect_right(range(1, self.sealed + 1), seq, key=self._first)
        if not number:
            raise NotKnown(f"record {seq} is not sealed yet")
        raw = find_line(segment_path(self._folder, number), seq)
        if raw is not None:
            return Kept(seq, number, raw)
        raise NotKnown(f"record {seq} is not sealed yet; the watcher that runs seals it within the hour")

    def last(self) -> Kept:
        """The last record that is sealed."""
        raw = last_line(segment_path(self._folder, self.sealed))
        return Kept(_seq(json.loads(raw)), self.sealed, raw)

    def of_snapshot(self, snapshot_id: str) -> Kept:
        """The record of that look."""
        return self._named(select(SNAPSHOT.c.seq).where(SNAPSHOT.c.id == snapshot_id), snapshot_id)

    def of_change(self, change_id: str) -> Kept:
        """The record of that change."""
        return self._named(select(CHANGE.c.seq).where(CHANGE.c.id == change_id), change_id)

    def seal_files(self, number: int) -> list[str]:
        """The manifest of that seal, its signature, its time stamps, the key that signed it."""
        manifest = manifest_path(self._folder, number)
        paths = [manifest, signature_path(self._folder, number), *stamp_paths(self._folder, number)]
        key = key_of(self._folder, number)
        paths += [key_path(self._folder, key)] if key else []
        return [path.relative_to(self._folder).as_posix() for path in paths]

    def seal_hash(self, number: int) -> str:
        """64 hex digits: who knows them can tell whether anything in the seal or before it was altered."""
        return hashlib.sha256(manifest_path(self._folder, number).read_bytes()).hexdigest()

    def naming(self, sha256: str) -> tuple[int, str] | None:
        """(seal, what it calls it) for the file, record or seal of that hash; None: no seal names it."""
        for number in range(self.sealed, 0, -1):
            manifest = manifest_path(self._folder, number).read_bytes()
            if hashlib.sha256(manifest).hexdigest() == sha256:
                return number, f"seal {number}"
            if sha256.encode() in manifest:
                at = manifest.index(sha256.encode())
                line = manifest[manifest.rfind(b"\n", 0, at) + 1 : manifest.find(b"\n", at) + 1]
                return number, parsed(line)[0][1]
        return None

    def stamped(self, number: int) -> bool:
        """Whether an authority stamped that seal."""
        return bool(stamp_paths(self._folder, number))

    def stamps(self, number: int) -> list[tuple[str, datetime]]:
        """(authority, when it says that the seal was there) for each of its time stamps."""
        paths = stamp_paths(self._folder, number)
        return [(path.name.split(".")[2], named(_STAMPED_AT)(path.read_bytes())) for path in paths]

    def common_files(self) -> list[str]:
        """What is checked once for all seals: the first file of the vault, the chains of the time stamp authorities."""
        chains = sorted((self._folder / "tsa").glob("*chain.pem"))
        return ["genesis.json", *(path.relative_to(self._folder).as_posix() for path in chains)]

    def segment(self, number: int) -> str:
        """The stretch of the ledger which that seal is over."""
        return segment_path(self._folder, number).relative_to(self._folder).as_posix()

    def blob(self, sha256: str) -> str | None:
        """The file that holds that body; None when it was withdrawn."""
        return blob_path(Path(), sha256).as_posix() if self._journal.vault.has(sha256) else None

    def base(self, sha256: str) -> str | None:
        """The body against which that one is kept; None where it is kept alone."""
        blob = self.blob(sha256)
        return base_of(self._journal.vault.file(sha256)) if blob else None

    def content(self, name: str) -> bytes:
        """The bytes of a file that was named here."""
        body = PurePosixPath(name).name.removesuffix(".zst")
        if name == blob_path(Path(), body).as_posix():
            return self._journal.vault.file(body)
        return (self._folder / name).read_bytes()

    def body(self, sha256: str) -> bytes:
        """The kept body of that hash; raises StoreError when it is missing or damaged."""
        return self._journal.vault.body(sha256)

    def _first(self, number: int) -> int:
        """The number of the first record of that seal."""
        return next(self._segment(number)).seq

    def _segment(self, number: int) -> Iterator[Kept]:
        with segment_path(self._folder, number).open("rb") as file:
            for line in file:
                raw = line.removesuffix(b"\n")
                yield Kept(_seq(json.loads(raw)), number, raw)

    def _named(self, query: Select[Any], name: str) -> Kept:
        with self._journal.reading() as connection:
            seq = connection.execute(query).scalar_one_or_none()
        if seq is None:
            raise NotKnown(f"nothing is kept under {name!r}")
        return self.record(seq)


def _seq(form: Mapping[str, Any]) -> int:
    seq: int = form["seq"]
    return seq
