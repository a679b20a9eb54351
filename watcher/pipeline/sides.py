"""Two kept answers laid side by side: how both read today, with the edits that lead from one to the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from watcher.classify import classify, diverged
from watcher.diff import align, rebuild
from watcher.errors import NotKnown
from watcher.model import Change, Document, Edit, Finding, Payload, Side, Snapshot, Source, Told
from watcher.normalize import rules_fingerprint
from watcher.pipeline.audit import Named
from watcher.pipeline.reading import read_both
from watcher.store import History


@dataclass(frozen=True, slots=True)
class Sides:
    """Two answers with what they say differently."""

    before: Named
    after: Named
    payloads: tuple[Payload, Payload]
    documents: tuple[Document, Document] | None
    """How both read today; None where the change was told under rules by which they read otherwise."""
    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...]
    told: Told | None
    """The record of the pair: its edits and findings are those shown; None: compared now."""
    rules: str
    """Under which rules it was compared."""


def lay(history: History, source: Source, before: Named, after: Named) -> Sides:
    """The pair as it was told; one that was never told, or of two sources, compared now."""
    told = _told(history, before, after) if _is_one_source(before, after) else None
    if told is None:
        return lay_today(history, source, before, after)
    payloads = _payload(history, before), _payload(history, after)
    documents = read_both(*payloads, source)
    fitting = documents if _lead(documents, told.edits) else None
    return Sides(before, after, payloads, fitting, told.edits, told.findings, told, told.rules)


def lay_today(history: History, source: Source, before: Named, after: Named) -> Sides:
    """The pair compared now, under today's rules, whatever was told of it."""
    payloads = _payload(history, before), _payload(history, after)
    documents = read_both(*payloads, source)
    if not _is_one_source(before, after):
        return _across(source, before, after, payloads, documents)
    edits = align(*documents)
    found = _findings(source, before, after, documents, edits)
    return Sides(before, after, payloads, documents, edits, found, None, rules_fingerprint())


def lay_answers(history: History, before: Named, after: Named) -> Sides:
    """The bytes of two answers of which not both are pages: nothing is read in them."""
    payloads = history.payload(_look(before)), history.payload(_look(after))
    return Sides(before, after, payloads, None, (), (), None, rules_fingerprint())


def _across(
    source: Source, before: Named, after: Named, payloads: tuple[Payload, Payload], read: tuple[Document, Document]
) -> Sides:
    """Two pages by their words alone: what each says of itself has to differ."""
    documents = replace(read[0], facts=()), replace(read[1], facts=())
    edits = align(*documents)
    is_copy = source.mirror_of == _look(before).source_id
    found = diverged(source, edits) if is_copy else ()
    return Sides(before, after, payloads, documents, edits, found, None, rules_fingerprint())


def _payload(history: History, named: Named) -> Payload:
    looked = _look(named)
    if not looked.outcome.is_page:
        raise NotKnown(f"{looked.id} holds no page ({looked.outcome}): it may show our looking fail, not a change")
    return history.payload(looked)


def _look(named: Named) -> Snapshot:
    if named.snapshot is None:
        raise NotKnown("a change cannot be compared; name versions or looks")
    return named.snapshot


def _is_one_source(before: Named, after: Named) -> bool:
    return _look(before).source_id == _look(after).source_id


def _told(history: History, before: Named, after: Named) -> Told | None:
    """The record of two versions that follow each other."""
    was, now = before.version, after.version
    if was is None or now is None or was.source_id != now.source_id or now.number != was.number + 1:
        return None
    return history.told_of(now)


def _findings(
    source: Source, before: Named, after: Named, documents: tuple[Document, Document], edits: tuple[Edit, ...]
) -> tuple[Finding, ...]:
    ends = [
        Side(_look(named), document, named.version.number if named.version else None)
        for named, document in zip((before, after), documents, strict=True)
    ]
    return classify(Change(source, ends[0], ends[1], edits))


def _lead(documents: tuple[Document, Document], edits: Sequence[Edit]) -> bool:
    """Whether the edits still lead from how the one reads today to how the other does."""
    old, new = ((*document.facts, *document.blocks) for document in documents)
    if any(edit.was_at is not None and edit.was_at >= len(old) for edit in edits):
        return False
    try:
        made = rebuild(documents[0], edits)
    except StopIteration:
        return False
    return [block.says() for block in made] == [block.says() for block in new]
