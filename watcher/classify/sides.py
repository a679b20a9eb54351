"""How much of one document of a change is kept in the other."""

from collections import Counter

from watcher.model import Block, Change, Document, Edit, Op


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


def _is_first_heading(block: Block, document: Document) -> bool:
    first = next((one for one in document.blocks if one.kind == "heading"), None)
    return block is first or block.text.casefold() == (document.fact("title") or "").casefold()
