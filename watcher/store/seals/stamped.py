"""How far each authority has stamped what is sealed."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from watcher.model.forms import moment_from
from watcher.store.ledger.ledger import part_paths, segment_path, segments
from watcher.store.ledger.lines import last_line
from watcher.store.names import names_in
from watcher.store.seals.seals import sealed

_FAILURE, _PRESERVED, _UNHEARD = b'"type":"tsa_failure"', b'"type":"preserved"', b'"type":"ping_failure"'


@dataclass(frozen=True, slots=True)
class Stamped:
    """How far one authority has come. A seal names the one before, so a stamp covers all up to it."""

    authority: str
    seal: int
    """The latest seal that it stamped; 0: none yet."""
    waiting_since: datetime | None
    """When the first seal behind that one was made; None: there is none."""


@dataclass(frozen=True, slots=True)
class StampRequest:
    """What an authority is asked for one seal."""

    seal: int
    sha256: str
    """Of the manifest."""
    nonce: int
    content: bytes
    """As it goes out (application/timestamp-query)."""


def stamped(folder: Path, authority: str) -> Stamped:
    """How far that authority has come."""
    ending = f".sha256.{authority}.tsr"
    numbers = [name[:8] for name in names_in(folder / "seals") if name[8:] == ending]
    last = max(map(int, numbers), default=0)
    return Stamped(authority, last, sealed_at(folder, last + 1) if last < sealed(folder, last) else None)


def sealed_at(folder: Path, number: int) -> datetime:
    """When the last record in that seal was written."""
    last = last_line(segment_path(folder, number))
    return moment_from(json.loads(last)["at"])


def failed_since(folder: Path, authority: str, since: datetime) -> bool:
    """Whether the ledger tells since then that the authority gave no stamp."""
    return any(record["authority"] == authority for record in _recent(folder, _FAILURE, since))


def preserved_since(folder: Path, since: datetime) -> dict[str, str]:
    """Where public archives keep the pages as they were after the changes told since then: change → address."""
    return {record["change"]: record["address"] for record in _recent(folder, _PRESERVED, since)}


def unheard_since(folder: Path, since: datetime) -> str:
    """Why the last ping that failed since then did; empty: none did."""
    told = max(_recent(folder, _UNHEARD, since), key=lambda record: str(record["at"]), default=None)
    return f"{told['why']} at {told['at']}" if told else ""


def _recent(folder: Path, kind: bytes, since: datetime) -> Iterator[dict[str, Any]]:
    """The records of that type since then, the latest segment first."""
    for number in reversed(segments(folder)):
        path = segment_path(folder, number)
        if path.exists() and path.stat().st_size and sealed_at(folder, number) < since:
            return
        for raw in _raws(folder, number):
            if kind in raw and moment_from((record := json.loads(raw))["at"]) >= since:
                yield record


def _raws(folder: Path, number: int) -> Iterator[bytes]:
    """The lines of a segment, also those that are not gathered yet; they may be gathered meanwhile."""
    for path in (*part_paths(folder, number), segment_path(folder, number)):
        with suppress(FileNotFoundError), path.open("rb") as file:
            yield from file
