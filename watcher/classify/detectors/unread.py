"""A file whose words were known before but cannot be read now, or the other way round."""

from collections.abc import Iterator

from watcher.classify.sides import are_pages, documents
from watcher.classify.wording import sentence
from watcher.extend import detector
from watcher.model import Change, Document, Finding
from watcher.text import shorten

_LONGEST_QUOTE = 2_000


@detector("unread", phase="page")
def unread(change: Change) -> Iterator[Finding]:
    """Another file stands at the address; which of its words differ is not known."""
    if not are_pages(change):
        return
    old, new = documents(change)
    reasons = old.fact("unread"), new.fact("unread")
    if bool(reasons[0]) is not bool(reasons[1]):
        said = f"cannot be read now: {reasons[1]}" if reasons[1] else f"can be read now; before, {reasons[0]}"
        yield Finding(
            "document.replaced",
            sentence(f"another file at the same address, which {said}"),
            change.edits,
            before=_text(old),
            after=_text(new),
        )


def _text(document: Document) -> str:
    return shorten("\n".join(block.text for block in document.blocks), _LONGEST_QUOTE)
