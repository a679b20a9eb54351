"""A page rewritten in most of its words under its old address."""

from collections.abc import Iterator

from watcher.classify.listed import LISTS
from watcher.classify.sides import are_pages, documents, headings_kept, kept_share, kept_words
from watcher.classify.wording import quote, sentence
from watcher.extend import detector
from watcher.model import Change, Document, Finding, Snapshot
from watcher.text import shorten
from watcher.urls import canonical

_LIKENESS = 0.35
_HEADINGS = 0.5
"""A stub keeps the page's title and drops the other headings."""
_NEARLY_ALL = 0.8
_LEAST_WORDS = 30
_LONGEST_QUOTE = 2_000


@detector("replaced", phase="page")
def replaced(change: Change) -> Iterator[Finding]:
    """Most words and headings differ, the address does not."""
    if not are_pages(change) or _leads_elsewhere(change) or _is_unread(change) or not _is_rewritten(change):
        return
    old, new = documents(change)
    yield Finding(
        "page.replaced",
        sentence(f"the page is rewritten: {old.words:,} words before, {new.words:,} now, beginning {_opening(new)}"),
        change.edits,
        key=new.fact("title") or old.fact("title"),
        before=_text(old),
        after=_text(new),
    )


def _is_unread(change: Change) -> bool:
    """A file whose words are not known cannot be said to have others."""
    return any(document.fact("unread") for document in documents(change))


def _is_rewritten(change: Change) -> bool:
    old, new = documents(change)
    return (
        old.words >= _LEAST_WORDS
        and new.words > 0
        and kept_share(change) < _LIKENESS
        # A page of which only a part is left has lost text; it has not been rewritten.
        and kept_words(change) < new.words / 2
        # One that has kept nearly all of its words has gained others.
        and kept_words(change) < _NEARLY_ALL * old.words
        and headings_kept(change) <= _HEADINGS
        and not _is_list_turned_over(old, new)
    )


def _is_list_turned_over(old: Document, new: Document) -> bool:
    """A listing whose entries are all new still is the listing."""
    return old.kind in LISTS and any(block.kind == "item" for block in new.blocks)


def _leads_elsewhere(change: Change) -> bool:
    was, now = (_end(side.snapshot) for side in (change.before, change.after))
    old, new = documents(change)
    return canonical(was) != canonical(now) or new.fact("redirect") not in (None, old.fact("redirect"))


def _end(snapshot: Snapshot) -> str:
    return snapshot.final_url or snapshot.url


def _opening(document: Document) -> str:
    first = next((block.text for block in document.blocks if block.kind not in ("heading", "toc")), "")
    return quote(first, 70)


def _text(document: Document) -> str:
    return shorten("\n".join(block.text for block in document.blocks), _LONGEST_QUOTE)
