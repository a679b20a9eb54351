"""How grave a finding is: by kind, raised by what the words mean."""

from dataclasses import replace

from watcher.classify.meaning import says_otherwise, turns
from watcher.classify.passages import hunks
from watcher.classify.sides import OWN_DATES, stamps
from watcher.model import Change, Document, Edit, Finding, Flag, Severity

_CONTENT = (
    "faq.",
    "item.",
    "figure.",
    "date.",
    "status.",
    "contact.",
    "term.",
    "section.",
    "text.",
    "notice.",
    "title.",
)
_SMALL = 8
"""Words, old and new together."""
_ANSWERS = frozenset({"faq.answer-altered"})
_PROSE = frozenset({"text.altered", "item.altered"})


def weigh(finding: Finding, change: Change) -> Finding:
    """The finding with its severity and flags in this change; what the operator asked for wins."""
    severity = finding.severity or _by_meaning(finding)
    flags = set(finding.flags)
    if severity > Severity.NOISE and finding.kind.startswith(_CONTENT) and _is_silent(change):
        flags.add(Flag.SILENT)
        # A paragraph is raised once, for what it says or for its silence: critical is kept for the named kinds.
        severity = max(severity, finding.level.raised()) if finding.kind in _PROSE else severity.raised()
    if _is_lossy(change):
        flags.add(Flag.LOSSY)
    if earlier_version(change) is not None:
        flags.add(Flag.REVERTED)
    wanted = dict(change.source.alert).get(finding.kind)
    return replace(finding, severity=severity if wanted is None else wanted, flags=_ordered(flags))


def earlier_version(change: Change) -> int | None:
    """The version before the last whose words are back, if they are."""
    document = change.after.document
    if document is None or change.before.document is None:
        return None
    return next((number for number, fingerprint in change.earlier if fingerprint == document.fingerprint), None)


def _by_meaning(finding: Finding) -> Severity:
    before, after = finding.before or "", finding.after or ""
    if finding.kind in _ANSWERS and turns(before, after):
        return Severity.CRITICAL
    if finding.kind in _PROSE and any(_turns_sense(edit) for edit in finding.explains):
        return finding.level.raised()
    return finding.level


def _turns_sense(edit: Edit) -> bool:
    """A small edit of a modal verb or a denial; a new sentence with a "not" in it turns no sense."""
    return any(len((old + " " + new).split()) <= _SMALL and says_otherwise(old, new) for old, new in hunks(edit))


def _is_silent(change: Change) -> bool:
    """Words changed, and the date that the page gives itself did not."""
    old, new = change.before.document, change.after.document
    if old is None or new is None:
        return False
    dates = [(old.fact(name), new.fact(name)) for name in OWN_DATES]
    # A new line "UPDATED: March 1" is a date too, even where another one is what the page is known to be dated by.
    return any(was for was, _ in dates) and all(was == now for was, now in dates) and stamps(old) == stamps(new)


def _is_lossy(change: Change) -> bool:
    documents: tuple[Document | None, ...] = (change.before.document, change.after.document)
    return any(document is not None and document.lossy for document in documents)


def _ordered(flags: set[Flag]) -> tuple[Flag, ...]:
    return tuple(flag for flag in Flag if flag in flags)
