"""Passages divided otherwise: the same words in more or in fewer paragraphs."""

from collections.abc import Iterator, Sequence

from watcher.diff.left import Run, gaps, left
from watcher.diff.pairing import NAMED
from watcher.model import Block
from watcher.text import fold

_MOST_WORDS = 5_000


def regrouped(was: Sequence[Block], now: Sequence[Block], partners: dict[int, int]) -> Iterator[tuple[Run, Run]]:
    """Runs of old passages and runs of new ones that hold the same words in the same order."""
    for old_gap, new_gap in gaps(partners, *left(len(was), len(now), partners)):
        old = [at for at in old_gap if was[at].kind not in NAMED]
        new = [at for at in new_gap if now[at].kind not in NAMED]
        if len(old) + len(new) > 2:
            yield from _in_gap(was, now, old, new)


def _in_gap(was: Sequence[Block], now: Sequence[Block], old: Run, new: Run) -> Iterator[tuple[Run, Run]]:
    old_words = [fold(was[at].text).split() for at in old]
    new_words = [fold(now[at].text).split() for at in new]
    starts: dict[tuple[str, ...], int] = {}
    for place, said in enumerate(new_words):
        starts.setdefault(tuple(said[:3]), place)
    at_old = free_new = 0
    while at_old < len(old):
        at_new = _start(starts, old_words[at_old])
        took_old, took_new = (0, 0)
        if at_new is not None and at_new >= free_new:
            took_old, took_new = _same_words(old_words, at_old, new_words, at_new)
        if at_new is not None and took_old:
            yield old[at_old : at_old + took_old], new[at_new : at_new + took_new]
            free_new = at_new + took_new
        at_old += max(1, took_old)


def _start(starts: dict[tuple[str, ...], int], said: list[str]) -> int | None:
    """Where a passage starts with the same words, as far as the shorter one goes."""
    return next((starts[tuple(said[:count])] for count in (3, 2, 1) if tuple(said[:count]) in starts), None)


def _same_words(was: Sequence[list[str]], at_old: int, now: Sequence[list[str]], at_new: int) -> tuple[int, int]:
    """How many passages on each side, from these on, hold the same words; (0, 0) if none do."""
    old, new = list(was[at_old]), list(now[at_new])
    took_old = took_new = 1
    while old != new:
        if len(old) > _MOST_WORDS or len(new) > _MOST_WORDS:
            return 0, 0
        if len(old) < len(new) and new[: len(old)] == old and at_old + took_old < len(was):
            old += was[at_old + took_old]
            took_old += 1
        elif len(new) < len(old) and old[: len(new)] == new and at_new + took_new < len(now):
            new += now[at_new + took_new]
            took_new += 1
        else:
            return 0, 0
    return took_old, took_new
