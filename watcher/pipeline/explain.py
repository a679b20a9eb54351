"""What two answers of one source say differently: read, align, classify; pure, so that a worker can run it."""

from collections.abc import Sequence
from dataclasses import dataclass

from watcher.classify import classify, diverged
from watcher.diff import align
from watcher.model import Change, Document, Edit, Finding, Payload, Side, Snapshot, Source
from watcher.pipeline.reading import read


@dataclass(frozen=True, slots=True)
class Answer:
    """A snapshot with its payload, where it has one to read, and its version."""

    snapshot: Snapshot
    payload: Payload | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What came of reading and comparing: enough to tell it and to keep a version, small enough to pass on."""

    kind: str
    fingerprint: str
    """Of the newer document; empty when the newer answer is no page."""
    title: str = ""
    words: int = 0
    same: bool = True
    """The newer document says what the older one says."""
    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()
    lossy: bool = False


def explain(
    source: Source,
    before: Answer | None,
    after: Answer,
    *,
    kind: str | None = None,
    earlier: Sequence[tuple[int, str]] = (),
    original: Payload | None = None,
) -> Account:
    """Read both answers with today's rules and say what differs; a first answer is only read.

    `original` is the page that the source is declared a copy of.
    """
    old = _read(source, before, kind)
    new = _read(source, after, kind or (old.kind if old else None))
    if before is None:
        return _account(old, new)
    edits = align(old, new) if old and new else ()
    change = Change(
        source,
        Side(before.snapshot, old, before.version),
        Side(after.snapshot, new, after.version),
        edits,
        tuple(earlier),
    )
    findings = classify(change)
    if original is not None and old and new:
        findings += _copy_findings(source, read(original, source, new.kind), old, new)
    return _account(old, new, edits, findings)


def _copy_findings(source: Source, original: Document, old: Document, new: Document) -> tuple[Finding, ...]:
    """What the copy no longer says as the original does, as far as this change brought it about."""
    was = {(finding.key, finding.after) for finding in diverged(source, align(original, old))}
    return tuple(
        finding for finding in diverged(source, align(original, new)) if (finding.key, finding.after) not in was
    )


def _read(source: Source, answer: Answer | None, kind: str | None) -> Document | None:
    if answer is None or answer.payload is None or not answer.snapshot.outcome.is_page:
        return None
    return read(answer.payload, source, kind)


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
    )
