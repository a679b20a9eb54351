"""Between which looks a phrase came or went: no moment is claimed, only the interval."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from watcher.model import Version
from watcher.pipeline.searching.lifespans import LifeSpan, Stay
from watcher.pipeline.searching.sought import Sought
from watcher.store import History

_STAYS = 10
_AROUND = 140
"""In letters, on either side of the phrase."""

Excerpt = tuple[tuple[str, bool], ...]
"""The words around the phrase, cut into runs: (text, whether it is the phrase)."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A stay with the versions at its ends."""

    first: Version
    before: Version | None
    """The last version without it; None: the first copy had it."""
    last: Version
    """The last version with it."""
    gone: Version | None


@dataclass(frozen=True, slots=True)
class Life:
    """What is shown of one page: when it had the phrase, and in which words."""

    span: LifeSpan
    bounds: tuple[Bounds, ...]
    """Of the latest stays."""
    start: Version
    """The first copy of the page."""
    latest: Version
    excerpt: Excerpt


def lives(history: History, spans: Sequence[LifeSpan], asked: Sought) -> list[Life]:
    """The spans with their versions and words."""
    known = history.numbered(pair for span in spans for pair in _named(span))
    current = history.latest([span.source_id for span in spans])
    texts = history.texts([span.stays[-1].passage for span in spans])
    return [
        Life(
            span,
            tuple(_bounds(known, current, span, stay) for stay in span.stays[-_STAYS:]),
            known[span.source_id, 1],
            current[span.source_id],
            _excerpt(texts.get(span.stays[-1].passage, ""), asked),
        )
        for span in spans
    ]


def _named(span: LifeSpan) -> Iterator[tuple[str, int]]:
    yield span.source_id, 1
    for stay in span.stays[-_STAYS:]:
        for number in (stay.first - 1, stay.first, (stay.gone or 1) - 1, stay.gone):
            if number:
                yield span.source_id, number


def _bounds(known: dict[tuple[str, int], Version], current: dict[str, Version], span: LifeSpan, stay: Stay) -> Bounds:
    name = span.source_id
    return Bounds(
        known[name, stay.first],
        known.get((name, stay.first - 1)),
        known[name, stay.gone - 1] if stay.gone else current[name],
        known[name, stay.gone] if stay.gone else None,
    )


def _excerpt(text: str, asked: Sought) -> Excerpt:
    places = asked.places(text)
    start = max(0, places[0][0] - _AROUND) if places else 0
    end = min(len(text), start + 3 * _AROUND)
    runs, at = [("…", False)] if start else [], start
    for first, last in places:
        if last <= end:
            runs += [(text[at:first], False), (text[first:last], True)]
            at = last
    return (*runs, (text[at:end] + ("…" if end < len(text) else ""), False))
