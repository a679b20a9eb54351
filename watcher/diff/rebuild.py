"""How the new document follows from the edits to the old one."""

from collections.abc import Sequence

from watcher.model import Block, Document, Edit


def rebuild(before: Document, edits: Sequence[Edit]) -> tuple[Block, ...]:
    """The new document's facts and blocks in order; a block that no edit names keeps its old heading path."""
    old = (*before.facts, *before.blocks)
    left = {edit.was_at for edit in edits if edit.was_at is not None}
    placed = {edit.now_at: edit.after for edit in edits if edit.now_at is not None and edit.after is not None}
    kept = iter([block for index, block in enumerate(old) if index not in left])
    total = len(old) - len(left) + len(placed)
    return tuple(placed[index] if index in placed else next(kept) for index in range(total))
