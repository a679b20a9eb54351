"""Which changes undo one another in turn, so that the back-and-forth of a page is told once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from watcher.model import Finding, Severity, Told

Owed = tuple[Told, tuple[int, ...]]
"""A change with the findings of it that are to be told, by index."""

_BACK = 2
REVERTED = "changed and reverted: "


def together(owed: Iterable[Owed]) -> tuple[list[Owed], dict[str, tuple[str, ...]]]:
    """What remains to be told when each run of to and fro is told by its last change: there, or there and back.

    Beside it, for the first finding of each such change, the findings of the run that it stands for.
    """
    kept: list[Owed] = []
    also: dict[str, tuple[str, ...]] = {}
    for of_source in _by_source(owed):
        rest, undone = _taken_back(of_source)
        for (there, first), (back, second) in undone:
            kept.append((_there_and_back(there, back), (second,)))
            also[back.finding_id(second)] = (there.finding_id(first),)
        for run in _runs(rest):
            *earlier, (last, picked) = run
            kept.append((_there_and_back(run[0][0], last) if len(run) == _BACK else last, picked))
            if stood_for := tuple(told.finding_id(index) for told, indexes in earlier for index in indexes):
                also[last.finding_id(picked[0])] = stood_for
    return kept, also


def _there_and_back(there: Told, back: Told) -> Told:
    """One change from before to after both, in which nothing is different."""
    said = {(finding.before, finding.after): finding for finding in there.findings}
    return replace(
        back,
        before=there.before,
        before_version=there.before_version,
        findings=tuple(_undone(finding, said.get((finding.after, finding.before))) for finding in back.findings),
    )


def _undone(finding: Finding, first: Finding | None) -> Finding:
    """What a return undid, as one line: words that are there no more have no passage to show."""
    first = first or finding
    path = finding.path or (finding.explains[0].block.path if finding.explains else ())
    return replace(
        finding,
        summary=REVERTED + first.summary,
        severity=max(finding.level, first.level),
        explains=(),
        path=path,
        before=None,
        after=None,
    )


Place = tuple[Told, int]
"""A finding by its change and its index."""


def _taken_back(owed: Sequence[Owed]) -> tuple[list[Owed], list[tuple[Place, Place]]]:
    """What is left of the changes of one page, and the findings that a later one undid, others lying between.

    Changes that undo each other as a whole, one right after the other, are left to be told as runs.
    """
    there: dict[tuple[str | None, str | None], Place] = {}
    undone: list[tuple[Place, Place]] = []
    for at, (told, picked) in enumerate(owed):
        if any(_undoes(one, two) for (one, _), (two, _) in pairwise(reversed(owed[max(at - 1, 0) : at + 2]))):
            continue
        for index in picked:
            finding = told.findings[index]
            said = finding.before, finding.after
            if finding.level > Severity.NOISE and any(said):
                first = there.pop((said[1], said[0]), None)
                if first is not None and first[0] is not told:
                    undone.append((first, (told, index)))
                else:
                    there[said] = (told, index)
    gone = {(told.change_id, index) for pair in undone for told, index in pair}
    left = [(told, tuple(one for one in picked if (told.change_id, one) not in gone)) for told, picked in owed]
    return [(told, picked) for told, picked in left if picked], undone


def _by_source(owed: Iterable[Owed]) -> Iterable[list[Owed]]:
    found: dict[str, list[Owed]] = defaultdict(list)
    for told, picked in owed:
        if picked:
            found[told.source_id].append((told, picked))
    return found.values()


def _runs(owed: Sequence[Owed]) -> list[list[Owed]]:
    """The changes of one page, oldest first, cut wherever one does not undo the one before."""
    runs: list[list[Owed]] = []
    for one in owed:
        if runs and _undoes(one[0], runs[-1][-1][0]):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _undoes(told: Told, before: Told) -> bool:
    if told.before_version is None or told.before_version != before.after_version:
        return False
    there = {(finding.before, finding.after) for finding in before.findings if finding.level > Severity.NOISE}
    back = {(finding.after, finding.before) for finding in told.findings if finding.level > Severity.NOISE}
    return bool(there) and there == back and None not in (before.before_version, told.after_version)
