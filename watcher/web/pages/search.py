"""Search: which pages had a phrase, from which version to which."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from watcher.errors import NotKnown
from watcher.model import Source
from watcher.pipeline.moments import day_or_moment
from watcher.pipeline.searching import Hit, Life, Sought, hits, lifespans, lives, search_form, stay_form
from watcher.web.charts import WIDTH, scale
from watcher.web.layout import page
from watcher.web.library import Library
from watcher.web.twins import Rows

router = APIRouter()

_PAGES = 50
_LONGEST = 200
_SIDES = {"text": "stood", "added": "came", "removed": "went"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A page's stretches on the line of time that all pages share."""

    life: Life
    source: Source
    known: tuple[float, float]
    """(left, width) of the time in which the page was looked at."""
    stretches: tuple[tuple[float, float], ...]


@router.get("/search")
def search(
    request: Request,
    q: str = "",
    source: str = "",
    side: Annotated[str, Query(alias="in")] = "text",
    since: str = "",
    until: str = "",
) -> Response:
    """The pages on which the phrase stood, came or went; nothing that is asked is an error."""
    library: Library = request.app.state.library
    history, phrase = library.store.history, q.strip()[:_LONGEST]
    side, asked = side if side in _SIDES else "text", Sought.of(phrase)
    found = lifespans(history, asked, side=side, source_id=source or None, since=_moment(since), until=_moment(until))
    shown = lives(history, found.spans[:_PAGES], asked)

    def came_or_went() -> Iterator[Hit]:
        return hits(history, phrase, source_id=source or None, side="" if side == "text" else side)

    return page(
        request,
        "search.html",
        form=lambda: search_form(phrase, side, found, shown, came_or_went()),
        rows=lambda: _lines(shown),
        q=phrase,
        asked=asked,
        side=side,
        sides=_SIDES,
        chosen=source,
        since=since,
        until=until,
        bars=_bars(shown, library.sources, library.clock.now()),
        width=WIDTH,
        found=found,
        standing=sum(span.stands for span in found.spans),
        searchable=None if found.spans else history.searchable(),
        sources=library.to_choose_from,
    )


def _bars(shown: list[Life], known: Mapping[str, Source], now: datetime) -> list[Bar]:
    if not shown:
        return []
    place = scale(min(life.start.since for life in shown), now)
    return [
        Bar(
            life,
            known.get(life.span.source_id) or Source(life.span.source_id, ""),
            _stretch(place, life.start.since, now),
            tuple(_stretch(place, stay.since, stay.gone_at or now) for stay in life.span.stays),
        )
        for life in shown
    ]


def _stretch(place: Callable[[datetime], float], start: datetime, end: datetime) -> tuple[float, float]:
    left = place(start)
    return left, max(2.0, round(place(end) - left, 1))


def _lines(shown: list[Life]) -> Rows:
    forms = [{"source": life.span.source_id, **stay_form(one)} for life in shown for one in life.bounds]
    yield list(forms[0]) if forms else ["source"]
    yield from (list(form.values()) for form in forms)


def _moment(text: str) -> datetime | None:
    try:
        return day_or_moment(text) if text else None
    except (NotKnown, ValueError):
        return None
