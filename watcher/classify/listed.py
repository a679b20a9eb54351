"""Which watched pages a list has ceased to lead to."""

from collections.abc import Sequence

from watcher.classify.sides import documents
from watcher.model import Block, Change, Document, Edit, Op
from watcher.urls import canonical

LISTS = frozenset({"listing", "resource-list", "feed"})
"""Kinds of page that lead to other pages."""


def delisted(change: Change) -> dict[int, str]:
    """By the edit's identity: the watched address that its entry led to, where nothing on the list does any more."""
    if not change.watched:
        return {}
    old, new = documents(change)
    known = {canonical(address) for address, _ in change.watched}
    return {
        edit: address for edit, gone in _unlisted(old, new, change.edits).items() for address in sorted(gone & known)
    }


def unlisted(old: Document, new: Document, edits: Sequence[Edit]) -> tuple[str, ...]:
    """The canonical addresses that entries of a list led to, where nothing on it does any more; of other pages none."""
    return tuple(sorted(set().union(*_unlisted(old, new, edits).values())))


def _unlisted(old: Document, new: Document, edits: Sequence[Edit]) -> dict[int, set[str]]:
    """By the edit's identity where its entry led to."""
    if old.kind not in LISTS:
        return {}
    entries = [
        (id(edit), edit.before)
        for edit in edits
        if edit.about("item", "document") and edit.op in (Op.REMOVED, Op.ALTERED) and edit.before
    ]
    led = _all(new) if entries else set()
    return {edit: _addresses(before) - led for edit, before in entries}


def _addresses(entry: Block) -> set[str]:
    """Where an entry leads: by its key, else by its first link; a page that its blurb mentions is not listed."""
    return {entry.key, *(canonical(link.href) for link in entry.links[:1])}


def _all(document: Document) -> set[str]:
    return {
        address for block in document.blocks for address in (block.key, *(canonical(link.href) for link in block.links))
    }
