"""Which changes undo one another in turn, so that the back-and-forth of a page is told once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from watcher.model import Severity, Told

Owed = tuple[Told, tuple[int, ...]]
"""A change with the findings of it that are to be told, by index."""

WITHIN = timedelta(hours=24)
FEWEST = 3
"""Changes: there, back and there again."""


def together(owed: Iterable[Owed]) -> tuple[list[Owed], dict[str, tuple[str, ...]]]:
    """What remains to be told when each run of to and fro is told by its last change.

    Beside it, for the first finding of each such change, the findings of the run that it stands for.
    """
    kept: list[Owed] = []
    also: dict[str, tuple[str, ...]] = {}
    for of_source in _by_source(owed):
        for run in _runs(of_source):
            if len(run) < FEWEST:
                kept += run
                continue
            *earlier, (last, picked) = run
            kept.append((last, picked))
            stood_for = tuple(told.finding_id(index) for told, indexes in earlier for index in indexes)
            also[last.finding_id(picked[0])] = stood_for
    return kept, also


def _by_source(owed: Iterable[Owed]) -> Iterable[list[Owed]]:
    found: dict[str, list[Owed]] = defaultdict(list)
    for told, picked in owed:
        if picked:
            found[told.source_id].append((told, picked))
    return found.values()


def _runs(owed: Sequence[Owed]) -> list[list[Owed]]:
    """The changes of one page, oldest first, cut wherever one does not undo the one before within a day."""
    runs: list[list[Owed]] = []
    for one in owed:
        if runs and _undoes(one[0], runs[-1][-1][0]):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _undoes(told: Told, before: Told) -> bool:
    if told.before_version != before.after_version or told.after.started_at - before.after.started_at > WITHIN:
        return False
    there = {(finding.before, finding.after) for finding in before.findings if finding.level > Severity.NOISE}
    back = {(finding.after, finding.before) for finding in told.findings if finding.level > Severity.NOISE}
    return there == back
