"""One source: where it stands, its versions with what each brought, how often nothing changed."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from watcher.errors import NotKnown
from watcher.model import Outcome, Severity, Version
from watcher.model.forms import moment
from watcher.pipeline.health import reason, way_out
from watcher.store import Brought, Looks
from watcher.web.charts import HEIGHT, WIDTH, steps, timeline
from watcher.web.heat import SAYS, begin, year
from watcher.web.layout import page
from watcher.web.library import Library
from watcher.web.pages.sources import source_form

router = APIRouter()

_AT_ONCE = 100
_UNSEEN = 500
_DAYS = 30

Unseen = tuple[datetime, str, Outcome]
"""(when, id, outcome) of a look that did not show the page."""


@dataclass(frozen=True, slots=True)
class Step:
    """A version in a source's history, with what it brought."""

    version: Version
    brought: Brought | None
    looks: Looks
    """While it was the latest."""
    verdict: str
    """What was last said of the change that brought it."""
    unseen: tuple[Unseen, ...]
    """The looks while it was the latest that did not show the page, newest first."""

    @property
    def quiet(self) -> int:
        """How many looks after the first found no change."""
        return max(0, self.looks.pages - 1)

    @property
    def failed(self) -> int:
        """How many looks did not show the page."""
        return self.looks.looks - self.looks.pages


@router.get("/sources/{source_id}")
def source(request: Request, source_id: str, before: str = "", noise: str = "show") -> Response:
    """One source: where it stands, its versions newest first, what each brought, how often nothing changed."""
    library: Library = request.app.state.library
    history = library.store.history
    versions = history.versions(source_id)
    watched = library.source(source_id)
    standing = library.store.agenda.standings([source_id]).get(source_id)
    brought, unseen, now = history.brought(source_id), history.unseen(source_id, _UNSEEN), library.clock.now()
    looks = history.days(source_id, begin(now))
    quiet = {number for number, one in brought.items() if one.severity is Severity.NOISE}
    below, hidden = _first(before, versions), quiet if noise == "hide" else set[int]()
    listed = [version for version in reversed(versions) if version.number < below and version.number not in hidden]
    some = listed[:_AT_ONCE]
    return page(
        request,
        "source.html",
        form=lambda: source_form(watched, standing) | {"versions": [_version_form(one, brought) for one in versions]},
        rows=lambda: _version_lines(versions, brought),
        source=watched,
        standing=standing,
        latest=versions[-1] if versions else None,
        steps=_steps(library, versions, some, brought, unseen),
        newer=bool(before),
        more=some[-1].number if len(listed) > _AT_ONCE else None,
        quiet=len(quiet),
        hides=noise == "hide",
        timeline=timeline(versions, brought, unseen),
        box=(WIDTH, HEIGHT),
        figures=steps(versions),
        year=year(looks, history.change_days([source_id], begin(now))[source_id], now),
        year_says=SAYS,
        days=_days(looks, now),
        reason=reason,
        way_out=way_out,
        links=[one for one in library.store.agenda.followed() if one.linked_from == source_id],
    )


def _first(before: str, versions: Sequence[Version]) -> int:
    """The number below which the list begins."""
    number = before.removeprefix("v")
    if number and not (number.isascii() and number.isdigit()):
        raise NotKnown(f"{before!r} is no version; write v120")
    return int(number) if number else (versions[-1].number + 1 if versions else 1)


def _steps(
    library: Library,
    versions: Sequence[Version],
    some: Sequence[Version],
    brought: dict[int, Brought],
    unseen: Sequence[Unseen],
) -> list[Step]:
    history = library.store.history
    looks = history.looks_of(some)
    found = {one.number: brought.get(one.number) for one in some}
    verdicts = history.verdicts([one.change_id for one in found.values() if one])
    said = {number: verdicts.get(one.change_id, "") for number, one in found.items() if one}
    held = _held(versions, unseen)
    return [
        Step(
            one,
            found[one.number],
            looks.get(one.number, Looks()),
            said.get(one.number, ""),
            tuple(held.get(one.number, ())),
        )
        for one in some
    ]


def _held(versions: Sequence[Version], unseen: Sequence[Unseen]) -> dict[int, list[Unseen]]:
    """Version → the looks that did not show the page while it was the latest."""
    since, held = [version.since for version in versions], dict[int, list[Unseen]]()
    for one in unseen:
        at = bisect_right(since, one[0]) - 1
        if at >= 0:
            held.setdefault(versions[at].number, []).append(one)
    return held


def _days(looks: Mapping[date, Looks], now: datetime) -> list[tuple[date, Looks]]:
    """The last days, oldest first, with how the looks went."""
    days = [(now - timedelta(days=back)).date() for back in reversed(range(_DAYS))]
    return [(day, looks.get(day, Looks())) for day in days]


def _version_form(version: Version, brought: dict[int, Brought]) -> dict[str, Any]:
    one = brought.get(version.number)
    return {
        "version": f"v{version.number}",
        "since": moment(version.since),
        "confirmed": moment(version.confirmed),
        "snapshot": version.snapshot_id,
        "change": one.change_id if one else None,
        "severity": one.severity.word if one else None,
        "kind": one.kind if one else None,
        "summary": one.summary if one else None,
        "words_added": one.added if one else None,
        "words_removed": one.removed if one else None,
        "figures": dict(version.figures),
    }


def _version_lines(versions: Sequence[Version], brought: dict[int, Brought]) -> Iterator[Sequence[object]]:
    forms = [_version_form(version, brought) for version in versions]
    names = [name for name in forms[0] if name != "figures"] if forms else ["version"]
    yield names
    yield from ([form[name] for name in names] for form in forms)
