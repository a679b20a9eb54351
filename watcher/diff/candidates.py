"""Which reworded passages are worth comparing, so that a thousand against a thousand stays quick."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from watcher.diff.likeness import likeness, resemblance
from watcher.model import Block
from watcher.text import slug

_FEW = 400
"""Up to so many comparisons are made one by one."""
_RARE = 12
"""Passages are brought together by so many of their rarest marks…"""
_SHARED_BY = 12
"""…as far as no more than so many passages bear them."""
_VOTES = 5
_SHORT = 60


def closest(
    was: Sequence[Block],
    now: Sequence[Block],
    old: Sequence[int],
    new: Sequence[int],
    enough: float,
) -> Iterator[tuple[int, int]]:
    """Pairs of passages of one role that are alike enough (0 to 1), the most alike first, each used once."""
    scored = sorted(_scored(was, now, old, new, enough), key=lambda one: (-one[0], abs(one[1] - one[2]), one[1]))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, a, b in scored:
        if a not in taken_old and b not in taken_new:
            taken_old.add(a)
            taken_new.add(b)
            yield a, b


def _scored(
    was: Sequence[Block], now: Sequence[Block], old: Sequence[int], new: Sequence[int], enough: float
) -> Iterator[tuple[float, int, int]]:
    for a, b in _worth_comparing(was, now, old, new):
        if _roles(was[a]) == _roles(now[b]):
            score = _alike(was[a], now[b])
            if score >= enough:
                yield score, a, b


def _roles(block: Block) -> str:
    """A paragraph may become a list entry or a notice and be the same passage."""
    return "paragraph" if block.kind in ("paragraph", "list-item", "notice") else block.kind


def _alike(was: Block, now: Block) -> float:
    """By words; for a heading or a table cell of few words, by letters if that says more."""
    by_words = likeness(was.text, now.text)
    if was.kind in ("heading", "row") and max(len(was.text), len(now.text)) <= _SHORT:
        by_letters = resemblance(was.text, now.text)
        return max(by_words, by_letters) if by_letters >= 0.6 else by_words
    return by_words


def _worth_comparing(
    was: Sequence[Block], now: Sequence[Block], old: Sequence[int], new: Sequence[int]
) -> Iterator[tuple[int, int]]:
    if len(old) * len(new) <= _FEW:
        yield from ((a, b) for a in old for b in new)
        return
    marks = {at: _marks(now[at].text) for at in new}
    frequency = Counter(mark for bag in marks.values() for mark in bag)
    users: dict[str, list[int]] = defaultdict(list)
    for at, bag in marks.items():
        for mark in bag:
            if frequency[mark] <= _SHARED_BY:
                users[mark].append(at)
    for a in old:
        known = (mark for mark in _marks(was[a].text) if mark in users)
        rarest = sorted(known, key=lambda mark: (frequency[mark], mark))
        votes = Counter(b for mark in rarest[:_RARE] for b in users[mark])
        yield from ((a, b) for b, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:_VOTES])


def _marks(text: str) -> set[str]:
    """What a wording is known by: its pairs of neighbouring words; a short one by its words."""
    said = slug(text).split()
    return {f"{one} {two}" for one, two in pairwise(said)} if len(said) > 3 else set(said)
