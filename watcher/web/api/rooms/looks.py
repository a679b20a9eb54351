"""The looks at a source, with the versions that they brought."""

from typing import Annotated

from fastapi import Path, Query

from watcher.errors import NotKnown
from watcher.model import Outcome, Version
from watcher.model.forms import document_form, moment, snapshot_form
from watcher.pipeline.audit import document_of, resolve
from watcher.store import Brought
from watcher.web.api.asking import ChosenSource, Part, Shelves, Since, SourceId
from watcher.web.api.problems import described
from watcher.web.api.room import room
from watcher.web.api.shapes import looks as shape

router = room("looks")

Stamp = Annotated[str, Path(pattern=r"^\d{8}T\d{6}\.\d{3}Z$", description="The time stamp in its id.")]
Number = Annotated[str, Path(pattern=r"^v[1-9]\d{0,8}$", description="`v14`.")]
Outcomes = Annotated[list[Outcome], Query(description="Only looks of these outcomes.")]


@router.get("/snapshots", responses=described(404, 422))
def snapshots(
    shelves: Shelves,
    part: Part,
    source: ChosenSource = None,
    outcome: Outcomes = [],  # noqa: B006 - a form's default is never changed
    since: Since = None,
) -> shape.Snapshots:
    """Looks, the last that was kept first."""
    found = shelves.store.listing.snapshots(
        part.more, source_id=source, outcomes=outcome, since=since, before=part.cursor
    )
    some = found[: part.limit]
    forms = [shape.Snapshot.model_validate(snapshot_form(one)) for one in some]
    return shape.Snapshots(snapshots=forms, next=part.next(found, some[-1].id if some else None))


@router.get("/snapshots/{source_id}/{stamp}", responses=described(404, 422))
def snapshot(shelves: Shelves, source_id: SourceId, stamp: Stamp) -> shape.Snapshot:
    """One look. What it brought lies at `/sources/ID/STAMP/raw`, outside the API."""
    return shape.Snapshot.model_validate(snapshot_form(shelves.store.history.snapshot(f"{source_id}/{stamp}")))


@router.get("/sources/{source_id}/versions", responses=described(404, 422))
def versions(shelves: Shelves, part: Part, source_id: SourceId) -> shape.Versions:
    """The versions of a source, newest first."""
    history, until = shelves.store.history, _number(part.cursor)
    kept = [one for one in reversed(history.numbers(shelves.source(source_id).id)) if not until or one < until]
    some = history.numbered((source_id, number) for number in kept[: part.limit])
    brought = history.brought(source_id)
    forms = [_version(some[source_id, number], brought.get(number)) for number in kept[: part.limit]]
    return shape.Versions(source=source_id, versions=forms, next=part.next(kept, forms[-1].version if forms else None))


@router.get("/sources/{source_id}/versions/{number}", responses=described(404, 422))
def version(shelves: Shelves, source_id: SourceId, number: Number) -> shape.Version:
    """One version, with the change that brought it."""
    history = shelves.store.history
    found = history.version(source_id, int(number[1:]))
    return _version(found, history.brought(source_id).get(found.number))


@router.get("/sources/{source_id}/versions/{number}/document", responses=described(404, 410, 422))
def document(shelves: Shelves, source_id: SourceId, number: Number) -> shape.Document:
    """Its words, read from the kept bytes with today's rules."""
    history = shelves.store.history
    named = resolve(history, f"{source_id}@{number}")
    read = document_of(history, shelves.as_read(source_id), named)
    said = {"snapshot": named.snapshot.id if named.snapshot else "", "version": number}
    return shape.Document.model_validate(said | document_form(read))


def _number(cursor: str | None) -> int:
    if cursor is None:
        return 0
    digits = cursor.removeprefix("v")
    if not (digits.isascii() and digits.isdigit()):
        raise NotKnown(f"{cursor!r} is no version; begin again without a cursor")
    return int(digits)


def _version(one: Version, brought: Brought | None) -> shape.Version:
    return shape.Version(
        version=f"v{one.number}",
        since=moment(one.since),
        confirmed=moment(one.confirmed),
        snapshot=one.snapshot_id,
        kind=one.kind,
        title=one.title,
        words=one.words,
        fingerprint=one.fingerprint,
        rules=one.rules,
        figures=dict(one.figures),
        change=brought.change_id if brought else None,
        severity=brought.severity.word if brought else None,  # type: ignore[arg-type]
        summary=brought.summary if brought else None,
    )
