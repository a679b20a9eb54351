"""The question that a step puts to the worker that reads for it, with the answer: a question, an account."""

from dataclasses import dataclass

from watcher.model import Edit, Finding, Payload, Snapshot, Source


@dataclass(frozen=True, slots=True)
class Answer:
    """A snapshot with its payload, where it has one to read, and its version."""

    snapshot: Snapshot
    payload: Payload | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Two answers of one source that somebody wants explained; a first answer has none before it."""

    source: Source
    before: Answer | None
    after: Answer
    earlier: tuple[tuple[int, str], ...] = ()
    """(version, document fingerprint) of earlier versions, newest first."""
    original: Payload | None = None
    """The page that the source is declared a copy of."""


@dataclass(frozen=True, slots=True)
class Account:
    """What came of reading and comparing: enough to tell it and to keep a version."""

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
