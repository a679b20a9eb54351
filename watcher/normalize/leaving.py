"""What is never left out as moving by itself, whatever its selector has come to cover.

A selector is learnt from one version of a page and used on all later ones. The test is the same for `skim` and
for reading, each with a tree of its own.
"""

KEPT = ("h1", "main", '[role="main"]')
"""Whoever holds one of these holds the page."""
_PAGE = frozenset({"html", "body", "main", "h1"})
_EVIDENCE = "archiv"


def may_leave(name: str, text: str, holds_kept: bool) -> bool:
    """Whether an element of this name with this text may go: a label such as "Archived Content" is evidence."""
    return name not in _PAGE and not holds_kept and _EVIDENCE not in text.casefold()
