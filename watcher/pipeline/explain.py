"""What two answers of one source say differently: read, align, classify; pure, so that a worker can run it."""

import hashlib

from watcher.classify import classify, diverged
from watcher.diff import align
from watcher.model import Change, Document, Edit, Finding, Payload, Side, Source
from watcher.pipeline.account import Account, Answer, Question
from watcher.pipeline.reading import read, read_both
from watcher.text import fold


def explain(question: Question) -> Account:
    """Read both answers with today's rules and say what differs; a first answer is only read."""
    source, before, after = question.source, question.before, question.after
    old, new = _read(source, before, after)
    if before is None:
        return _account(old, new)
    edits = align(old, new) if old and new else ()
    change = Change(
        source,
        Side(before.snapshot, old, before.version),
        Side(after.snapshot, new, after.version),
        edits,
        question.earlier,
    )
    findings = classify(change)
    if question.original is not None and old and new:
        findings += _copy_findings(source, read(question.original, source, new.kind), old, new)
    return _account(old, new, edits, findings)


def _copy_findings(source: Source, original: Document, old: Document, new: Document) -> tuple[Finding, ...]:
    """What the copy no longer says as the original does, as far as this change brought it about."""
    was = {(one.key, one.before, one.after) for one in diverged(source, align(original, old))}
    now = diverged(source, align(original, new))
    return tuple(one for one in now if (one.key, one.before, one.after) not in was)


def _read(source: Source, before: Answer | None, after: Answer) -> tuple[Document | None, Document | None]:
    """Both documents; None where an answer is no page."""
    old, new = (_page(answer) for answer in (before, after))
    if old is not None and new is not None:
        return read_both(old, new, source)
    return (read(old, source) if old else None), (read(new, source) if new else None)


def _page(answer: Answer | None) -> Payload | None:
    return answer.payload if answer is not None and answer.snapshot.outcome.is_page else None


def _account(
    old: Document | None, new: Document | None, edits: tuple[Edit, ...] = (), findings: tuple[Finding, ...] = ()
) -> Account:
    if new is None:
        return Account(old.kind if old else "", "", same=False, findings=findings)
    return Account(
        new.kind,
        new.fingerprint,
        new.fact("title") or "",
        new.words,
        old is not None and old.fingerprint == new.fingerprint,
        edits,
        findings,
        new.lossy,
        wording=_wording(new),
        wording_before=_wording(old) if old else "",
        words_before=old.words if old else 0,
    )


def _wording(document: Document) -> str:
    said = "\n".join(fold(block.text) for block in document.blocks)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest() if said else ""
