"""What changed, as it was told, with what was found in it."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Path

from watcher.model import Finding, Severity, Told
from watcher.model.forms import moment, told_form
from watcher.web.api.asking import ChosenSource, Kind, Part, Shelves, Since, State, Tag
from watcher.web.api.asking import Severity as Least
from watcher.web.api.problems import described
from watcher.web.api.room import room
from watcher.web.api.shapes.changes import Findings, ListedFinding
from watcher.web.api.shapes.history import Change, Changes, Summary

router = room("changes")

ChangeId = Annotated[str, Path(pattern=r"^[0-9a-f]{6,64}$", description="Its id, or how that begins.")]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the changes are asked for."""

    shelves: Shelves
    part: Part
    source: ChosenSource = None
    tag: Tag = None
    kind: Kind = None
    sev: Least = "low"
    state: State = "all"
    since: Since = None

    def listed(self) -> tuple[list[tuple[Told, str | None]], str | None]:
        """The changes, newest first, each with what was last said of it; the address at which the list goes on."""
        history, part = self.shelves.store.history, self.part
        if part.cursor is not None:
            history.change(part.cursor)
        found = history.changes_to_review(
            reviewed={"open": False, "reviewed": True, "all": None}[self.state],
            least=Severity.of(self.sev),
            kind=self.kind,
            source_ids=self._sources(),
            since=self.since,
            before=part.cursor,
            limit=part.more,
        )
        ids = [told.change_id for told in found[: part.limit]]
        verdicts = history.verdicts(ids)
        given = [(told, verdicts.get(told.change_id)) for told in found[: part.limit]]
        return given, part.next(found, ids[-1] if ids else None)

    def has(self, finding: Finding) -> bool:
        """Whether the finding is grave enough, if need be of that kind too."""
        return finding.level >= Severity.of(self.sev) and self.kind in (None, finding.kind)

    def _sources(self) -> list[str] | None:
        """The ids of the sources that are wanted; None: all."""
        every = self.shelves.sources.values()
        tagged = [one.id for one in every if self.tag in one.tags] if self.tag is not None else None
        if self.source is None:
            return tagged
        return [self.source] if tagged is None or self.source in tagged else []


Asked = Annotated[Wanted, Depends()]


@router.get("/changes", responses=described(404, 422))
def changes(wanted: Asked) -> Changes:
    """Changes with such a finding, newest first; without their edits, which each change has at its own address."""
    given, rest = wanted.listed()
    return Changes(changes=[Summary.model_validate(_form(told, review)) for told, review in given], next=rest)


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
def findings(wanted: Asked) -> Findings:
    """Findings that grave, newest change first; `limit` counts changes, none of which is cut apart."""
    given, rest = wanted.listed()
    forms = [form for told, review in given for form in _findings(told, wanted, review)]
    return Findings(findings=[ListedFinding.model_validate(form) for form in forms], next=rest)


def _form(told: Told, review: str | None) -> dict[str, Any]:
    return told_form(told) | {"review": review}


def _findings(told: Told, wanted: Wanted, review: str | None) -> list[dict[str, Any]]:
    said = {
        "source": told.source_id,
        "last_seen_without": moment(told.before.started_at),
        "first_seen_with": moment(told.after.started_at),
        "made_at": moment(told.made_at),
        "review": review,
    }
    forms = zip(told.findings, told_form(told)["findings"], strict=True)
    return [form | said for finding, form in forms if wanted.has(finding)]
