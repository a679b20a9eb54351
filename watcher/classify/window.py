"""Which entries of a feed only slid out of its window, as newer ones came on top."""

from watcher.classify.sides import are_pages, documents
from watcher.model import Block, Change, Document, Edit, Op


def slid_out(change: Change) -> tuple[Edit, ...]:
    """Removals at the end of a feed, as many as entries came on top; an entry that vanished elsewhere is none."""
    if not are_pages(change) or any(document.kind != "feed" for document in documents(change)):
        return ()
    old, new = documents(change)
    came = {id(edit.after) for edit in change.edits if edit.op is Op.ADDED}
    went = {id(edit.before): edit for edit in change.edits if edit.op is Op.REMOVED}
    on_top = _run(_items(new), came)
    at_end = _run(_items(old)[::-1], set(went))
    return tuple(went[id(block)] for block in at_end[: len(on_top)])


def _items(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.kind == "item"]


def _run(blocks: list[Block], among: set[int]) -> list[Block]:
    """The blocks from the first on, as long as they are among those."""
    length = next((at for at, block in enumerate(blocks) if id(block) not in among), len(blocks))
    return blocks[:length]
