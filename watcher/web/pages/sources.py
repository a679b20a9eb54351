"""The sources, each of them with its history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from watcher.errors import NotKnown
from watcher.model import Source, Standing, Version
from watcher.model.forms import moment
from watcher.pipeline.health import reason, way_out
from watcher.store import Brought, Looks
from watcher.web.charts import HEIGHT, WIDTH, steps, timeline
from watcher.web.layout import page
from watcher.web.library import Library
from watcher.web.twins import Rows

router = APIRouter()

_AT_ONCE = 100
_UNSEEN = 500
_DAYS = 30


@dataclass(frozen=True, slots=True)
class Step:
    """A version in a source's history, with what it brought."""

    version: Version
    brought: Brought | None
    looks: Looks
    """While it was the latest."""
    verdict: str
    """What was last said of the change that brought it."""

    @property
    def quiet(self) -> int:
        """How many looks after the first found no change."""
        return max(0, self.looks.pages - 1)

    @property
    def failed(self) -> int:
        """How many looks did not show the page."""
        return self.looks.looks - self.looks.pages


@router.get("/sources")
def sources(request: Request, after: str = "") -> Response:
    """Every page that is watched, and whether it could be read; as many as one looks through at once."""
    library: Library = request.app.state.library
    watched = library.configuration.sources
    first = next((at + 1 for at, one in enumerate(watched) if one.id == after), 0)
    some = watched[first : first + _AT_ONCE]
    return page(
        request,
        "sources.html",
        form=lambda: {"schema": "watcher.sources/1", "sources": [_form(*one) for one in _standing(library, watched)]},
        rows=lambda: _lines(_standing(library, watched)),
        sources=_standing(library, some),
        many=len(watched),
        first=first,
        more=some[-1].id if first + _AT_ONCE < len(watched) else None,
        reason=reason,
    )


def _standing(library: Library, some: Sequence[Source]) -> list[tuple[Source, Standing | None]]:
    standings = library.store.agenda.standings([source.id for source in some])
    return [(source, standings.get(source.id)) for source in some]


@router.get("/sources/{source_id}")
def source(request: Request, source_id: str, before: str = "") -> Response:
    """One source: where it stands, its versions newest first, what each brought, how often nothing changed."""
    library: Library = request.app.state.library
    history = library.store.history
    versions = history.versions(source_id)
    watched = library.source(source_id)
    standing = library.store.agenda.standings([source_id]).get(source_id)
    brought, unseen = history.brought(source_id), history.unseen(source_id, _UNSEEN)
    some = [version for version in reversed(versions) if version.number < _first(before, versions)][:_AT_ONCE]
    return page(
        request,
        "source.html",
        form=lambda: _form(watched, standing) | {"versions": [_version_form(one, brought) for one in versions]},
        rows=lambda: _version_lines(versions, brought),
        source=watched,
        standing=standing,
        latest=versions[-1] if versions else None,
        steps=_steps(library, some, brought),
        newer=bool(some) and some[0].number < versions[-1].number,
        more=some[-1].number if some and some[-1].number > versions[0].number else None,
        timeline=timeline(versions, brought, unseen),
        box=(WIDTH, HEIGHT),
        figures=steps(versions),
        unseen=unseen[:5],
        days=_days(library, source_id),
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


def _steps(library: Library, some: Sequence[Version], brought: dict[int, Brought]) -> list[Step]:
    history = library.store.history
    looks = history.looks_of(some)
    found = {one.number: brought.get(one.number) for one in some}
    verdicts = history.verdicts([one.change_id for one in found.values() if one])
    said = {number: verdicts.get(one.change_id, "") for number, one in found.items() if one}
    return [Step(one, found[one.number], looks.get(one.number, Looks()), said.get(one.number, "")) for one in some]


def _days(library: Library, source_id: str) -> list[tuple[date, Looks]]:
    """The last days, oldest first, with how the looks went."""
    now = library.clock.now()
    looks = library.store.history.days(source_id, now - timedelta(days=_DAYS))
    days = [(now - timedelta(days=back)).date() for back in reversed(range(_DAYS))]
    return [(day, looks.get(day, Looks())) for day in days]


def _form(source: Source, standing: Standing | None) -> dict[str, Any]:
    base = standing.baseline if standing else None
    return {
        "schema": "watcher.source/1",
        "id": source.id,
        "name": source.name,
        "url": source.url,
        "kind": standing.kind if standing else source.kind,
        "tags": list(source.tags),
        "version": f"v{standing.version}" if standing and standing.version else None,
        "last_seen": moment(base.started_at) if base else None,
        "next_look": moment(standing.next_look_at) if standing else None,
        "away": standing.away[-1][1].value if standing and standing.away else None,
    }


def _lines(known: Sequence[tuple[Source, Standing | None]]) -> Rows:
    forms = [_form(*one) | {"tags": " ".join(one[0].tags)} for one in known]
    names = [name for name in forms[0] if name != "schema"] if forms else ["id"]
    yield names
    yield from ([form[name] for name in names] for form in forms)


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
