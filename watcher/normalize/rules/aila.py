"""The stamps of AILA's library: "AILA Doc. No. 17022130. (Posted 2/21/17)"."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bs4 import Tag

from watcher.extend import lift, stamp, strip
from watcher.normalize.tree import Tree

# A running header of PDFs, so it lands inside sentences; also misspelt "AIILA" (seen on 17022130).
_STAMP = re.compile(
    r"AI+LA\s+(?:Doc(?:ument)?|InfoNet\s+Doc)\.?\s*No\.?\s*(\d{8})\.?"
    r"(?:\s*\(Posted(?:\s+on)?\s+\d{1,2}/\d{1,2}/\d{2,4}\)|\s*\|\s*Dated\s+\w+\s+\d{1,2},\s+\d{4})?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^(?:Page )?\d{1,3}$", re.IGNORECASE)
_CITE = re.compile(r"^cite as\W{0,3}$|^cite as\b.{0,20}AI+LA\s+Doc.{0,60}$", re.IGNORECASE)
# "7/23/15 AILA Doc. No. 15072310. Enforcement" and, later, "AILA Doc. No. 11081609 | Dated August 17, 2011".
_HEADING = re.compile(
    r"^\d{1,2}/\d{1,2}/\d{2,4}\s+ai+la\s+doc\. no\. \d{8}\.?.{0,200}$|^ai+la\s+doc\. no\. \d{8}\.? \| dated .{5,30}$"
)
_CATEGORY = re.compile(
    r"^(?:federal agencies|aila (?:blog|advocacy|liaison)|cases & decisions|congressional updates)\b.{0,60}$"
)


@lift("aila-number")
def number(tree: Tree) -> str | None:
    """The document's number in AILA's library; a changed number is news, a moved stamp is not."""
    if "ILA" not in tree.words.upper():
        return None
    found = _STAMP.search(tree.words)
    return found.group(1) if found else None


@stamp("aila-stamp")
def page_stamp(text: str) -> Iterator[tuple[int, int]]:
    """The running header, wherever the end of a page has put it."""
    if "LA" in text:
        yield from (found.span() for found in _STAMP.finditer(text))


@strip("aila-heading")
def heading(tree: Tree) -> Iterator[Tag]:
    """The lines of the library round a document's title: category, day, number, topics."""
    yield from tree.lines(_HEADING)
    if "aila" in tree.title.lower() or "aila.org" in tree.url:
        yield from tree.classed("library-category", "library-meta")
        yield from tree.lines(_CATEGORY)


@strip("page-number")
def page_number(tree: Tree) -> Iterator[Tag]:
    """The number of a printed page, beside the stamp that heads or foots it."""
    lines = [passage for passage in tree.passages if _NUMBER.match(passage.text)] if "ILA" in tree.words.upper() else []
    numbers = {id(passage.tag) for passage in lines}
    for before, after in pairwise(tree.passages) if numbers else ():
        for number_line, stamp_line in ((before, after), (after, before)):
            if id(number_line.tag) in numbers and _STAMP.fullmatch(stamp_line.text):
                yield number_line.tag


@strip("aila-cite")
def cite_line(tree: Tree) -> Iterator[Tag]:
    """How AILA asks to be cited."""
    return iter(tree.lines(_CITE))
