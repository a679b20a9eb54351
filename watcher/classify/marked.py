"""Which date, contact, figure or note on a file took another value inside a block."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from watcher.classify.marks import Mark, marks
from watcher.classify.passages import Passage, hunks, passages
from watcher.classify.sides import is_own_date, is_title
from watcher.classify.wording import around
from watcher.model import Change, Edit, Op
from watcher.text import fold, slug

_PROSE = frozenset({"paragraph", "list-item", "row", "heading", "notice", "image"})


@dataclass(frozen=True, slots=True)
class Shift:
    """One sentence in which marks of one sort took other values."""

    passage: Passage
    pairs: tuple[tuple[Mark, Mark], ...]

    @property
    def told(self) -> str:
        """The values, old and new."""
        first = "; ".join(f"{old.text} → {new.text}" for old, new in self.pairs[:3])
        return first + (f" and {len(self.pairs) - 3} more" if len(self.pairs) > 3 else "")

    @property
    def context(self) -> str:
        """The words that stand around the first of them now."""
        new = self.pairs[0][1]
        return around(fold(self.passage.after), new.start)


def shifts(edit: Edit, sort: str) -> Iterator[Shift]:
    """Sentences of the edit in which marks of that sort differ while the words around them stay."""
    for passage in passages(edit):
        pairs = tuple(_pairs(passage, edit, sort))
        if pairs:
            yield Shift(passage, pairs)


def prose_altered(change: Change) -> Iterator[Edit]:
    """Altered passages of running text and tables; questions, entries, titles and page dates are told by name."""
    for edit in change.edits:
        if edit.op is Op.ALTERED and edit.about(*_PROSE) and not _is_of_the_page(edit, change):
            yield edit


def _is_of_the_page(edit: Edit, change: Change) -> bool:
    """Whether it shows the title or the date of the page itself."""
    return is_title(edit, change) or is_own_date(edit, change)


def _pairs(passage: Passage, edit: Edit, sort: str) -> Iterator[tuple[Mark, Mark]]:
    old = [mark for mark in marks(passage.before) if mark.sort == sort]
    new = [mark for mark in marks(passage.after) if mark.sort == sort]
    if passage.only_marks_differ:
        yield from ((one, other) for one, other in zip(old, new, strict=True) if one.value != other.value)
        return
    for was, now in hunks(edit):
        one, other = _only(old, was), _only(new, now)
        if (
            one
            and other
            and one.value != other.value
            and _counted(passage.before, one) == _counted(passage.after, other)
        ):
            yield one, other


def _only(found: list[Mark], words: str) -> Mark | None:
    """The one mark of the passage that stands in these words whole."""
    inside = [mark for mark in found if re.search(rf"(?<![\w,.]){re.escape(mark.text)}(?![\w]|[,.]\d)", fold(words))]
    return inside[0] if len(inside) == 1 else None


def _counted(text: str, mark: Mark) -> str:
    """The word after the mark: what is counted has to be the same for the count to have changed."""
    return (slug(fold(text)[mark.start + len(mark.text) :]).split() or [""])[0]
