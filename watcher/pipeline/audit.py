"""Questions to the history: what a reference names, what two of them say differently."""

import re
from dataclasses import dataclass

from watcher.errors import NotKnown
from watcher.model import Document, Snapshot, Source, Told, Version
from watcher.pipeline.account import Account, Answer, Question
from watcher.pipeline.explain import explain
from watcher.pipeline.moments import moment_of
from watcher.pipeline.reading import read
from watcher.store import History

_SNAPSHOT = re.compile(r"^[a-z0-9.-]+/\d{8}T\d{6}\.\d{3}Z$")
_CHANGE = re.compile(r"^[0-9a-f]{6,12}$")
_VERSION = re.compile(r"^v(\d+)$")


@dataclass(frozen=True, slots=True)
class Named:
    """What a reference names: a snapshot, with the version in force then; or a change."""

    snapshot: Snapshot | None = None
    version: Version | None = None
    told: Told | None = None


def resolve(history: History, reference: str) -> Named:
    """What `src`, `src@v3`, `src@first`, `src@2026-11-18T14:05Z`, a snapshot's id or a change's id names.

    A source's id wins over a change's. NotKnown says what is there instead.
    """
    source_id, at, point = reference.partition("@")
    if _SNAPSHOT.match(reference):
        snapshot = history.snapshot(reference)
        return Named(snapshot, history.version_at(snapshot.source_id, snapshot.started_at))
    if not at and _CHANGE.match(reference) and not history.numbers(source_id):
        return Named(told=_change(history, reference))
    return _of_version(history, _version(history, source_id, point or "latest"))


def resolve_pair(history: History, reference: str) -> tuple[Named, Named]:
    """The two ends of `src@v3..v5`, `src@first..latest` or `REF..REF`."""
    first, dots, second = reference.partition("..")
    if not dots:
        raise NotKnown(f"{reference!r} names one thing; a pair is written like src@v3..v5 or REF..REF")
    source_id, _, _ = first.partition("@")
    if "@" not in second and "/" not in second and not history.numbers(second):
        second = f"{source_id}@{second or 'latest'}"
    return resolve(history, first), resolve(history, second)


def compare_named(history: History, source: Source, before: Named, after: Named) -> Account:
    """Both read with today's rules and compared anew: for pairs that were never told as a change."""
    return explain(Question(source, _answer(history, before), _answer(history, after)))


def document_of(history: History, source: Source, named: Named) -> Document:
    """The named snapshot as it reads under today's rules."""
    answer = _answer(history, named)
    assert answer.payload is not None
    return read(answer.payload, source, named.version.kind if named.version else None)


def _answer(history: History, named: Named) -> Answer:
    if named.snapshot is None:
        raise NotKnown("a change cannot be compared; name versions or snapshots")
    if not named.snapshot.outcome.is_page:
        raise NotKnown(f"{named.snapshot.id} holds no page ({named.snapshot.outcome}), so it has no text to compare")
    return Answer(named.snapshot, history.payload(named.snapshot), named.version.number if named.version else None)


def _change(history: History, prefix: str) -> Told:
    """The change as it was told; one that was passed over then as it was read since."""
    try:
        return history.change(prefix)
    except NotKnown:
        found = history.reread(prefix)
        if found is None:
            raise
        return found


def _of_version(history: History, version: Version) -> Named:
    return Named(history.snapshot(version.snapshot_id), version)


def _version(history: History, source_id: str, point: str) -> Version:
    numbers = history.numbers(source_id)
    if not numbers:
        raise NotKnown(f"no version of a source {source_id!r} is kept; `watcher status` lists what is")
    if point in ("latest", "first"):
        return history.version(source_id, numbers[-1 if point == "latest" else 0])
    if found := _VERSION.match(point):
        number = int(found.group(1))
        if number in numbers:
            return history.version(source_id, number)
        nearest = min(numbers, key=lambda known: abs(known - number))
        raise NotKnown(f"{source_id} has no v{number}; the nearest is v{nearest} of {len(numbers)} versions")
    version = history.version_at(source_id, moment_of(point))
    if version is None:
        since = history.version(source_id, numbers[0]).since
        raise NotKnown(f"{source_id} was first seen on {since:%Y-%m-%d %H:%M} UTC, after {point}")
    return version
