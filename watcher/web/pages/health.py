"""The operator's room: whether watcher looks, whether it sees, whether what it finds reaches somebody."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from watcher.errors import WatcherError
from watcher.model import Channel, Configuration, Message, Source
from watcher.pipeline.doctor import files, keeping, telling, watching
from watcher.pipeline.doctor.advice import Advice, State
from watcher.pipeline.doctor.patient import Patient
from watcher.pipeline.doubts.holding import holds
from watcher.web.conditions import GRACE, Condition, condition_form, conditions
from watcher.web.layout import page
from watcher.web.library import Library
from watcher.web.posting import STATES
from watcher.web.twins import Rows

router = APIRouter()

_AT_ONCE = 25
_DAY = timedelta(days=1)
_QUICK: tuple[Callable[[Patient], Iterator[Advice]], ...] = (
    files.signing_key, files.database_log, keeping.space, keeping.seal, keeping.stamps, watching.unheard,
    watching.noisy, watching.unexpected, telling.given_up, telling.dead_man,
)  # fmt: skip
"""What can be asked while somebody waits for the page."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a channel has fared."""

    channel: Channel
    last: Message | None
    """The newest digest that arrived."""
    counts: Mapping[str, int]


@router.get("/healthz")
def healthz(request: Request) -> Response:
    """200 while what is kept can be read, else 503."""
    library: Library = request.app.state.library
    try:
        watched = library.store.agenda.how_many([source.id for source in library.configuration.sources])
    except WatcherError as error:
        return JSONResponse({"status": "unwell", "code": error.code}, 503)
    return JSONResponse({"status": "ok", "sources": watched})


@router.get("/health")
def health(request: Request, after: str = "", examine: str = "") -> Response:
    """The state of the installation; sources that cannot be read come first."""
    library: Library = request.app.state.library
    store, watched, now = library.store, library.configuration, library.clock.now()
    read, last_look, away = store.agenda.glance()
    order = _order(watched, away)
    first = next((at + 1 for at, one in enumerate(order) if one.id == after), 0)
    some = conditions(store, order[first : first + _AT_ONCE], now)
    due = store.agenda.due(now - GRACE)
    return page(
        request,
        "health.html",
        form=lambda: {"schema": "watcher.conditions/1", "sources": [condition_form(one) for one in some]},
        rows=lambda: _lines(some),
        conditions=some,
        many=len(order),
        more=order[first + _AT_ONCE - 1].id if first + _AT_ONCE < len(order) else None,
        read=read,
        away=away,
        last_look=last_look,
        due=due,
        waiting=len(store.uncompared_sources()),
        counts=store.posted.counts(),
        states=STATES,
        ways=_ways(library),
        attention=_attention(library, now, deeply=examine == "pages"),
        held=_held(library, now, len(away)),
        unheard=store.unheard_since(now - _DAY),
        examined=examine == "pages",
    )


def _held(library: Library, now: datetime, away: int) -> list[str]:
    """What is said of mass changes; asked only where half of the pages changed or failed within a day."""
    store, watched = library.store, library.configuration
    is_much = 2 * (store.history.pages_changed(now - _DAY) + away) >= len(watched.sources)
    return [one.words for one in holds(store, watched, now)] if is_much else []


def _order(watched: Configuration, away: Sequence[str]) -> list[Source]:
    """What cannot be read, then the others as they are listed."""
    failing = set(away)
    return sorted(watched.sources, key=lambda source: source.id not in failing)


def _ways(library: Library) -> list[Way]:
    posted = library.store.posted
    last, counts = posted.last_sent(), posted.by_channel()
    return [Way(one, last.get(one.name), counts.get(one.name, {})) for one in library.configuration.channels]


def _attention(library: Library, now: datetime, *, deeply: bool) -> list[tuple[str, list[Advice]]]:
    """What somebody should see to, by code, what does not work first."""
    patient = Patient(library.configuration, (), (), now, library.store)
    checks = (*_QUICK, watching.misread) if deeply else _QUICK
    found = [one for check in checks for one in check(patient) if one.state is not State.OK]
    found.sort(key=lambda one: (one.state is not State.FAIL, one.code))
    return [(code, list(some)) for code, some in groupby(found, lambda one: one.code)]


def _lines(some: Sequence[Condition]) -> Rows:
    yield "id", "state", "last_read", "next_look", "failures"
    yield from ([value for name, value in condition_form(one).items() if name != "days"] for one in some)
