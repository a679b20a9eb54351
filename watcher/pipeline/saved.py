"""Two saved answers compared, without network or store."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from watcher.classify import classify, diverged
from watcher.diff import align
from watcher.fetch.quality import judge
from watcher.model import Change, Document, Edit, Finding, Outcome, Payload, Side, Snapshot, Source, Standing
from watcher.pipeline.reading import read, read_both
from watcher.text import fold

_SUBSTANTIAL = 40
_NEXT_TO_NOTHING = 2
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Saved:
    """One answer as somebody saved it."""

    body: bytes
    url: str
    status: int = 200
    final_url: str = ""
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A saved answer judged, and read where it is a page."""

    snapshot: Snapshot
    document: Document | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two saved answers say differently."""

    outcome_before: Outcome
    outcome_after: Outcome
    findings: tuple[Finding, ...]
    edits: tuple[Edit, ...]
    same_text: bool


def read_saved(saved: Saved, source: Source) -> Reading:
    """Judge one saved answer and read it when it is a page."""
    snapshot, payload = _judged(saved, source)
    return Reading(snapshot, read(payload, source) if snapshot.outcome.is_page else None)


def read_kept(standing: Standing, payload: Payload, source: Source) -> Reading:
    """The page as last seen, read as the next look will be compared with it."""
    assert standing.baseline is not None
    return Reading(standing.baseline, read(payload, replace(source, moving=standing.moving)))


def compare_saved(before: Saved, after: Saved, source: Source) -> Comparison:
    """The same reading, diffing and classifying as in a check."""
    old, new = _read_both(before, after, source)
    edits = align(old.document, new.document) if old.document and new.document else ()
    change = Change(source, Side(old.snapshot, old.document, 1), Side(new.snapshot, new.document, 2), edits)
    return _comparison(old, new, edits, classify(change))


def compare_copy(original: Saved, copy: Saved, source: Source) -> Comparison:
    """Where a copy no longer says what the original says, stamps aside."""
    old, new = _read_both(original, copy, source)
    edits = align(old.document, new.document) if old.document and new.document else ()
    return _comparison(old, new, edits, diverged(source, edits))


def _read_both(before: Saved, after: Saved, source: Source) -> tuple[Reading, Reading]:
    old, new = _judged(before, source), _judged(after, source)
    if not (old[0].outcome.is_page and new[0].outcome.is_page):
        return read_saved(before, source), read_saved(after, source)
    documents = read_both(old[1], new[1], source)
    return _shown(old[0], *documents), _shown(new[0], documents[1], documents[0])


def _shown(snapshot: Snapshot, document: Document, other: Document) -> Reading:
    """The page as read; a frame whose column of content is empty shows nothing of what stands in the other answer."""
    is_same_page = document.fact("title") == other.fact("title") and snapshot.final_url == snapshot.url
    if is_same_page and _content(other) >= _SUBSTANTIAL and _content(document) <= _NEXT_TO_NOTHING:
        why = f"the page shows {_content(document)} of {_content(other):,} words: its content was not there"
        return Reading(replace(snapshot, outcome=Outcome.EMPTY, reasons=(why,)), None)
    return Reading(snapshot, document)


def _content(document: Document) -> int:
    """How many words the page says below its title."""
    title = fold(document.fact("title") or "")
    return sum(len(block.text.split()) for block in document.blocks if fold(block.text) != title)


def _judged(saved: Saved, source: Source) -> tuple[Snapshot, Payload]:
    """The record of a look that would have brought this answer."""
    payload = Payload(saved.body, saved.content_type, saved.final_url or saved.url)
    headers = (("content-type", saved.content_type),) if saved.content_type else ()
    verdict = judge(saved.status, headers, payload, saved.url)
    snapshot = Snapshot(
        source_id=source.id,
        url=saved.url,
        started_at=_EPOCH,
        finished_at=_EPOCH,
        outcome=verdict.outcome,
        reasons=verdict.reasons,
        final_url=payload.url,
        status=saved.status,
        headers=headers,
        body_sha256=payload.sha256,
        body_bytes=len(saved.body),
    )
    return snapshot, payload


def _comparison(old: Reading, new: Reading, edits: tuple[Edit, ...], findings: tuple[Finding, ...]) -> Comparison:
    return Comparison(
        old.snapshot.outcome,
        new.snapshot.outcome,
        findings,
        edits,
        old.document is not None and new.document is not None and _words(old.document) == _words(new.document),
    )


def _words(document: Document) -> list[str]:
    return [fold(block.text) for block in document.blocks]
