"""What of a change would be said otherwise today."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace

from watcher.model import Edit, Finding, Flag

_OBSERVED = frozenset({"page.removed", "page.restored", "link.dead", "link.revived"})
"""Told of answers, not of words: no rule of reading makes them otherwise."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """One thing that is said otherwise; a side is None where it was not said, or is not."""

    then: Finding | None
    today: Finding | None

    @property
    def verdict(self) -> str:
        """`new`, `gone` or `other`: with another severity or in other words."""
        if self.then is None:
            return "new"
        return "gone" if self.today is None else "other"


def otherwise(then: Sequence[Finding], today: Sequence[Finding]) -> tuple[Otherwise, ...]:
    """What was said then and is not said so today, in its order; then what is said today alone.

    Where a finding stands and which flags it bears beside its severity are no other words.
    """
    left = list(today)
    unsaid = [finding for finding in then if not _take(left, finding, _said)]
    differing = []
    for likeness in _LIKENESSES:
        for finding in list(unsaid):
            if twin := _take(left, finding, likeness):
                differing.append(Otherwise(finding, twin))
                unsaid.remove(finding)
    gone = [Otherwise(finding, None) for finding in unsaid]
    return (*differing, *gone, *(Otherwise(None, finding) for finding in left))


def judged_alone(then: Sequence[Finding], edits: Sequence[Edit], today: Sequence[Finding]) -> tuple[Finding, ...]:
    """Today's findings of a page that is read alone: what only its round could know stays as it was told.

    That is whether the page was there, and that an edit was made on other pages of its host too.
    """
    kept = [stays for finding in then if (stays := _of_the_round(finding, edits, today)) is not None]
    covered = {edit for finding in kept for edit in finding.explains}
    bare = {finding.key for finding in kept if not finding.explains}
    return (*kept, *(finding for finding in today if not _is_covered(finding, covered, bare)))


def _of_the_round(finding: Finding, edits: Sequence[Edit], today: Sequence[Finding]) -> Finding | None:
    """The finding with its edits as they read today; None where it is not of the round, or nothing is left of it."""
    if finding.kind in _OBSERVED:
        return finding
    if Flag.SITE_WIDE not in finding.flags:
        return None
    if not finding.explains:
        return finding if any(not one.explains and one.key == finding.key for one in today) else None
    explained = set(finding.explains)
    still = tuple(edit for edit in edits if edit in explained)
    return replace(finding, explains=still) if still else None


def _is_covered(finding: Finding, edits: set[Edit], keys: set[str | None]) -> bool:
    if finding.kind in _OBSERVED:
        return True
    return edits.issuperset(finding.explains) if finding.explains else finding.key in keys


def _take(left: list[Finding], finding: Finding, likeness: Callable[[Finding], Hashable]) -> Finding | None:
    """The first of those left that is like the finding; it is left no more."""
    wanted = likeness(finding)
    twin = next((one for one in left if likeness(one) == wanted), None) if wanted is not None else None
    if twin is not None:
        left.remove(twin)
    return twin


def _said(finding: Finding) -> Hashable:
    return finding.kind, finding.level, finding.summary, finding.key, finding.before, finding.after


_LIKENESSES: tuple[Callable[[Finding], Hashable], ...] = (
    lambda one: (one.kind, one.before, one.after),
    lambda one: (one.kind, one.key) if one.key else None,
    lambda one: (one.before, one.after) if one.before or one.after else None,
    lambda one: (one.kind, one.before) if one.before else None,
    lambda one: (one.kind, one.after) if one.after else None,
)
"""By what a finding is known again, the surest first."""
