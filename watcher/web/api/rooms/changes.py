"""What changed, as it was told, with what was found in it."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Path

from watcher.model import Severity, Told
from watcher.model.forms import moment, told_form
from watcher.web.api.asking import ChosenSource, Kind, Part, Shelves, Since, State, Tag
from watcher.web.api.asking import Severity as Least
from watcher.web.api.problems import described
from watcher.web.api.room import room
from watcher.web.api.shapes.changes import Findings, ListedFinding
from watcher.web.api.shapes.history import Change, Changes, Summary
from watcher.web.library import Library

router = room("changes")

ChangeId = Annotated[str, Path(pattern=r"^[0-9a-f]{6,64}$", description="Its id, or how that begins.")]


@router.get("/changes", responses=described(404, 422))
def changes(
    shelves: Shelves,
    part: Part,
    source: ChosenSource = None,
    tag: Tag = None,
    kind: Kind = None,
    sev: Least = "low",
    state: State = "all",
    since: Since = None,
) -> Changes:
    """Changes with such a finding, newest first; without their edits, which each change has at its own address."""
    found = _changes(shelves, part, source, tag, kind, sev, state, since)
    some = found[: part.limit]
    verdicts = shelves.store.history.verdicts([told.change_id for told in some])
    forms = [_form(told, verdicts.get(told.change_id)) for told in some]
    return Changes(
        changes=[Summary.model_validate(form) for form in forms],
        next=part.next(found, some[-1].change_id if some else None),
    )


@router.get("/changes/{change}", responses=described(404, 422))
def change(shelves: Shelves, change: ChangeId) -> Change:
    """One change, whole, with what people said of it."""
    history = shelves.store.history
    told = history.change(change)
    reviews = [
        {"verdict": one.verdict, "note": one.note, "by": one.by, "at": moment(one.at)}
        for one in history.reviews(told.change_id)
    ]
    return Change.model_validate(_form(told, reviews[-1]["verdict"] if reviews else None) | {"reviews": reviews})


@router.get("/findings", responses=described(404, 422))
def findings(
    shelves: Shelves,
    part: Part,
    source: ChosenSource = None,
    tag: Tag = None,
    kind: Kind = None,
    sev: Least = "low",
    state: State = "all",
    since: Since = None,
) -> Findings:
    """Findings that grave, newest change first; `limit` counts changes, none of which is cut apart."""
    found = _changes(shelves, part, source, tag, kind, sev, state, since)
    some = found[: part.limit]
    verdicts = shelves.store.history.verdicts([told.change_id for told in some])
    forms = [form for told in some for form in _findings(told, kind, sev, verdicts.get(told.change_id))]
    return Findings(
        findings=[ListedFinding.model_validate(form) for form in forms],
        next=part.next(found, some[-1].change_id if some else None),
    )


def _changes(
    shelves: Library, part: Part, source: Any, tag: Any, kind: Any, sev: str, state: str, since: Any
) -> Sequence[Told]:
    history = shelves.store.history
    if part.cursor is not None:
        history.change(part.cursor)
    return history.changes_to_review(
        reviewed={"open": False, "reviewed": True, "all": None}[state],
        least=Severity.of(sev),
        kind=kind,
        source_ids=_chosen(shelves, source, tag),
        since=since,
        before=part.cursor,
        limit=part.more,
    )


def _chosen(shelves: Library, source: str | None, tag: str | None) -> list[str] | None:
    """The sources that are wanted; None: all."""
    tagged = [one.id for one in shelves.sources.values() if tag in one.tags] if tag is not None else None
    if source is None:
        return tagged
    return [source] if tagged is None or source in tagged else []


def _form(told: Told, review: str | None) -> dict[str, Any]:
    return told_form(told) | {"review": review}


def _findings(told: Told, kind: str | None, sev: str, review: str | None) -> list[dict[str, Any]]:
    least = Severity.of(sev)
    said = {
        "source": told.source_id,
        "last_seen_without": moment(told.before.started_at),
        "first_seen_with": moment(told.after.started_at),
        "made_at": moment(told.made_at),
        "review": review,
    }
    forms = zip(told.findings, told_form(told)["findings"], strict=True)
    return [form | said for finding, form in forms if finding.level >= least and kind in (None, finding.kind)]
