"""The sources, each with where it stands."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Annotated, Any, Literal

from fastapi import Query

from watcher.errors import NotKnown
from watcher.model import Source, Standing
from watcher.model.forms import moment
from watcher.pipeline.health import reason, way_out
from watcher.web.api.asking import Part, Shelves, SourceId, Tag
from watcher.web.api.problems import described
from watcher.web.api.room import room
from watcher.web.api.shapes.sources import OneSource, Sources
from watcher.web.api.shapes.sources import Source as Shape
from watcher.web.library import Library

router = room("sources")

_AT_ONCE = 200

Stands = Annotated[
    Literal["new", "read", "not readable", "doubted", "removed", "gone"] | None,
    Query(description="Only those that stand so."),
]


@router.get("/sources", responses=described(404, 422))
def sources(shelves: Shelves, part: Part, tag: Tag = None, state: Stands = None) -> Sources:
    """What is watched, in the order of sources.yaml."""
    watched = [one for one in shelves.configuration.sources if tag is None or tag in one.tags]
    rest = watched[_first(watched, part.cursor) :]
    if state not in (None, "new", "read"):
        away = set(shelves.store.agenda.glance()[2])
        rest = [one for one in rest if one.id in away]
    found = list(islice((form for form in _forms(shelves, rest) if state in (None, form["state"])), part.more))
    some = [Shape.model_validate(form) for form in found[: part.limit]]
    return Sources(sources=some, next=part.next(found, some[-1].id if some else None))


@router.get("/sources/{source_id}", responses=described(404, 422))
def source(shelves: Shelves, source_id: SourceId) -> OneSource:
    """One source, watched now or once, or a link that is followed."""
    return OneSource.model_validate(_form(shelves.source(source_id), _standing(shelves, source_id)))


def _first(watched: Sequence[Source], cursor: str | None) -> int:
    if cursor is None:
        return 0
    for at, one in enumerate(watched):
        if one.id == cursor:
            return at + 1
    raise NotKnown(f"no source {cursor!r} is in this list; begin again without a cursor")


def _forms(shelves: Library, some: Sequence[Source]) -> Iterator[dict[str, Any]]:
    """The forms one after the other; where they stand is asked for so many at once."""
    for at in range(0, len(some), _AT_ONCE):
        part = some[at : at + _AT_ONCE]
        standings = shelves.store.agenda.standings([one.id for one in part])
        yield from (_form(one, standings.get(one.id)) for one in part)


def _standing(shelves: Library, source_id: str) -> Standing | None:
    return shelves.store.agenda.standings([source_id]).get(source_id)


def _form(source: Source, standing: Standing | None) -> dict[str, Any]:
    away = standing.away[-1][1] if standing and standing.away else None
    seen = standing.baseline if standing else None
    return {
        "id": source.id,
        "name": source.title,
        "url": source.url,
        "kind": (standing.kind if standing else None) or source.kind,
        "tags": list(source.tags),
        "mirror_of": source.mirror_of,
        "state": _state(standing),
        "reason": reason(away) if away else None,
        "way_out": (way_out(standing) if standing else None) or None,
        "version": f"v{standing.version}" if standing and standing.version else None,
        "last_seen": moment(seen.started_at) if seen else None,
        "next_look": moment(standing.next_look_at) if standing else None,
        "away": away.value if away else None,
        "unmet": list(standing.unmet) if standing else [],
        "failures": len(standing.away) if standing else 0,
    }


def _state(standing: Standing | None) -> str:
    if standing is not None and standing.away:
        return standing.removal or ("gone" if standing.away[-1][1].is_gone else "not readable")
    return "read" if standing is not None and standing.baseline else "new"
