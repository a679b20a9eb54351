"""Which passages a page repeats in the middle of its text, as printed pages repeat their header."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from watcher.extend import stamp
from watcher.model import Document
from watcher.text import tidy

_FEWEST = 3
_SHORTEST, _LONGEST = 3, 24
_MOST_WORDS = 60_000
_CUT_UP = frozenset({"paragraph", "answer", "list-item", "question", "notice"})
"""Blocks that a printed page's end can fall into."""
_MARK = re.compile(
    r"^(?:doc(?:ument)?\.?|page|posted|printed|downloaded|retrieved|©|copyright|https?://.+|www\..+)[:.,]?$",
    re.IGNORECASE,
)
# Words of sentences are never part of a stamp, even where all sentences round it are alike.
_FITS = re.compile(rf"^(?:[A-Z0-9©(\[|#].*|.*\d.*|of|on|by|from|at)$|(?i:{_MARK.pattern})")
_PAGE = re.compile(r"^page$", re.IGNORECASE)
# A number that a sentence speaks of is led up to by one of these; a stamp stands wherever the page ended.
_LEADS_UP = re.compile(
    r"^(?:an?|and|as|at|by|for|from|in|is|its|of|on|or|our|per|see|than|that|the|their|this|to|under|with)$",
    re.IGNORECASE,
)
_MOST_LED_UP_TO = 1 / 3
_NEARLY_ALWAYS = 0.9

_Place = tuple[int, int]
"""(passage, word in it)."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A passage that stands on a page again and again."""

    text: str
    count: int
    pattern: str = ""
    """In RE2; empty where a rule takes it away already."""
    rule: str = ""
    """The rule that takes it away already."""


def repeats(document: Document) -> tuple[Repeat, ...]:
    """The page's stamps, those first that a rule takes away already; what a sentence says is never one."""
    return (*_known(document), *_unknown(document))


def _known(document: Document) -> Iterator[Repeat]:
    for name, _ in stamp:
        texts = Counter(tidy(piece.text) for piece in document.stripped if piece.rule == name)
        if texts.total() >= _FEWEST:
            yield Repeat(texts.most_common(1)[0][0], texts.total(), rule=name)


def _unknown(document: Document) -> Iterator[Repeat]:
    passages = [block.text.split() for block in document.blocks if block.kind in _CUT_UP]
    if sum(map(len, passages)) > _MOST_WORDS:
        return
    seeds = _seeds(passages)
    taken: set[_Place] = set()
    for places in sorted(seeds, key=len, reverse=True):
        free = [place for place in places if place not in taken]
        if len(free) < _FEWEST:
            continue
        start, length = _steady(passages, *_grown(passages, free))
        taken |= {(passage, word + at) for passage, word in start for at in range(-1, length)}
        if _is_stamp(passages, start, length):
            yield _repeat([passages[passage][word : word + length] for passage, word in start])


def _seeds(passages: list[list[str]]) -> list[list[_Place]]:
    """Where each run of three words stands that holds a word as stamps do, and stands there often enough."""
    found: dict[tuple[str, ...], list[_Place]] = defaultdict(list)
    for at, words in enumerate(passages):
        for word in range(len(words) - _SHORTEST + 1):
            run = words[word : word + _SHORTEST]
            if any(map(_MARK.match, run)) and all(map(_FITS.match, run)):
                found[tuple(map(_alike, run))].append((at, word))
    return [places for places in found.values() if len(places) >= _FEWEST]


def _grown(passages: list[list[str]], places: list[_Place]) -> tuple[list[_Place], int]:
    """The run made longer on both sides as long as nearly all its places agree on a word that a stamp may hold."""
    length = _SHORTEST
    while length < _LONGEST:
        if right := _agreeing(passages, places, length):
            places, length = right, length + 1
        elif left := _agreeing(passages, places, -1):
            places, length = [(passage, word - 1) for passage, word in left], length + 1
        else:
            break
    return places, length


def _agreeing(passages: list[list[str]], places: list[_Place], offset: int) -> list[_Place]:
    """The places that have the commonest word there; none where too few agree."""
    there: dict[str, list[_Place]] = defaultdict(list)
    for passage, word in places:
        if 0 <= word + offset < len(passages[passage]) and _FITS.match(passages[passage][word + offset]):
            there[_alike(passages[passage][word + offset])].append((passage, word))
    most = max(there.values(), key=len, default=[])
    return most if len(most) >= max(_FEWEST, _NEARLY_ALWAYS * len(places)) else []


def _steady(passages: list[list[str]], places: list[_Place], length: int) -> tuple[list[_Place], int]:
    """The run up to where its numbers begin to differ: those are the sentence's own, unless pages are counted."""
    words = list(zip(*(passages[passage][word : word + length] for passage, word in places), strict=True))
    if any(_PAGE.match(each[0]) for each in words):
        return places, length
    return places, next((at for at, each in enumerate(words) if len(set(each)) > 1), length)


def _is_stamp(passages: list[list[str]], places: list[_Place], length: int) -> bool:
    runs = [passages[passage][word : word + length] for passage, word in places]
    first = runs[0]
    if length < _SHORTEST or _LEADS_UP.match(first[0]) or not any(map(str.isdigit, "".join(first))):
        return False
    before = [passages[passage][word - 1] for passage, word in places if word]
    return sum(bool(_LEADS_UP.match(word)) for word in before) <= _MOST_LED_UP_TO * len(places)


def _repeat(runs: list[list[str]]) -> Repeat:
    pattern = " ".join(_pattern(words) for words in zip(*runs, strict=True))
    return Repeat(" ".join(runs[0]), len(runs), pattern)


def _pattern(words: Iterable[str]) -> str:
    """What matches the word; its digits may be any where the places do not agree on them."""
    different = set(words)
    escaped = re.sub(r"([\\.^$*+?{}\[\]|()])", r"\\\1", min(different))
    return escaped if len(different) == 1 else re.sub(r"\d+", lambda _: r"\d+", escaped)


def _alike(word: str) -> str:
    return re.sub(r"\d+", "0", word)
