"""What was told to whom: the digests, and each delivery of them."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import Path, Query

from watcher.model import Delivery as Journey
from watcher.model import Message
from watcher.model import Station as Stop
from watcher.model.forms import moment, station_form
from watcher.web.api.asking import Part, Shelves
from watcher.web.api.problems import described
from watcher.web.api.room import room
from watcher.web.api.shapes.posted import Deliveries, Delivery, Digest, Digests, Line, Station

router = room("posted")

DigestId = Annotated[str, Path(pattern=r"^[0-9A-Za-z]{6,64}$", description="Its id, or how that begins.")]
Reached = Annotated[
    Literal["pending", "sending", "retry", "unknown", "sent", "dead", "dropped"] | None,
    Query(description="Only those in that state."),
]


@router.get("/digests", responses=described(404, 422))
def digests(shelves: Shelves, part: Part) -> Digests:
    """The digests that were made, newest first."""
    posted = shelves.store.posted
    if part.cursor is not None:
        shelves.store.outbox.digest(part.cursor)
    found = posted.digests(before=part.cursor, limit=part.more)
    some = found[: part.limit]
    journeys = posted.deliveries_of([message.digest_id for message in some])
    lines = [_line(message, journeys[message.digest_id]) for message in some]
    return Digests(digests=lines, next=part.next(found, some[-1].digest_id if some else None))


@router.get("/digests/{digest}", responses=described(404, 422))
def digest(shelves: Shelves, digest: DigestId) -> Digest:
    """One digest, as webhooks got it."""
    return Digest.model_validate(shelves.store.outbox.digest(digest).record)


@router.get("/deliveries", responses=described(422))
def deliveries(shelves: Shelves, part: Part, state: Reached = None) -> Deliveries:
    """Deliveries, those of the newest digest first."""
    found = shelves.store.posted.deliveries(state=state, before=part.cursor, limit=part.more)
    some = found[: part.limit]
    stations = shelves.store.posted.stations_of([one.id for one in some])
    listed = [_delivery(one, stations[one.id]) for one in some]
    return Deliveries(deliveries=listed, next=part.next(found, some[-1].id if some else None))


def _line(message: Message, journeys: list[Journey]) -> Line:
    states = [one.state for one in journeys]
    entries = message.record["entries"]
    return Line(
        id=message.digest_id,
        subscription=str(message.record["subscription"]),
        made_at=moment(message.made_at),
        severity=message.severity.word,  # type: ignore[arg-type]
        subject=message.subject,
        changes=len(entries) if isinstance(entries, list) else 0,
        deliveries={state: states.count(state) for state in dict.fromkeys(states)},
    )


def _delivery(one: Journey, stations: Sequence[Stop]) -> Delivery:
    return Delivery(
        id=one.id,
        digest=one.digest_id,
        channel=one.channel,
        recipient=one.recipient,
        part=one.part,
        attempt=one.attempt,
        state=one.state,
        next_at=moment(one.next_at) if one.next_at else None,
        last_error=one.last_error,
        reply=one.reply,
        stations=[Station.model_validate(station_form(station)) for station in stations],
    )
