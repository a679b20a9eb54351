"""How the pages of a list become one document."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from watcher.model import Block, Document, Payload
from watcher.normalize import next_page


def one_list(pages: Sequence[Document], last: Payload) -> Document:
    """The first page with the entries of the others, each once; `last` tells whether the list goes on unread."""
    first = pages[0]
    if len(pages) == 1 and not any(block.kind == "item" for block in first.blocks):
        return first
    return replace(
        first,
        blocks=tuple(_once(pages)),
        stripped=tuple(piece for page in pages for piece in page.stripped),
        lossy=any(page.lossy for page in pages),
        goes_on=next_page(last) is not None,
    )


def _once(pages: Sequence[Document]) -> Iterator[Block]:
    """The first page's blocks, then what each further page has that none before it had; its headings are frame."""
    yield from pages[0].blocks
    known = {_who(block) for block in pages[0].blocks}
    for block in (block for page in pages[1:] for block in page.blocks):
        if block.kind != "heading" and _who(block) not in known:
            known.add(_who(block))
            yield block


def _who(block: Block) -> tuple[str, ...]:
    """An entry is the same whatever its teaser says; anything else goes by its words."""
    return (block.kind, block.key) if block.kind == "item" else block.says()
