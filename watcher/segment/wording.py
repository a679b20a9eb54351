"""What a stretch of text says, where its links lead."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bs4 import Tag
from bs4.element import NavigableString

from watcher.model import Link
from watcher.text import slug, tidy
from watcher.urls import absolute, canonical, is_document

Node = NavigableString | Tag

_BREAKS = frozenset({
    "br", "p", "div", "li", "td", "th", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "section", "article",
    "ul", "ol", "table", "i", "button", "summary", "caption",
})  # fmt: skip
"""Elements that part words; `i` among them, since an empty one is an icon between two words (ICE's news heads)."""
_UNSEEN = "\u200b\u200e\u200f\u2060\ufeff"
"""Marks of no width, as Word leaves them at the edge of what is pasted."""
_STRUCK = frozenset({"s", "strike", "del"})
_FILE_NOTE = re.compile(
    r"[(\[]?(?:new|updated|revised|posted|added|issued|published|effective|as of|dated)?:? ?"
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2}/\d{1,2}/\d{2,4})[)\]]?"
    r"|[(\[]?\s*(?:pdf|docx?|xlsx?|pptx?|csv|zip|\d[\d.,]*\s*(?:kb|mb|bytes|pages?|pp)|[|,·\s-])+\s*[)\]]?",
    re.IGNORECASE,
)
_NO_ADDRESS = ("javascript:", "data:", "#")
_FEW_WORDS = 4
_NUMBER = re.compile(
    r"^\s*(?:Q(?:uestion)?\s*[.#-]?\s*\d*\s*[.:)–-]\s*|\d{1,3}\s*[.):]\s+|[A-Z][.)]\s+(?=[A-Z]))", re.IGNORECASE
)


@dataclass(slots=True)
class Stretch:
    """What some nodes in a row say."""

    pieces: list[str] = field(default_factory=list)
    anchors: list[tuple[Tag, int]] = field(default_factory=list)
    """(Link, index of its first piece)."""
    ends: list[int] = field(default_factory=list)
    """Index after the last piece of each link."""
    bold: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that is said."""
        return tidy("".join(self.pieces)).strip(_UNSEEN)

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return bool(self.bold) and tidy("".join(self.bold)).strip(_UNSEEN) == self.text

    @property
    def title(self) -> str:
        """The words of the link that it opens with."""
        for (_, start), end in zip(self.anchors, self.ends, strict=True):
            if tidy("".join(self.pieces[:start])).strip("•·–- "):
                return ""
            if words := self._between(start, end):
                return words
        return ""

    def links(self, base: str) -> tuple[Link, ...]:
        """The links, absolute; places on the same page are no links."""
        found = []
        for (tag, start), end in zip(self.anchors, self.ends, strict=True):
            href = str(tag.get("href") or "").strip()
            if href and not href.lower().startswith(_NO_ADDRESS):
                found.append(Link(absolute(base, href), self._between(start, end) or _picture(tag)))
        return tuple(found)

    def is_contents(self) -> bool:
        """Whether it says nothing but where else on the same page something stands."""
        hrefs = [str(tag.get("href") or "") for tag, _ in self.anchors]
        if not hrefs or not all(href.startswith("#") and len(href) > 1 for href in hrefs):
            return False
        linked = [self._between(start, end) for (_, start), end in zip(self.anchors, self.ends, strict=True)]
        return slug(" ".join(linked)) == slug(self.text)

    def _between(self, start: int, end: int) -> str:
        return tidy("".join(self.pieces[start:end])).strip(_UNSEEN)


def stretch(run: Iterable[Node], holder: Tag | None = None) -> Stretch:
    """What the nodes say; `holder` is the link that all of them stand in."""
    told = Stretch()
    if holder is not None:
        told.anchors.append((holder, 0))
    _gather(run, told, bold=False)
    if holder is not None:
        told.ends.insert(0, len(told.pieces))
    return told


def document_key(links: Sequence[Link], text: str) -> str:
    """The address of the file that the passage only offers; empty for a sentence that mentions one."""
    address = row_document_key(links)
    if not address:
        return ""
    rest = _FILE_NOTE.sub(" ", text.replace(links[0].text, " ", 1))
    return address if len(rest.split()) < _FEW_WORDS else ""


def row_document_key(links: Sequence[Link]) -> str:
    """The address of the file that a table's row is about: its only link."""
    return canonical(links[0].href) if len(links) == 1 and is_document(links[0].href) else ""


def unnumbered(question: str) -> str:
    """A question without its number, which says where it stands and not what it asks.

    >>> unnumbered("Q11: What is the 287(g)?")
    'What is the 287(g)?'
    """
    return _NUMBER.sub("", question, count=1)


def _gather(run: Iterable[Node], told: Stretch, *, bold: bool) -> None:
    for node in run:
        if not isinstance(node, Tag):
            told.pieces.append(str(node))
            if bold:
                told.bold.append(str(node))
            continue
        before, after = _around(node)
        told.pieces.append(before)
        _gather_tag(node, told, bold=bold or node.name in ("strong", "b"))
        told.pieces.append(after)


def _around(tag: Tag) -> tuple[str, str]:
    """What is put before and behind its words: a gap where it parts words; where it strikes them out, that."""
    if tag.name in _STRUCK:
        return ("[struck out: ", "]") if tag.get_text().strip() else ("", "")
    return (" ", " ") if tag.name in _BREAKS else ("", "")


def _gather_tag(tag: Tag, told: Stretch, *, bold: bool) -> None:
    if tag.name == "img":
        if alt := tidy(str(tag.get("alt") or "")):
            told.images.append(alt)
    elif tag.name == "a":
        place = len(told.ends)
        told.anchors.append((tag, len(told.pieces)))
        told.ends.append(0)
        _gather(tag.contents, told, bold=bold)  # type: ignore[arg-type]
        told.ends[place] = len(told.pieces)
    else:
        _gather(tag.contents, told, bold=bold)  # type: ignore[arg-type]


def _picture(tag: Tag) -> str:
    image = tag.find("img")
    return tidy(str(image.get("alt") or "")) if isinstance(image, Tag) else ""
