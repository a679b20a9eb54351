"""How much of the wording two texts share."""

from rapidfuzz.distance import Indel

from watcher.text import fold, slug


def likeness(before: str, after: str) -> float:
    """The share of words that stand in both texts in the same order, 0 to 1; punctuation and case do not count.

    >>> likeness("You may apply.", "you MAY apply"), likeness("one two", "three four")
    (1.0, 0.0)
    """
    if fold(before) == fold(after):
        return 1.0
    was, now = slug(before).split(), slug(after).split()
    if not was or not now:
        return 0.0
    return float(Indel.normalized_similarity(was, now))


def resemblance(before: str, after: str) -> float:
    """The share of letters that two short texts have in common, 0 to 1: for headings and table cells."""
    return float(Indel.normalized_similarity(slug(before), slug(after)))
