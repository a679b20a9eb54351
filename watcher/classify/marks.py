"""The marks in a text (its dates, contacts, figures, notes on files), which leave what it says but for them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from watcher.classify import contacts, dates, figures, notes
from watcher.text import fold

_FINDERS = (
    ("file", notes.NOTE, notes.value),
    ("contact", contacts.CONTACT, contacts.value),
    ("date", dates.DATE, dates.value),
    ("figure", figures.FIGURE, figures.value),
)
"""In the order in which they claim a stretch of text: the digits of a telephone number are no figure."""


SORTS = tuple(sort for sort, _, _ in _FINDERS)


@dataclass(frozen=True, slots=True)
class Mark:
    """One date, contact, figure or note on a file."""

    sort: str
    """`file contact date figure`."""
    text: str
    value: str
    """Equal for two spellings of the same."""
    start: int
    """Where it begins in the folded text."""


def marks(text: str) -> tuple[Mark, ...]:
    """All of them, in order of appearance, in the folded text."""
    return _read(fold(text))[0]


def skeleton(text: str) -> str:
    """The text with each of them replaced by its sort: equal when only dates, contacts and figures differ.

    >>> skeleton("3,181 jurisdictions by May 1, 2013") == skeleton("14 jurisdictions by June 2, 2014")
    True
    """
    return _read(fold(text))[1].casefold()


def _read(text: str) -> tuple[tuple[Mark, ...], str]:
    return _read_again(text) if len(text) <= _SHORT else _read_once(text)


def _read_once(text: str) -> tuple[tuple[Mark, ...], str]:
    found: list[Mark] = []
    rest = text
    for sort, pattern, value in _FINDERS:
        claimed = [Mark(sort, match.group(), value(match.group()), match.start()) for match in pattern.finditer(rest)]
        rest = _blanked(rest, claimed)
        found += claimed
    found.sort(key=lambda mark: mark.start)
    return tuple(found), _masked(text, found)


_SHORT = 2_000
_read_again = lru_cache(maxsize=2_048)(_read_once)
"""Several detectors ask for the marks of one sentence; books are not kept."""


def _blanked(text: str, claimed: list[Mark]) -> str:
    """The text with those stretches taken out of play, every position kept."""
    pieces: list[str] = []
    at = 0
    for mark in claimed:
        # \x01 is no word character and no space.
        pieces += [text[at : mark.start], "\x01" * len(mark.text)]
        at = mark.start + len(mark.text)
    return "".join([*pieces, text[at:]])


def _masked(text: str, found: list[Mark]) -> str:
    pieces: list[str] = []
    at = 0
    for mark in found:
        pieces += [text[at : mark.start], f"\x01{mark.sort}\x01"]
        at = mark.start + len(mark.text)
    return re.sub(r"\s+", " ", "".join([*pieces, text[at:]]))
