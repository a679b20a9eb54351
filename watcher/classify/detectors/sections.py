"""A heading with all that stands under it."""

from collections.abc import Iterator, Sequence

from watcher.classify.sides import documents
from watcher.classify.wording import quote, sentence
from watcher.extend import detector
from watcher.model import Block, Change, Edit, Finding, Op

_NAMED = frozenset({"question", "answer", "item", "document", "notice"})
"""What stands in a section and is told by name beside it."""


@detector("section", phase="content")
def section(change: Change) -> Iterator[Finding]:
    """A whole section comes or goes; a heading over text that stays is no section."""
    old, new = documents(change)
    yield from _sections(change, old.blocks, Op.REMOVED)
    yield from _sections(change, new.blocks, Op.ADDED)


def _sections(change: Change, blocks: Sequence[Block], op: Op) -> Iterator[Finding]:
    by_block = {id(edit.block): edit for edit in change.edits if edit.op is op}
    told: set[int] = set()
    for at, heading in enumerate(blocks):
        if heading.kind != "heading" or id(heading) not in by_block or id(heading) in told:
            continue
        body = _body(blocks, at)
        if body and all(id(block) in by_block for block in body):
            told |= {id(block) for block in body}
            yield _told(op, heading, body, [by_block[id(block)] for block in (heading, *body)])


def _body(blocks: Sequence[Block], at: int) -> list[Block]:
    """All that follows under the heading, deeper headings included."""
    heading = blocks[at]
    inside = (*heading.path, heading.text)
    body: list[Block] = []
    for block in blocks[at + 1 :]:
        if block.path[: len(inside)] != inside:
            break
        body.append(block)
    return body


def _told(op: Op, heading: Block, body: Sequence[Block], edits: Sequence[Edit]) -> Finding:
    text = "\n".join(block.text for block in (heading, *body))
    words = sum(len(block.text.split()) for block in body)
    return Finding(
        f"section.{op.value}",
        sentence(f"section {op.value}: {quote(heading.text, 90)} ({words:,} words)"),
        tuple(edit for edit in edits if not edit.about(*_NAMED)),
        heading.path,
        heading.text,
        text if op is Op.REMOVED else None,
        text if op is Op.ADDED else None,
    )
