"""Which blocks have no partner yet, between which neighbours."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from watcher.diff.order import in_step

Run = list[int]
"""Positions of blocks, ascending."""


def left(was_count: int, now_count: int, partners: Mapping[int, int]) -> tuple[Run, Run]:
    """Positions that have no partner yet, old and new."""
    taken = set(partners.values())
    return (
        [at for at in range(was_count) if at not in partners],
        [at for at in range(now_count) if at not in taken],
    )


def gaps(partners: Mapping[int, int], old: Run, new: Run) -> Iterator[tuple[Run, Run]]:
    """Runs of those positions that lie between the same neighbours, old and new."""
    kept = in_step(partners)
    old_by_gap, new_by_gap = _by_gap(old, kept), _by_gap(new, [partners[at] for at in kept])
    for gap in sorted(old_by_gap.keys() & new_by_gap.keys()):
        yield old_by_gap[gap], new_by_gap[gap]


def _by_gap(positions: Iterable[int], fences: Sequence[int]) -> dict[int, Run]:
    runs: dict[int, Run] = defaultdict(list)
    passed = 0
    for at in positions:
        while passed < len(fences) and fences[passed] < at:
            passed += 1
        runs[passed].append(at)
    return runs
