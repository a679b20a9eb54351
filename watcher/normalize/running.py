"""What printed pages repeat at their upper or lower edge: running headers, footers, numbers, stamps."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from statistics import median

from watcher.text import fold

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"^\W*(?:(?:page|página)\s*)?(\d{1,4})(?:\s*(?:/|of|de)\s*\d{1,4})?\W*$", re.IGNORECASE)
_OUTERMOST = 4
_NEAR = 8.0
_LONGEST = 200
_LEAST_SHARE = 1 / 3
_LEAST_SHARE_CLOSE = 0.6
"""Of a line that stands as close to the text as the text's own lines."""
_APART = 1.3
_SHORT = 12
_MISSPELT = 0.85
_MOST_HEADS = 20

Place = tuple[int, int]
"""(Page, line on it)."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of print, and how far it stands from the upper and from the lower edge."""

    text: str
    above: float
    below: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line near an edge."""

    line: int
    shape: str
    height: float
    rank: int
    """How many lines stand further out."""
    is_apart: bool


def running(pages: Sequence[Sequence[Spot]]) -> dict[Place, str]:
    """`running-header` or `running-footer` for each line that its page has in common with others.

    Such a line stands among the outermost ones of several pages, at one height, with equal words; a number in it
    may count the pages.
    """
    found: dict[Place, str] = {}
    for name in ("running-footer", "running-header"):
        edges = [_edge(spots, upper=name == "running-header") for spots in pages]
        found |= dict.fromkeys(_repeated(edges, pages), name)
    return found


def framed(lines: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(Name of the rule, words) once for all pages; what differs in its numbers alone stands in a row."""
    told: dict[tuple[str, str], dict[str, None]] = {}
    for name, text in lines:
        told.setdefault((name, shape(text)), {})[text] = None
    return [(name, " · ".join(texts)) for (name, _), texts in told.items()]


def shape(text: str) -> str:
    """The words without their numbers: what a page's number leaves alike on every page."""
    return _DIGITS.sub("#", fold(text).casefold())


def _edge(spots: Sequence[Spot], *, upper: bool) -> list[Candidate]:
    """The outermost lines of one page, the outermost first."""
    heights = [spot.above if upper else -spot.below for spot in spots]
    order = sorted(range(len(spots)), key=lambda line: heights[line])
    gaps = [heights[after] - heights[before] for before, after in pairwise(order)]
    usual = median(gaps) if gaps else 0.0
    # What is set apart from the text has the widest gap between it and the text, wider than lines usually have.
    widest = max(gaps[:_OUTERMOST], default=0.0)
    widest_at = gaps.index(widest) if widest > _APART * usual else -1
    return [
        Candidate(line, shape(spots[line].text), heights[line], rank, is_apart=rank <= widest_at)
        for rank, line in enumerate(order[:_OUTERMOST])
        if len(spots[line].text) <= _LONGEST
    ]


def _repeated(edges: Sequence[Sequence[Candidate]], pages: Sequence[Sequence[Spot]]) -> set[Place]:
    groups: dict[str, list[tuple[int, Candidate]]] = defaultdict(list)
    for page, edge in enumerate(edges):
        for one in edge:
            groups[one.shape].append((page, one))
    kept: set[Place] = set()
    heads: list[tuple[str, float]] = []
    for name, group in groups.items():
        middle = median(one.height for _, one in group)
        near = [(page, one) for page, one in group if abs(one.height - middle) <= _NEAR]
        alike = _alike(near, pages)
        if alike:
            kept.update(alike)
            heads.append((name, middle))
    return kept | set(_misspelt(groups, heads)) | set(_numbers(edges, pages))


def _alike(group: Sequence[tuple[int, Candidate]], pages: Sequence[Sequence[Spot]]) -> set[Place]:
    """Those with equal numbers on enough pages, and those in which one number counts the pages."""
    same: dict[tuple[object, ...], list[tuple[int, Candidate]]] = defaultdict(list)
    counting: dict[tuple[object, ...], list[tuple[int, Candidate]]] = defaultdict(list)
    for page, one in group:
        numbers = [int(digits[-9:]) for digits in _DIGITS.findall(fold(pages[page][one.line].text))]
        same[tuple(numbers)].append((page, one))
        for at, number in enumerate(numbers):
            counting[(at, *numbers[:at], number - page, *numbers[at + 1 :])].append((page, one))
    enough = [found for found in same.values() if _is_on_enough(found, len(pages))]
    enough += [found for found in counting.values() if len({page for page, _ in found}) > 1]
    return {(page, one.line) for found in enough for page, one in found}


def _is_on_enough(group: Sequence[tuple[int, Candidate]], pages: int) -> bool:
    there = len({page for page, _ in group})
    if all(one.is_apart for _, one in group):
        return there >= 2 and there >= pages * _LEAST_SHARE
    return there >= 3 and there >= pages * _LEAST_SHARE_CLOSE and all(one.rank == 0 for _, one in group)


def _misspelt(groups: dict[str, list[tuple[int, Candidate]]], heads: Sequence[tuple[str, float]]) -> Iterator[Place]:
    """A line in the very place of a repeated one that is spelt a little otherwise."""
    for head, height in [known for known in heads if len(known[0]) > _SHORT][:_MOST_HEADS]:
        for name, group in groups.items():
            near = [(page, one.line) for page, one in group if abs(one.height - height) <= _NEAR]
            alike = SequenceMatcher(None, name, head)
            if near and name != head and alike.quick_ratio() >= _MISSPELT and alike.ratio() >= _MISSPELT:
                yield from near


def _numbers(edges: Sequence[Sequence[Candidate]], pages: Sequence[Sequence[Spot]]) -> Iterator[Place]:
    """The page's own number on its outermost line, even where there is one page only."""
    for page, edge in enumerate(edges):
        found = _NUMBER.match(fold(pages[page][edge[0].line].text)) if edge and len(pages[page]) > 1 else None
        if found and int(found[1]) == page + 1:
            yield page, edge[0].line
