"""The window of a feed: as newer entries come on top, the oldest leave at its end."""

from collections.abc import Iterator

from watcher.classify.sides import documents
from watcher.classify.wording import counted, quote, sentence
from watcher.extend import detector
from watcher.model import Block, Change, Document, Edit, Finding, Op


@detector("window", phase="place")
def window(change: Change) -> Iterator[Finding]:
    """Entries at the end of a feed are gone, no more of them than came on top; what vanished elsewhere is removed."""
    gone = _slid_out(change)
    if gone:
        said = f"{counted(len(gone), 'entry has', 'entries have')} left the feed at its end, the first: "
        title = gone[0].block.text.partition("\n")[0]
        yield Finding("order.changed", sentence(said + quote(title)), gone, key=title)


def _slid_out(change: Change) -> tuple[Edit, ...]:
    old, new = documents(change)
    if old.kind != "feed" or new.kind != "feed":
        return ()
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
