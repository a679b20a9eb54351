"""Which body of a source the next one leans on: the last that lies alone, until twenty are counted from it.

What was kept says so, so a rebuilt database chooses as the lost one would have. Nothing leans on what leans itself.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from watcher.errors import StoreError
from watcher.store.vault.bodies import Base, against, alone

_FULL_EVERY = 20
_HELD = 8 << 20
"""Bytes of bodies that are held at a time: a base is read to compare an answer, and again soon to lean it on."""

Bases = dict[str, list[str | int]]
"""For each place in a source's answer (`0` the page, `1` its first further page) its base, and how many lean on it."""
Place = tuple[str, str]
"""(source, place in its answer)."""


def note(bases: Bases, place: str, body: str, base: str | None) -> None:
    """A new body lies in its file, alone or against that base."""
    known = bases.get(place)
    if base is None:
        bases[place] = [body, 0]
    elif known and known[0] == base:
        bases[place] = [base, int(known[1]) + 1]


def base_for(bases: Bases, place: str) -> str | None:
    """What the next new body in that place leans on; None: it lies alone."""
    base, leaning = bases.get(place, (None, 0))
    return str(base) if base and int(leaning) < _FULL_EVERY - 1 else None


def places_of(record: Mapping[str, Any]) -> dict[str, Place]:
    """Where each body stands that a look names."""
    bodies = (named["body"]["sha256"] for named in (record, *record.get("further", ())))
    return {body: (record["source_id"], str(place)) for place, body in reversed([*enumerate(bodies)]) if body}


class Held:
    """Bodies that lie alone, the latest for which there is room; more than one thread asks."""

    def __init__(self) -> None:
        self._filling = Lock()
        self._bases: dict[str, Base] = {}
        self._size = 0

    def base(self, sha256: str) -> Base | None:
        """The body of that hash, if it is held."""
        return self._bases.get(sha256)

    def hold(self, base: Base) -> None:
        """Hold it for those that will lean on it, in place of the first where there is no more room."""
        with self._filling:
            if base.sha256 in self._bases:
                return
            self._bases[base.sha256] = base
            self._size += len(base.body)
            while self._size > _HELD and len(self._bases) > 1:
                first = self._bases.pop(next(iter(self._bases)))
                self._size -= len(first.body)


@dataclass(slots=True)
class Packer:
    """Makes the files of one batch of new bodies."""

    places: Mapping[str, Place]
    """Where each body stands that the batch names."""
    known: Mapping[str, Bases]
    """The bases of each source, as far as they are kept."""
    read: Callable[[str], Base]
    _bases: dict[str, Bases] = field(default_factory=dict)
    """The same with what this batch adds."""
    _new: Held = field(default_factory=Held)

    @classmethod
    def of(
        cls, drafts: Sequence[Mapping[str, Any]], known: Mapping[str, Bases], read: Callable[[str], Base]
    ) -> "Packer":
        """For the new bodies that these drafts name; each belongs to the first look that names it."""
        places: dict[str, Place] = {}
        for draft in drafts:
            if draft["type"] == "snapshot":
                for body, place in places_of(draft).items():
                    places.setdefault(body, place)
        return cls(places, known, read)

    def pack(self, sha256: str, body: bytes) -> tuple[bytes, str | None]:
        """The file of a body, and the base that it leans on."""
        if sha256 not in self.places:
            return alone(body), None
        source, place = self.places[sha256]
        bases = self._bases_of(source)
        content, base = self._leaning(base_for(bases, place), body)
        if base is None:
            self._new.hold(Base(sha256, body, len(content)))
        note(bases, place, sha256, base)
        return content, base

    def _leaning(self, wanted: str | None, body: bytes) -> tuple[bytes, str | None]:
        if wanted is not None:
            with suppress(StoreError):  # on a base that is damaged nothing more is built; `verify` names it
                if content := against(body, self._new.base(wanted) or self.read(wanted)):
                    return content, wanted
        return alone(body), None

    def _bases_of(self, source: str) -> Bases:
        if source not in self._bases:
            self._bases[source] = {place: list(base) for place, base in self.known.get(source, {}).items()}
        return self._bases[source]
