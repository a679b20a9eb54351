"""The digests exactly as they were sent: to whom, what came of it, what was left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from watcher.digest.cadence import next_at
from watcher.model import Configuration, Delivery, Message, Station, Subscription
from watcher.model.forms import delivery_form, moment_from, station_form
from watcher.web.layout import page
from watcher.web.library import Library
from watcher.web.posting import STATES, known_as
from watcher.web.twins import Rows

router = APIRouter()

_AT_ONCE = 25
_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


@dataclass(frozen=True, slots=True)
class Coming:
    """A subscription with when it is told next."""

    subscription: Subscription
    rhythm: str
    at: datetime | None
    """None: as soon as there is something to tell."""


@router.get("/digests")
def digests(request: Request, before: str = "") -> Response:
    """The digests made so far, newest first; when the next ones are due."""
    library: Library = request.app.state.library
    posted = library.store.posted
    found = posted.digests(before=before or None, limit=_AT_ONCE + 1)
    some, deliveries = found[:_AT_ONCE], posted.deliveries_of([one.digest_id for one in found[:_AT_ONCE]])
    return page(
        request,
        "digests.html",
        form=lambda: {"schema": "watcher.digests/1", "digests": [dict(one.record) for one in some]},
        rows=lambda: _lines(some, deliveries),
        digests=[(one, deliveries[one.digest_id]) for one in some],
        more=some[-1].digest_id if len(found) > _AT_ONCE else None,
        is_first=not before,
        coming=list(coming(library.configuration, library.clock.now())),
        counts=posted.counts(),
        states=STATES,
    )


@router.get("/digests/{digest_id}")
def digest(request: Request, digest_id: str, part: str = "html") -> Response:
    """One digest: its two parts as they went out, its journeys, what it covers, what it leaves out."""
    library: Library = request.app.state.library
    message = library.store.outbox.digest(digest_id)
    posted = library.store.posted
    deliveries = posted.deliveries_of([message.digest_id])[message.digest_id]
    stations = posted.stations_of([one.id for one in deliveries])
    channels = {one.name: one for one in library.configuration.channels}
    return page(
        request,
        "digest.html",
        form=lambda: (
            dict(message.record) | {"deliveries": [_delivery_form(one, stations[one.id]) for one in deliveries]}
        ),
        message=message,
        record=message.record,
        part=part if part in ("html", "text", "headers") else "html",
        deliveries=[(one, known_as(one, channels.get(one.channel))) for one in deliveries],
        stations=stations,
        states=STATES,
        since=_moment(message, "since"),
        until=_moment(message, "until"),
        has_left=library.store.leaving.left(str(message.record.get("subscription", ""))),
    )


@router.get("/digests/{digest_id}/html")
def as_sent(request: Request, digest_id: str) -> Response:
    """The HTML part as it went out; it asks nobody for anything."""
    library: Library = request.app.state.library
    message = library.store.outbox.digest(digest_id)
    headers = {"content-security-policy": _POLICY, "x-frame-options": "SAMEORIGIN"}
    return HTMLResponse(message.html.encode("utf-8", "backslashreplace"), headers=headers)


def coming(configuration: Configuration, now: datetime) -> Iterator[Coming]:
    """When each subscription is told next."""
    for one in configuration.subscriptions:
        yield Coming(one, _rhythm(one), next_at(one, now))


def _rhythm(subscription: Subscription) -> str:
    at = f"{subscription.at:%H:%M}"
    return {
        "at-once": "at once",
        "hourly": "every hour",
        "daily": f"daily at {at}",
        "weekly": f"{_DAYS[subscription.weekday]} at {at}",
    }.get(subscription.cadence, "by cron")


def _delivery_form(delivery: Delivery, stations: Sequence[Station]) -> dict[str, Any]:
    return {**delivery_form(delivery), "stations": [station_form(one) for one in stations]}


def _moment(message: Message, name: str) -> datetime | None:
    covered: Any = message.record.get("coverage")
    return moment_from(covered[name]) if covered and name in covered else None


def _lines(some: Sequence[Message], deliveries: dict[str, list[Delivery]]) -> Rows:
    yield "digest", "made_at", "subscription", "severity", "subject", "sent", "deliveries"
    for one in some:
        mine = deliveries[one.digest_id]
        sent = sum(delivery.state == "sent" for delivery in mine)
        record = one.record
        made, subscription = record.get("made_at"), record.get("subscription")
        yield one.digest_id, made, subscription, one.severity.word, one.subject, sent, len(mine)
