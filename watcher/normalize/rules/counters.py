"""What differs at every visit: view counters, the date of the day, "2 hours ago", "Page generated"."""

import re
from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString

from watcher.extend import stamp, strip
from watcher.normalize.tree import Tree
from watcher.text import fold

_VIEWS = re.compile(
    r"\b(?:number of views\s*[:(]\s*[\d,]+\)?|page views?\s*:\s*[\d,]+|viewed [\d,]+ times)", re.IGNORECASE
)
_COUNT = re.compile(
    r"^(?:views?|hits|visits|visitors|downloads|comments?|likes?)\s*[:(]\s*[\d,]+\)?$"
    r"|^[\d,]+ (?:views|comments?|likes?|replies)$",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"^(?:posted |updated |published )?(?:\d+|an?) (?:second|minute|hour|day|week|month|year)s? ago$", re.IGNORECASE
)
_WAITING = re.compile(r"^(?:loading|please wait)\W*$", re.IGNORECASE)
_SUM = re.compile(r"^(?:math question\W*)?\d+ ?[+×x*-] ?\d+ ?=$", re.IGNORECASE)
_INLINE = ("span", "small", "time", "em", "i", "label")
_LONGEST_INLINE = 40
_TODAY = re.compile(
    r"^(?:today(?: is|:)?\s*)?(?:mon|tues|wednes|thurs|fri|satur|sun)day,? [A-Z][a-z]+ \d{1,2},? \d{4}"
    r"(?:,? \d{1,2}:\d{2}.{0,12})?$",
    re.IGNORECASE,
)
_GENERATED = re.compile(
    r"^(?:page (?:generated|rendered|processed|loaded|created)|generated (?:in|at|on)|server time|current time)"
    r"\b.{0,90}$|^served (?:by|from|in) (?=\S*\d)\S+(?: in [\d.]+ ?m?s)?$|^printed on\b(?=.*\d{4}).{0,40}$",
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
    return _alone(tree, _COUNT)


@strip("relative-time")
def ago(tree: Tree) -> Iterator[Tag]:
    """How long ago by now: "2 hours ago"."""
    return _alone(tree, _AGO)


@strip("waiting")
def waiting(tree: Tree) -> Iterator[Tag]:
    """What stands until a script has run."""
    return _alone(tree, _WAITING)


@strip("sum-for-people")
def captcha(tree: Tree) -> Iterator[Tag]:
    """The sum in a form that tells people from robots, another one at every visit."""
    return (tag for tag in _alone(tree, _SUM) if tag.find_parent("form") is not None)


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


def _alone(tree: Tree, pattern: re.Pattern[str]) -> Iterator[Tag]:
    """Lines, or elements within a line, that say this and nothing else."""
    yield from tree.lines(pattern)
    for tag in tree.named(*_INLINE):
        only = tag.contents[0] if len(tag.contents) == 1 else None
        if isinstance(only, NavigableString) and len(only) <= _LONGEST_INLINE and pattern.match(fold(only).casefold()):
            yield tag
