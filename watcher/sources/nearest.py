"""The word that was probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

_LISTED = 24
"""Longer lists help nobody."""
_TELLING = 4
"""So many letters of a longer word are enough to mean it."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, or None when none is like it.

    >>> nearest("Sevrity", ["url", "severity"])
    'severity'
    >>> nearest("dhs-qa", ["ice-secure-comm", "dhs-qa-eo-13768"])
    'dhs-qa-eo-13768'
    """
    asked = word.lower()
    by_lower = {other.lower(): other for other in known}
    found = get_close_matches(asked, by_lower, n=1, cutoff=0.6)
    if not found and len(asked) >= _TELLING:
        found = [other for other in by_lower if asked in other]
    return by_lower[found[0]] if found else None


def hint(word: str, known: Iterable[str]) -> str:
    """A closing sentence for a message about an unknown word.

    >>> hint("artcle", ["article", "qa"])
    " Did you mean 'article'?"
    >>> hint("xyz", ["article", "qa"])
    ' Known are: article, qa.'
    """
    choices = list(dict.fromkeys(known))
    meant = nearest(word, choices)
    if meant:
        return f" Did you mean '{meant}'?"
    return f" Known are: {', '.join(choices)}." if 0 < len(choices) <= _LISTED else ""
