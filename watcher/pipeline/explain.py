"""What two answers of one source say differently: read, align, classify; pure, so that a worker can run it."""

from dataclasses import replace

from watcher.classify import classify, converged, diverged, outline
from watcher.classify.listed import unlisted
from watcher.diff import align
from watcher.model import Change, Document, Edit, Finding, Payload, Side, Source
from watcher.normalize import is_html
from watcher.normalize.moving import moves
from watcher.pipeline.account import Account, Answer, Question
from watcher.pipeline.expectations import unmet
from watcher.pipeline.reading import cut_alike, figures, followed, passages, read, terms, wording
from watcher.pipeline.remembered import packed, unpacked


def explain(question: Question) -> Account:
    """Read both answers with today's rules and say what differs; a first answer is only read."""
    source, moving = question.source, _moving(question)
    if moving:
        source = replace(source, moving=(*source.moving, *moving))
    old, new = _documents(question, source)
    as_read = packed(new) if new and not moving else ""
    if old and new:
        old, new = _cut_alike(question, source, old, new)
    account = replace(_account(source, old, new), moving=moving, as_read=as_read)
    if question.before is None:
        return account
    edits = align(old, new) if old and new else ()
    if _is_page_behind_link(question):
        edits = ()  # it was linked, not asked for: nobody watches its words
    gone = unlisted(old, new, edits) if old and new else ()
    findings = (*_findings(question, old, new, edits), *_copy_findings(question, source, old, new))
    return replace(
        account,
        edits=edits,
        findings=findings,
        unlisted=gone,
        outlines=(outline(old), outline(new)) if edits else ((), ()),
    )


def _findings(
    question: Question, old: Document | None, new: Document | None, edits: tuple[Edit, ...]
) -> tuple[Finding, ...]:
    before, after = question.before, question.after
    if before is None or (old and new and _is_page_behind_link(question)):
        return ()
    return classify(
        Change(
            question.source,
            Side(before.snapshot, old, before.version),
            Side(after.snapshot, new, after.version),
            edits,
            question.earlier,
            question.watched,
        )
    )


def _copy_findings(
    question: Question, source: Source, old: Document | None, new: Document | None
) -> tuple[Finding, ...]:
    """What a copy says otherwise than its original since now, or the same again, whichever of the two changed."""
    if question.original is None or old is None or new is None:
        return ()
    original = read(question.original, source, new.kind)
    was = read(question.original_before, source, new.kind) if question.original_before is not None else original
    known, edits = align(was, old), align(original, new)
    return (
        *diverged(source, edits, known),
        *converged(source, known, edits, by_original=question.original_before is not None),
    )


def _moving(question: Question) -> tuple[str, ...]:
    """What moved by itself between the first look at a page and the second."""
    before, after = question.before, question.after
    if not question.is_second_look or before is None or before.payload is None or after.payload is None:
        return ()
    return moves(before.payload, after.payload, question.source)


def _is_page_behind_link(question: Question) -> bool:
    page = _page(question.after)
    before = _page(question.before)
    return bool(question.source.linked_from) and all(
        one is None or is_html(one.body, one.content_type) for one in (page, before)
    )


def _documents(question: Question, source: Source) -> tuple[Document | None, Document | None]:
    """What each answer reads as by itself; None where one is no page."""
    before, after = _page(question.before), _page(question.after)
    if before is None:
        old = None
    elif question.before_as_read and source is question.source:
        old = unpacked(question.before_as_read)
    else:
        old = read(before, source)
    return old, (read(after, source) if after else None)


def _cut_alike(question: Question, source: Source, old: Document, new: Document) -> tuple[Document, Document]:
    before, after = _page(question.before), _page(question.after)
    assert before is not None
    assert after is not None
    return cut_alike(old, new, before, after, source)


def _page(answer: Answer | None) -> Payload | None:
    return answer.payload if answer is not None and answer.snapshot.outcome.is_page else None


def _account(source: Source, old: Document | None, new: Document | None) -> Account:
    """All that is known of the newer document by itself."""
    if new is None:
        return Account(old.kind if old else "", "", same=False)
    is_same = old is not None and old.fingerprint == new.fingerprint
    return Account(
        new.kind,
        new.fingerprint,
        new.fact("title") or "",
        new.words,
        is_same,
        lossy=new.lossy,
        wording=wording(new),
        wording_before=wording(old),
        words_before=old.words if old else 0,
        links=followed(new, source),
        unmet=unmet(new, source),
        terms=terms(new, source),
        figures=figures(new, source),
        passages=() if is_same else passages(new),
    )
