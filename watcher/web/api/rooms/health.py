"""Whether the looking itself is well; where everything else is."""

from watcher.model import Standing
from watcher.model.forms import moment
from watcher.pipeline.health import reason, way_out
from watcher.store import Reader
from watcher.web.api.asking import Shelves
from watcher.web.api.room import room
from watcher.web.api.shapes.answers import Amounts, Health, Index, Sealed, Unseen

router = room("health")

_MOST = 500
_ROOMS = ("sources", "snapshots", "changes", "findings", "digests", "deliveries", "health", "kinds")


@router.get("/")
def index(shelves: Shelves) -> Index:
    """Where everything is."""
    links = {name: f"/api/v1/{name}" for name in (*_ROOMS, "openapi.json")}
    return Index(version=shelves.version, links=links | {"search": "/api/v1/search?q="})


@router.get("/health")
def health(shelves: Shelves) -> Health:
    """How many pages are read, which are not and why, what waits to be sent."""
    store = shelves.store
    read, last_look, away = store.agenda.glance()
    standings = store.agenda.standings(away[:_MOST])
    amounts = store.listing.amounts()
    return Health(
        now=moment(shelves.clock.now()),
        sources=len(shelves.configuration.sources),
        read=read,
        last_look=moment(last_look) if last_look else None,
        unseen=[_unseen(standing) for standing in standings.values() if standing.away],
        deliveries=store.posted.counts(),
        kept=Amounts(
            records=amounts.records, versions=amounts.versions, changes=amounts.changes, digests=amounts.digests
        ),
        seal=_seal(store),
    )


def _unseen(standing: Standing) -> Unseen:
    (since, _), (_, outcome) = standing.away[0], standing.away[-1]
    return Unseen(
        id=standing.source_id,
        since=moment(since),
        outcome=outcome.value,
        failures=len(standing.away),
        reason=reason(outcome),
        way_out=way_out(standing),
    )


def _seal(store: Reader) -> Sealed | None:
    seal = store.last_seal()
    return Sealed(number=seal.number, sha256=seal.sha256, at=moment(store.sealed_at(seal.number))) if seal else None
