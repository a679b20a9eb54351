"""Which part of an order can be kept, so that only the rest has to move."""

from bisect import bisect_left
from collections.abc import Hashable, Mapping, Sequence

from rapidfuzz.distance import Indel

_MOST_CELLS = 500_000_000
"""Blocks before × blocks after; the opcode matrix takes one bit each (60 MB)."""


def in_step(partners: Mapping[int, int]) -> list[int]:
    """The largest set of old positions whose partners stand in the same order; the others have moved."""
    ends: list[int] = []
    last: list[int] = []
    previous: dict[int, int | None] = {}
    for was in sorted(partners):
        at = bisect_left(ends, partners[was])
        previous[was] = last[at - 1] if at else None
        ends[at : at + 1] = [partners[was]]
        last[at : at + 1] = [was]
    kept: list[int] = []
    step = last[-1] if last else None
    while step is not None:
        kept.append(step)
        step = previous[step]
    return kept[::-1]


def common(was: Sequence[Hashable], now: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Positions of equal members in a common order: the longest there is, or a good one where that costs too much."""
    head = _shared(was, now)
    tail = _shared(was[head:][::-1], now[head:][::-1])
    middle_was, middle_now = was[head : len(was) - tail], now[head : len(now) - tail]
    if len(middle_was) * len(middle_now) <= _MOST_CELLS:
        inner = _longest(middle_was, middle_now)
    else:
        inner = _by_unique(middle_was, middle_now)
    return [
        *((at, at) for at in range(head)),
        *((old + head, new + head) for old, new in inner),
        *((len(was) - at, len(now) - at) for at in range(tail, 0, -1)),
    ]


def _shared(was: Sequence[Hashable], now: Sequence[Hashable]) -> int:
    shared = 0
    for old, new in zip(was, now, strict=False):
        if old != new:
            break
        shared += 1
    return shared


def _longest(was: Sequence[Hashable], now: Sequence[Hashable]) -> list[tuple[int, int]]:
    codes: dict[Hashable, int] = {}
    old, new = ([codes.setdefault(member, len(codes)) for member in members] for members in (was, now))
    return [
        (step.src_start + at, step.dest_start + at)
        for step in Indel.opcodes(old, new)
        if step.tag == "equal"
        for at in range(step.src_end - step.src_start)
    ]


def _by_unique(was: Sequence[Hashable], now: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Only members that occur once on both sides: linear, for texts of a hundred thousand lines."""
    old, new = _once(was), _once(now)
    partners = {at: new[member] for member, at in old.items() if member in new}
    return [(at, partners[at]) for at in in_step(partners)]


def _once(members: Sequence[Hashable]) -> dict[Hashable, int]:
    seen: dict[Hashable, int] = {}
    twice: set[Hashable] = set()
    for at, member in enumerate(members):
        if member in seen:
            twice.add(member)
        seen[member] = at
    return {member: at for member, at in seen.items() if member not in twice}
