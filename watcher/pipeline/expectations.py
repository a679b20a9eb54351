"""What was expected of a page but does not come true, in words."""

from collections.abc import Iterator

from watcher.classify.dates import value
from watcher.classify.named import figures_of
from watcher.classify.sides import OWN_DATES
from watcher.model import Document, Source
from watcher.normalize.rules.page_dates import iso_date
from watcher.text import fold


def unmet(document: Document, source: Source) -> tuple[str, ...]:
    """Each expectation that this reading does not meet."""
    return (*_facts(document, source), *_counts(document, source), *_figures(document, source))


def _facts(document: Document, source: Source) -> Iterator[str]:
    expect = source.expect
    label = document.fact("archived")
    if expect.archived and _plain(expect.archived) not in _plain(label or ""):
        yield f"expected the label {_quoted(expect.archived)}, found {_quoted(label)}"
    days = [day for name in OWN_DATES if (day := document.fact(name))]
    if expect.page_date and _day(expect.page_date) not in [_day(day) for day in days]:
        yield f"expected the page's date {expect.page_date}, found {' and '.join(days) or 'none'}"
    trail = tuple(step.strip() for step in (document.fact("breadcrumb") or "").split("›"))
    if expect.breadcrumb and not _begins(trail, expect.breadcrumb):
        found = _quoted(document.fact("breadcrumb"))
        yield f"expected the breadcrumb to begin {_quoted(' › '.join(expect.breadcrumb))}, found {found}"


def _counts(document: Document, source: Source) -> Iterator[str]:
    for noun, kinds, expected in (
        ("pairs", ("answer",), source.expect.pairs),
        ("items", ("item", "document"), source.expect.items),
    ):
        found = sum(block.kind in kinds for block in document.blocks)
        if expected is not None and found != expected:
            yield f"expected {expected} {noun}, found {found}"


def _figures(document: Document, source: Source) -> Iterator[str]:
    found = {figure.name for figure in figures_of(document, source)}
    for name, wording in source.figures:
        if name not in found:
            yield f"expected the figure {name} as {_quoted(wording)}, found none"


def _day(text: str) -> str:
    return iso_date(text) or value(text)


def _begins(steps: tuple[str, ...], expected: tuple[str, ...]) -> bool:
    return [_plain(step) for step in steps[: len(expected)]] == [_plain(step) for step in expected]


def _plain(text: str) -> str:
    return fold(text).casefold()


def _quoted(text: str | None) -> str:
    return f'"{text}"' if text else "none"
