"""Two texts as a patch: for programs, and for pages that are too long to be shown."""

import difflib

from watcher.model import Document


def text_of(document: Document) -> str:
    """Its words as they are compared, a passage after the other."""
    return "\n\n".join(block.text for block in document.blocks) + "\n"


def patch(documents: tuple[Document, Document], names: tuple[str, str]) -> str:
    """What `diff -u` says of the words of both."""
    old, new = (text_of(document).splitlines(keepends=True) for document in documents)
    return "".join(difflib.unified_diff(old, new, *names))
