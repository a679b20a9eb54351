"""Which watched pages a list has ceased to lead to."""

from watcher.classify.sides import documents
from watcher.model import Block, Change, Document, Op
from watcher.urls import canonical

LISTS = frozenset({"listing", "resource-list", "feed"})
"""Kinds of page that lead to other pages."""


def delisted(change: Change) -> dict[int, str]:
    """By the edit's identity: the address that its entry led to, where nothing on the list does any more."""
    old, new = documents(change)
    if old.kind not in LISTS or not change.watched:
        return {}
    missing = {canonical(address) for address, _ in change.watched} - _all(new)
    return {
        id(edit): address
        for edit in change.edits
        if edit.about("item", "document") and edit.op in (Op.REMOVED, Op.ALTERED) and edit.before
        for address in sorted(missing & _addresses(edit.before))
    }


def _addresses(entry: Block) -> set[str]:
    """Where an entry leads: by its key, else by its first link; a page that its blurb mentions is not listed."""
    return {entry.key, *(canonical(link.href) for link in entry.links[:1])}


def _all(document: Document) -> set[str]:
    return {
        address for block in document.blocks for address in (block.key, *(canonical(link.href) for link in block.links))
    }
