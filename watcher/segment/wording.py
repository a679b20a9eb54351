"""What a stretch of text says, where its links lead."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bs4 import NavigableString, Tag

from watcher.model import Link
from watcher.text import slug, tidy
from watcher.urls import absolute, canonical, is_document

_BREAKS = frozenset("br p div li td th tr h1 h2 h3 h4 h5 h6 dd dt section article ul ol table".split())
_FILE_NOTE = re.compile(
    r"[(\[]?\s*(?:pdf|docx?|xlsx?|pptx?|csv|zip|\d[\d.,]*\s*(?:kb|mb|bytes|pages?|pp)|[|,·\s-])+\s*[)\]]?", re.I
)
_SKIPPED = ("javascript:", "data:", "#")
_FEW_WORDS = 4
_NUMBER = re.compile(
    r"^\s*(?:(?:Q(?:uestion)?)\s*[.#-]?\s*\d*\s*[.:)–-]\s*|\d{1,3}\s*[.):]\s+|[A-Z][.)]\s+(?=[A-Z]))", re.IGNORECASE
)

Node = NavigableString | Tag


def says(run: Iterable[Node]) -> str:
    """The words of a stretch of nodes; breaks part them."""
    return "".join(_pieces(run))


def links_of(run: Iterable[Node], base: str) -> tuple[Link, ...]:
    """The links of a stretch of nodes, absolute; places on the same page are no links."""
    found = []
    for tag in _anchors(run):
        href = str(tag.get("href") or "").strip()
        if href and not href.lower().startswith(_SKIPPED):
            found.append(Link(absolute(base, href), tidy(says([tag])) or _picture(tag)))
    return tuple(found)


def is_contents_link(run: Sequence[Node], text: str) -> bool:
    """Whether it says nothing but where else on the same page something stands."""
    anchors = list(_anchors(run))
    if not anchors or not all(str(tag.get("href") or "").startswith("#") for tag in anchors):
        return False
    return slug(" ".join(says([tag]) for tag in anchors)) == slug(text)


def document_key(links: Sequence[Link], text: str, *, loose: bool = False) -> str:
    """The address of the file that the passage only offers; empty for a sentence that mentions one.

    `loose`: a row of a table may say more of its file than its label.
    """
    files = [link for link in links if is_document(link.href)]
    if len(files) != 1 or len(links) > 1:
        return ""
    rest = _FILE_NOTE.sub(" ", text.replace(files[0].text, " ", 1))
    return canonical(files[0].href) if loose or len(rest.split()) < _FEW_WORDS else ""


def unnumbered(question: str) -> str:
    """A question without its number, which says where it stands and not what it asks.

    >>> unnumbered("Q11: What is the 287(g)?")
    'What is the 287(g)?'
    """
    return _NUMBER.sub("", question, count=1)


def _anchors(run: Iterable[Node]) -> Iterator[Tag]:
    for node in run:
        if isinstance(node, Tag):
            if node.name == "a":
                yield node
            yield from node.find_all("a")
            holder = node.find_parent("a")
            if holder is not None:
                yield holder


def _picture(tag: Tag) -> str:
    image = tag.find("img")
    return tidy(str(image.get("alt") or "")) if isinstance(image, Tag) else ""


def _pieces(run: Iterable[Node]) -> Iterator[str]:
    for node in run:
        if isinstance(node, NavigableString):
            yield str(node)
        elif node.name in _BREAKS:
            yield " "
            yield from _pieces(node.children)  # type: ignore[arg-type]
            yield " "
        else:
            yield from _pieces(node.children)  # type: ignore[arg-type]
