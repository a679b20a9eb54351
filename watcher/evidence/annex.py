"""The full text of an answer, its passages numbered so that each can be cited."""

from collections.abc import Iterator
from dataclasses import dataclass

from watcher.evidence.receipt import Row
from watcher.evidence.redline import safe
from watcher.model import Block, Document

_ROLES = {"heading": "heading", "question": "heading", "item": "item", "list-item": "item", "row": "item"}


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of a page."""

    number: int
    role: str
    """`heading`, `item`, or empty for running text."""
    text: str


@dataclass(frozen=True, slots=True)
class Annex:
    """One answer as a reader would see it, without menus, banners and the like."""

    letter: str
    when: str
    """`before` or `after`."""
    facts: tuple[Row, ...]
    """What the page says of itself: title, dates."""
    passages: tuple[Passage, ...]
    left_out: int
    """How many pieces the rules left out."""
    is_read: bool
    """False: no page was shown, or it is kept no more."""


def annexes(before: Document | None, after: Document | None) -> tuple[Annex, Annex]:
    """Both answers, A and B."""
    return _annex("A", "before", before), _annex("B", "after", after)


def _annex(letter: str, when: str, document: Document | None) -> Annex:
    if document is None:
        return Annex(letter, when, (), (), 0, is_read=False)
    facts = tuple((safe(fact.key), safe(fact.text)) for fact in document.facts)
    return Annex(letter, when, facts, tuple(_passages(document.blocks)), len(document.stripped), is_read=True)


def _passages(blocks: tuple[Block, ...]) -> Iterator[Passage]:
    for number, block in enumerate((block for block in blocks if block.text), 1):
        yield Passage(number, _ROLES.get(block.kind, ""), safe(block.text))
