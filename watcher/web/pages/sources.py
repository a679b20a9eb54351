"""The sources, and each of them with its history."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from watcher.errors import NotKnown
from watcher.model import Severity, Source, Standing, Told, Version
from watcher.pipeline.health import reason, way_out
from watcher.web.layout import page
from watcher.web.library import Library

router = APIRouter()

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Step:
    """A version in a source's history, with what it brought."""

    version: Version
    told: Told | None
    looks: int
    """How many looks showed it."""

    @property
    def severity(self) -> Severity:
        """Of the gravest finding that it brought."""
        return (
            max((finding.level for finding in self.told.findings), default=Severity.NOISE)
            if self.told
            else Severity.NOISE
        )


@router.get("/sources")
def sources(request: Request) -> Response:
    """Every page that is watched, and whether it could be read."""
    library: Library = request.app.state.library
    watched = library.configuration.sources
    standings = library.store.agenda.standings([source.id for source in watched])
    return page(
        request, "sources.html", sources=[(source, standings.get(source.id)) for source in watched], reason=reason
    )


@router.get("/sources/{source_id}")
def source(request: Request, source_id: str, before: str = "") -> Response:
    """One source: where it stands, its versions newest first, what each brought."""
    library: Library = request.app.state.library
    history = library.store.history
    watched = library.sources.get(source_id)
    versions = history.versions(source_id)
    if watched is None and not versions:
        raise NotKnown(f"No source is called {source_id}.")
    watched = watched or Source(source_id, history.snapshot(versions[-1].snapshot_id).url)
    standing = library.store.agenda.standings([source_id]).get(source_id)
    first = (
        int(before.removeprefix("v"))
        if before.removeprefix("v").isdigit()
        else versions[-1].number + 1
        if versions
        else 1
    )
    some = [version for version in reversed(versions) if version.number < first][:_AT_ONCE]
    told = {one.after_version: one for one in history.changes(source_id=source_id) if one.after_version}
    return page(
        request,
        "source.html",
        source=watched,
        standing=standing,
        steps=[Step(version, told.get(version.number), 0) for version in some],
        more=some[-1].number if some and some[-1].number > 1 else None,
        reason=reason,
        way_out=way_out,
        links=[one for one in library.store.agenda.followed() if one.linked_from == source_id],
    )


__all__ = ["Standing", "router"]
