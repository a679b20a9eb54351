"""Lines that differ at every visit: view counters, the date of the day, "Page generated"."""

import re
from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import stamp, strip
from watcher.normalize.tree import Tree

_VIEWS = re.compile(
    r"\b(?:number of views\s*[:(]\s*[\d,]+\)?|page views?\s*:\s*[\d,]+|viewed [\d,]+ times)", re.IGNORECASE
)
_COUNT = re.compile(r"^(?:views?|hits|visits|visitors|downloads)\s*[:(]\s*[\d,]+\)?$|^[\d,]+ views$", re.IGNORECASE)
_TODAY = re.compile(
    r"^(?:today(?: is|:)?\s*)?(?:mon|tues|wednes|thurs|fri|satur|sun)day,? [A-Z][a-z]+ \d{1,2},? \d{4}"
    r"(?:,? \d{1,2}:\d{2}.{0,12})?$",
    re.IGNORECASE,
)
_GENERATED = re.compile(
    r"^(?:page (?:generated|rendered|processed|loaded|created)|generated (?:in|at|on)|server time|current time)"
    r"\b.{0,90}$",
    re.IGNORECASE,
)
_DATE_CLASSES = ("DATE_object", "eonCurDate", "current-date", "currentdate", "todays-date", "SkinDate", "wx-widget")


@stamp("view-counter")
def views(text: str) -> Iterator[tuple[int, int]]:
    """How often the page was seen: "Number of views (4099)"."""
    if "iew" in text:
        yield from (found.span() for found in _VIEWS.finditer(text))


@strip("view-count")
def count(tree: Tree) -> Iterator[Tag]:
    """The count alone in its line."""
    return iter(tree.lines(_COUNT))


@strip("date-of-the-day")
def today(tree: Tree) -> Iterator[Tag]:
    """The day of the visit, outside the content."""
    yield from tree.classed(*_DATE_CLASSES)
    for passage in tree.passages:
        if _TODAY.match(passage.text) and passage.tag.find_parent(["main", "article", "table"]) is None:
            yield passage.tag


@strip("page-generated")
def generated(tree: Tree) -> Iterator[Tag]:
    """When or how fast the server made the page."""
    return iter(tree.lines(_GENERATED))
