"""Which sealed records an export holds: those that were chosen, then those that these rest on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from watcher.errors import NotKnown
from watcher.evidence.warc import Capture
from watcher.model import Snapshot
from watcher.model.forms import moment_from, snapshot_from
from watcher.store import Archive, Kept

_OF_ALL = ("key", "clock_jump")
"""Records that every source's evidence may need, and that tell of none."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which part of what is kept: some sources, all where none is named; from when, until when."""

    sources: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is everything."""
        return not self.sources and self.since is None and self.until is None

    def covers(self, source_id: str) -> bool:
        """Whether the source, or the page that links to it, is among the chosen."""
        return not self.sources or any(source_id == one or source_id.startswith(f"{one}.") for one in self.sources)

    def within(self, moment: datetime) -> bool:
        """Whether that instant is."""
        return (self.since is None or moment >= self.since) and (self.until is None or moment < self.until)

    def __str__(self) -> str:
        """In words, for a bag's description."""
        ends = [
            f"{word} {end:%Y-%m-%d %H:%M} UTC" for word, end in (("from", self.since), ("until", self.until)) if end
        ]
        return " ".join([", ".join(self.sources) or "all sources", *ends])


class Selection:
    """The sealed records of a choice; what they lean on is among them."""

    def __init__(self, archive: Archive, chosen: Chosen) -> None:
        self.archive = archive
        self.chosen = chosen
        if next(self.captures(), None) is None:
            raise NotKnown(f"nothing that is sealed is of {chosen}; `watcher log` lists what is kept")

    def records(self) -> Iterator[Kept]:
        """The records, in order; read anew each time, since there may be millions."""
        wanted = self._wanted
        return (kept for kept in self.archive.records() if kept.seq in wanted)

    def captures(self) -> Iterator[Capture]:
        """The looks among them."""
        for kept in self.records():
            form = kept.form
            if form["type"] == "snapshot":
                yield Capture(snapshot_from(form), kept.path)

    def body(self, sha256: str) -> bytes | None:
        """The bytes of a body; None where it was withdrawn."""
        return self.archive.body(sha256) if self.archive.blob(sha256) else None

    @cached_property
    def at(self) -> datetime:
        """When the last record that is sealed was written: no export is of a later day."""
        last = self.archive.last()
        return moment_from(last.form["at"])

    @cached_property
    def bodies(self) -> dict[str, str]:
        """The bodies that the looks name, and those that these lean on, each with its content type."""
        found: dict[str, str] = {}
        for capture in self.captures():
            for sha256, content_type in bodies_of(capture.snapshot):
                found.setdefault(sha256, content_type)
                if not found[sha256]:
                    found[sha256] = content_type
        for sha256, content_type in list(found.items()):
            if base := self.archive.base(sha256):
                found.setdefault(base, content_type)
        return found

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The bodies that were withdrawn."""
        return tuple(sha256 for sha256 in sorted(self.bodies) if self.archive.blob(sha256) is None)

    @cached_property
    def _wanted(self) -> set[int]:
        """The numbers of the records: a look that another one rests on counts, whenever it was."""
        wanted: set[int] = set()
        known = _Known()
        changes: set[str] = set()
        for kept in self.archive.records():
            form = kept.form
            kind = form["type"]
            if kind == "snapshot" and self.chosen.covers(form["source_id"]):
                resting = known.note(kept.seq, form)
                if self._is_chosen(form["source_id"], form["started_at"]):
                    wanted |= resting
            elif kind in ("change", "reread") and self._is_chosen(form["source"], form["made_at"]):
                changes.add(form["change"])
                wanted |= {kept.seq, *known.ends(form)}
            elif self._is_beside(form, changes) or known.is_about(form):
                wanted.add(kept.seq)
        return wanted

    def _is_chosen(self, source_id: str, at: str) -> bool:
        return self.chosen.covers(source_id) and self.chosen.within(moment_from(at))

    def _is_beside(self, form: Mapping[str, Any], changes: set[str]) -> bool:
        """What is neither look nor change: of the source itself, or said of one of its changes."""
        if self.chosen.is_whole or form["type"] in _OF_ALL:
            return True
        if form["type"] == "review":
            return form["change"] in changes
        if form["type"] == "source":
            return self.chosen.covers(form["id"])
        return form["type"] == "learned" and self.chosen.covers(form["source"])


class _Known:
    """The looks that were passed on the way through the ledger, with what each rests on."""

    def __init__(self) -> None:
        self._looks: dict[str, set[int]] = {}
        self._brought: dict[str, int] = {}
        self._bases: dict[str, str] = {}

    def note(self, seq: int, form: Mapping[str, Any]) -> set[int]:
        """A look; returns its number with those of the looks that brought its bodies, and what these lean on."""
        bodies = [named["body"] for named in (form, *form.get("further", ())) if named["body"]["sha256"]]
        self._bases |= {body["sha256"]: body["base"] for body in bodies if body.get("base")}
        if form["outcome"] != "not_modified":
            for body in bodies:
                self._brought.setdefault(body["sha256"], seq)
        hashes = {body["sha256"] for body in bodies}
        hashes |= {self._bases[sha256] for sha256 in hashes if sha256 in self._bases}
        self._looks[form["id"]] = {seq, *(self._brought[sha256] for sha256 in hashes if sha256 in self._brought)}
        return self._looks[form["id"]]

    def is_about(self, form: Mapping[str, Any]) -> bool:
        """Whether it says that one of their bodies was withdrawn."""
        return form["type"] == "redaction" and form["body"]["sha256"] in self._brought

    def ends(self, form: Mapping[str, Any]) -> set[int]:
        """The looks between which a change lies, with what they rest on."""
        ends = (form[end]["snapshot"]["id"] for end in ("from", "to"))
        return {seq for end in ends for seq in self._looks.get(end, ())}


def bodies_of(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """(body, content type) of the answer that a look brought, then of the further pages."""
    if snapshot.body_sha256:
        yield snapshot.body_sha256, snapshot.header("content-type") or ""
    for page in snapshot.further:
        if page.body_sha256:
            yield page.body_sha256, page.content_type
