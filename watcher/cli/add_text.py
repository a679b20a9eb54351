"""The words in which `watcher add` shows a page that nobody watches yet."""

import re
from collections.abc import Iterator, Sequence

from watcher.cli.output import counted
from watcher.model import Block, Document, Link
from watcher.model.forms import Form, block_form
from watcher.pipeline.health import reason
from watcher.pipeline.proposing.first_sight import Sight
from watcher.pipeline.proposing.propose import pairs
from watcher.text import shorten, tidy
from watcher.urls import is_document

_NAMES = {
    "qa": "QUESTIONS AND ANSWERS",
    "listing": "A LISTING",
    "resource-list": "A RESOURCE LIST",
    "program": "A PROGRAM PAGE",
    "article": "AN ARTICLE",
    "feed": "A FEED",
    "plain": "PLAIN TEXT",
}
_HIGH, _MEDIUM = 0.75, 0.5
_SHOWN = 3
_FEWEST_WORDS = 8
_WIDTH = 100
_MOSTLY_LINKS = 0.4


def told(sight: Sight) -> Iterator[str]:
    """What was seen, line by line: the answer, what it looks like, reasons, the first passages."""
    snapshot, document = sight.snapshot, sight.document
    yield from (f"  {hop.status} {hop.url} sends on to {hop.location}" for hop in snapshot.hops)
    if sight.moved_to:
        yield f"  it moved for good, so the new address is watched: {sight.moved_to}"
    if document is None:
        yield f"Cannot read {snapshot.url}: {reason(sight.outcome, snapshot)}"
        yield from (f"  {why}" for why in snapshot.reasons)
        return
    size = f"{-(-snapshot.body_bytes // 1024)} KB"
    yield f"Read {snapshot.status}, {size}{_left_out(document)}. Looks like: {looks_like(document)}"
    yield from (f"  {line}" for line in _facts(document))
    for each in sight.proposal.reasons:
        yield f"  {each.seen}" + (f"  → propose: {each.proposed}" if each.proposed else "")
    yield from (f"  {'sample:' if at == 0 else '       '} {text}" for at, text in enumerate(_sample(document)))


def looks_like(document: Document) -> str:
    """The kind in words, with what it holds and how sure it is."""
    name = _NAMES.get(document.kind, document.kind.upper())
    return f"{name} ({', '.join((*_contents(document), f'confidence {confidence(document)}'))})"


def confidence(document: Document) -> str:
    """How sure the kind is, in a word."""
    return "high" if document.confidence >= _HIGH else "medium" if document.confidence >= _MEDIUM else "low"


def sight_form(sight: Sight) -> Form:
    """The same for programs."""
    snapshot, document = sight.snapshot, sight.document
    return {
        "url": snapshot.url,
        "final_url": snapshot.final_url,
        "hops": [{"status": hop.status, "url": hop.url, "location": hop.location} for hop in snapshot.hops],
        "status": snapshot.status,
        "outcome": sight.outcome.value,
        "reason": reason(sight.outcome, snapshot),
        "kind": document.kind if document else None,
        "kind_confidence": round(document.confidence, 3) if document else None,
        "facts": {known.key: known.text for known in document.facts} if document else {},
        "sample": [block_form(block) for block in _first_blocks(document)] if document else [],
        "reasons": [{"seen": each.seen, "proposed": each.proposed or None} for each in sight.proposal.reasons],
        "entry": dict(sight.proposal.entry),
    }


def _left_out(document: Document) -> str:
    words = sum(len(piece.text.split()) for piece in document.stripped)
    return f", {counted(words, 'word')} of menus and the like ignored" if words else ""


def _contents(document: Document) -> Iterator[str]:
    links = [link for block in document.blocks for link in block.links]
    if document.kind == "qa":
        yield counted(pairs(document), "pair") + _numbered(document)
    elif document.kind in ("listing", "resource-list", "feed"):
        entries = sum(block.kind == "item" for block in document.blocks)
        yield f"{entries} {'entry' if entries == 1 else 'entries'}"
        yield counted(len(links), "link")
    else:
        yield counted(len(document.blocks), "passage")
        yield counted(document.words, "word")
        if files := len({link.href for link in links if is_document(link.href)}):
            yield counted(files, "linked file")


def _numbered(document: Document) -> str:
    """From which question to which, where they are numbered: ` Q1–Q22`."""
    said = " ".join(piece.text for piece in document.stripped if piece.rule == "question-numbers")
    found = re.findall(r"\bQ(?:uestion)?\s*(\d+)", said)
    return f" Q{found[0]}–Q{found[-1]}" if len(found) > 1 else ""


def _facts(document: Document) -> Iterator[str]:
    if archived := document.fact("archived"):
        yield f'archive label: "{shorten(tidy(archived), _WIDTH)}"'
    if updated := document.fact("updated") or document.fact("published"):
        yield f"page date: {updated}"
    if document.lossy:
        yield "the reader may have lost text of this page"
    linked = sum(len(block.text.split()) for block in document.blocks if _is_mere_link(block.text, block.links))
    if document.kind in ("article", "program") and linked > _MOSTLY_LINKS * document.words:
        yield "nearly half of its words are links: if they are menus, say with `select:` where the text stands"


def _is_mere_link(text: str, links: Sequence[Link]) -> bool:
    return len(links) == 1 and links[0].text == text


def _sample(document: Document) -> Iterator[str]:
    """The first pairs, entries or passages, shortened."""
    for block in _first_blocks(document):
        label = {"question": "Q: ", "answer": "A: "}.get(block.kind, "")
        yield label + shorten(tidy(block.text), _WIDTH)


def _first_blocks(document: Document) -> list[Block]:
    """The first three pairs, entries or passages that say something."""
    if document.kind == "qa":
        return [block for block in document.blocks if block.kind in ("question", "answer")][: 2 * _SHOWN]
    entries = [block for block in document.blocks if block.kind == "item"]
    telling = [block for block in document.blocks if len(block.text.split()) >= _FEWEST_WORDS]
    return list(entries or telling or document.blocks)[:_SHOWN]
