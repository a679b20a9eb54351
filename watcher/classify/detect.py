"""Which detectors are asked, in which order, until every edit is explained."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from watcher.classify.passages import passages
from watcher.classify.severity import earlier_version, weigh
from watcher.classify.sides import are_pages
from watcher.classify.wording import LONGEST, sentence
from watcher.extend import detector
from watcher.model import Change, Edit, Finding, Severity

PHASES = ("page", "place", "content", "form", "rest")
"""The page as a whole; what only stands elsewhere; named things in it; its form; what nothing named explains.

A later phase sees only the edits that no earlier one has settled.
"""

_IN_PART = ("figure.", "date.", "contact.", "link.", "document.", "term.dropped", "term.introduced")
"""Kinds that may tell one thing about an edit and leave its other words to be told."""
_QUOTING = ("status.changed", "term.replaced")
"""Kinds that tell all of the sentences which they quote."""

_detectors = detector.scan("watcher.classify.detectors")


Telling = dict[int, list[Finding]]
"""The findings that explain an edit, by the edit's identity."""


def classify(change: Change) -> tuple[Finding, ...]:
    """What the change means, gravest first, then in document order; every edit is explained by a finding.

    An answer that failed says nothing about the page, an answer that is no page only that the page is gone. Of the
    target of a link it is asked whether it answers and what its file says, not how the page as a whole fares.
    """
    if not change.source.linked_from and _is_failing(change):
        return ()
    found: list[Finding] = []
    telling: Telling = defaultdict(list)
    unsettled = change.edits
    for phase in PHASES if are_pages(change) else PHASES[:1]:
        for finding in _ask(phase, replace(change, edits=unsettled)):
            found.append(finding)
            for edit in finding.explains:
                telling[id(edit)].append(finding)
        unsettled = tuple(edit for edit in unsettled if not is_settled(edit, telling[id(edit)]))
    assert not unsettled, "every edit is explained by at least one finding"
    weighed = [_reverting(weigh(finding, change), change) for finding in found]
    return tuple(sorted(weighed, key=lambda finding: (-finding.level, _place(finding))))


def _ask(phase: str, change: Change) -> Iterator[Finding]:
    for name, detect in _detectors:
        if _detectors.trait(name, "phase") == phase and _is_asked(name, change):
            for finding in detect(change):
                yield replace(finding, rule=name)


def _is_asked(name: str, change: Change) -> bool:
    """Of a link's target other things are told as a whole than of a page that somebody asked to watch."""
    is_of_links = bool(_detectors.trait(name, "of_links", default=False))
    return is_of_links == bool(change.source.linked_from) or _detectors.trait(name, "phase") != PHASES[0]


def _is_failing(change: Change) -> bool:
    return change.before.snapshot.outcome.is_failing or change.after.snapshot.outcome.is_failing


def is_settled(edit: Edit, telling: Sequence[Finding]) -> bool:
    """Whether the findings that explain an edit tell all of it, not only a figure or a link in it."""
    if any(finding.rule == "followed" or not finding.kind.startswith((*_IN_PART, *_QUOTING)) for finding in telling):
        return True
    if any(_is_whole_label(edit, finding) for finding in telling):
        return True
    if edit.before is None or edit.after is None or edit.about("document"):
        return any(finding.kind.startswith(("document.", "link.", *_QUOTING)) for finding in telling)
    quoted = "\n".join(f"{one.before}\n{one.after}" for one in telling if one.kind.startswith(_QUOTING))
    return bool(telling) and all(one.only_marks_differ or one.is_quoted_in(quoted) for one in passages(edit))


def _is_whole_label(edit: Edit, finding: Finding) -> bool:
    """Whether the block is nothing but the link whose label the finding tells."""
    told = finding.before, finding.after
    return finding.kind == "link.relabelled" and told == tuple(
        block.text if block else None for block in (edit.before, edit.after)
    )


def _reverting(finding: Finding, change: Change) -> Finding:
    """Back to an earlier version: which one is said."""
    version = earlier_version(change)
    if version is None or finding.level is Severity.NOISE:
        return finding
    note = f" (as in v{version})"
    if len(finding.summary) + len(note) > LONGEST:
        return finding
    return replace(finding, summary=sentence(finding.summary + note))


def _place(finding: Finding) -> float:
    """Where in the new document, or in the old one for what is gone, it begins; before all of it what a file is."""
    if finding.rule == "followed":
        return -1
    places = [edit.now_at if edit.now_at is not None else edit.was_at for edit in finding.explains]
    return min((place for place in places if place is not None), default=float("inf"))
