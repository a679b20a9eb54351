"""How much of the wording two texts share."""

import re
from collections import Counter

from rapidfuzz.distance import Indel

from watcher.text import fold, slug

_MOST_CELLS = 500_000_000
"""Words before × words after up to which their order is compared; beyond, they are only counted."""
_UNSPACED = re.compile("([\u3040-\u30ff\u3400-\u9fff])")
"""Letters of scripts that put no space between words: each counts as a word."""


def likeness(before: str, after: str) -> float:
    """The share of words that stand in both texts in the same order, 0 to 1; punctuation and case do not count.

    >>> likeness("You may apply.", "you MAY apply"), likeness("one two", "three four")
    (1.0, 0.0)
    """
    if fold(before) == fold(after):
        return 1.0
    was, now = _words(before), _words(after)
    if not was or not now:
        return 0.0
    if len(was) * len(now) > _MOST_CELLS:
        return 2 * (Counter(was) & Counter(now)).total() / (len(was) + len(now))
    return float(Indel.normalized_similarity(was, now))


def resemblance(before: str, after: str) -> float:
    """The share of letters that two short texts have in common, 0 to 1: for headings and table cells."""
    return float(Indel.normalized_similarity(slug(before), slug(after)))


def _words(text: str) -> list[str]:
    said = slug(text)
    return (said if said.isascii() else _UNSPACED.sub(r" \1 ", said)).split()
