"""How much of one document of a change is kept in the other."""

import re
from collections import Counter

from watcher.classify import dates
from watcher.model import Block, Change, Document, Edit, Op
from watcher.text import fold

OWN_DATES = ("updated", "modified", "published")
"""The facts by which a page dates itself."""
_LONGEST_STRAPLINE = 20
"""Words that may stand above a title: a site's name, a motto."""
_LONGEST_LABEL = 3
_STAMP_RULE = "last-updated"
_ARCHIVED = re.compile(r"^\W*archived\b\W*|\W*\barchived\W*$", re.IGNORECASE)


def documents(change: Change) -> tuple[Document, Document]:
    """Old and new; only asked where both sides are pages."""
    old, new = change.before.document, change.after.document
    assert old is not None, "detectors of content are asked only where both sides are pages"
    assert new is not None, "detectors of content are asked only where both sides are pages"
    return old, new


def are_pages(change: Change) -> bool:
    """Whether both sides show the page."""
    return change.before.document is not None and change.after.document is not None


def kept_share(change: Change) -> float:
    """The share of words that stand in both documents, 0 to 1."""
    old, new = documents(change)
    total = old.words + new.words
    return 2 * kept_words(change) / total if total else 1.0


def kept_words(change: Change) -> int:
    """How many of the new document's words stood in the old one."""
    _, new = documents(change)
    return max(0, new.words - sum(_gained(edit) for edit in change.edits if not edit.about("fact")))


def _gained(edit: Edit) -> int:
    if edit.op is Op.ADDED and edit.after:
        return len(edit.after.text.split())
    return sum(len(text.split()) for name, text in edit.spans if name == "insert")


def headings_kept(change: Change) -> float:
    """The share of headings that stand in both documents, 0 to 1; 0 where there are none."""
    old, new = (
        Counter(block.text.casefold() for block in document.blocks if block.kind == "heading")
        for document in documents(change)
    )
    total = sum(old.values()) + sum(new.values())
    return 2 * sum((old & new).values()) / total if total else 0.0


def is_title(edit: Edit, change: Change) -> bool:
    """Whether the edit is about the page's own title: the fact, or the heading that shows it."""
    if edit.about("fact"):
        return edit.block.key == "title"
    if edit.before is None or edit.after is None or not edit.about("heading"):
        return False
    return _is_first_heading(edit.before, documents(change)[0]) and _is_first_heading(edit.after, documents(change)[1])


def is_mark_of_archive(edit: Edit, change: Change) -> bool:
    """Whether the title only came to carry the word "Archived", or lost it, with the page's label."""
    old, new = documents(change)
    if not (is_title(edit, change) and edit.before and edit.after) or old.fact("archived") == new.fact("archived"):
        return False
    was, now = (_ARCHIVED.sub("", fold(block.text)).casefold() for block in (edit.before, edit.after))
    return was == now


def is_title_reread(edit: Edit, change: Change) -> bool:
    """Whether a title was read off another line, while what was and what is the title stand on both pages."""
    if not edit.about("fact") or edit.block.key != "title":
        return False
    old, new = documents(change)
    return all(_stands(block.text, old) and _stands(block.text, new) for block in (edit.before, edit.after) if block)


def _stands(text: str, document: Document) -> bool:
    title = document.fact("title")
    return fold(text) == fold(title or "") or any(fold(text) == fold(block.text) for block in document.blocks)


def _is_first_heading(block: Block, document: Document) -> bool:
    """The heading on top; one that stands after running text heads a section."""
    if block.text.casefold() == (document.fact("title") or "").casefold():
        return True
    for one in document.blocks:
        if one.kind == "heading" or len(one.text.split()) > _LONGEST_STRAPLINE:
            return one is block
    return False


def is_own_date(edit: Edit, change: Change) -> bool:
    """Whether the edit is about a line that shows the day on which the page says it was published or updated."""
    if edit.before is None or edit.after is None or not edit.about("paragraph"):
        return False
    old, new = documents(change)
    return any(_shows_day(edit.before, old.fact(name)) and _shows_day(edit.after, new.fact(name)) for name in OWN_DATES)


def stamps(document: Document) -> list[str]:
    """The lines by which the page says when it was updated, as they were stripped."""
    return sorted(fold(piece.text) for piece in document.stripped if piece.rule == _STAMP_RULE)


def _shows_day(block: Block, day: str | None) -> bool:
    """`Release Date: February 21, 2017`: a label, the day, nothing else."""
    label, _, rest = block.text.partition(":")
    return day is not None and len(label.split()) <= _LONGEST_LABEL and dates.value(rest.strip()) == day
