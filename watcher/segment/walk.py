"""How a tree becomes passages: which elements stand on their own, which belong to a sentence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bs4 import NavigableString, Tag

from watcher.model import Link
from watcher.segment.flow import Passage
from watcher.segment.marks import BLOCKS, HEADINGS, entries_of, is_accordion, is_notice, is_trigger
from watcher.segment.tables import is_data, rows_of
from watcher.segment.wording import document_key, is_contents_link, links_of, says
from watcher.text import tidy

_ONLY_MARKS = re.compile(r"^[\W_]*$")
_BOLD = frozenset({"strong", "b"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the page the walk is."""

    kind: str = "paragraph"
    group: int = 0
    entry: int = 0


class Walk:
    """Goes through a tree once; the passages found are in `passages`."""

    def __init__(self, root: Tag, base: str) -> None:
        self.passages: list[Passage] = []
        self._base = base
        self._entries = entries_of(root)
        self._blocky = _holding_blocks(root)
        self._count = 0
        self._into(root, Place())

    def _into(self, tag: Tag, place: Place) -> None:
        run: list[NavigableString | Tag] = []
        for child in tag.contents:
            if isinstance(child, Tag) and (child.name in BLOCKS or id(child) in self._blocky):
                self._flush(run, place)
                run = []
                self._block(child, place)
            elif isinstance(child, Tag | NavigableString):
                if isinstance(child, Tag) and child.name == "br" and _ends_with_break(run):
                    self._flush(run, place)
                    run = []
                run.append(child)
        self._flush(run, place)

    def _block(self, tag: Tag, place: Place) -> None:
        place = self._place(tag, place)
        if tag.name in HEADINGS:
            self._heading(tag, place)
        elif is_trigger(tag):
            self._question(tag, place)
        elif tag.name == "table" and is_data(tag):
            self._table(tag, place)
        elif is_notice(tag):
            self._whole(tag, replace(place, kind="notice"))
        elif tag.name == "li":
            self._into(tag, replace(place, kind="list-item"))
        else:
            self._into(tag, place)

    def _place(self, tag: Tag, place: Place) -> Place:
        if not place.entry and id(tag) in self._entries:
            place = replace(place, entry=self._next())
        if tag.name in ("dl", "details") or (not place.group and is_accordion(tag)):
            place = replace(place, group=self._next())
        return place

    def _heading(self, tag: Tag, place: Place) -> None:
        """A heading; where a button stands in it, it opens what follows."""
        asks = tag.find("button") is not None and place.group > 0
        self._say([tag], replace(place, kind="heading"), level=int(tag.name[1]), asks=asks)

    def _question(self, tag: Tag, place: Place) -> None:
        level = 5 if tag.find(HEADINGS) is None else int(str(tag.find(HEADINGS).name)[1])  # type: ignore[union-attr]
        self._say([tag], replace(place, kind="heading"), level=level, asks=True)

    def _table(self, tag: Tag, place: Place) -> None:
        for cells, row in rows_of(tag):
            links = links_of([row], self._base)
            address = document_key(links, " ".join(cells), loose=True)
            self._keep(
                Passage(
                    "document" if address else "row",
                    " | ".join(cells),
                    links,
                    group=place.group,
                    entry=place.entry,
                    key=address,
                )  # fmt: skip
            )

    def _whole(self, tag: Tag, place: Place) -> None:
        self._say([tag], place)

    def _flush(self, run: Sequence[NavigableString | Tag], place: Place) -> None:
        if not run:
            return
        self._say(run, place)

    def _say(self, run: Sequence[NavigableString | Tag], place: Place, *, level: int = 0, asks: bool = False) -> None:
        text = tidy(says(run))
        if not text:
            self._images(run, place)
            return
        links = links_of(run, self._base)
        kind = "toc" if place.kind != "heading" and is_contents_link(run, text) else place.kind
        address = document_key(links, text) if kind in ("paragraph", "list-item") else ""
        self._keep(
            Passage(
                "document" if address else kind,
                text,
                links,
                level=level,
                asks=asks,
                group=place.group,
                entry=place.entry,
                bold=_is_bold(run, text),
                key=address,
                title=_opening_link(run),
            )  # fmt: skip
        )
        self._images(run, place)

    def _images(self, run: Iterable[NavigableString | Tag], place: Place) -> None:
        """Pictures by the words that stand for them."""
        for node in run:
            if not isinstance(node, Tag):
                continue
            for image in [node] if node.name == "img" else node.find_all("img"):
                alt = tidy(str(image.get("alt") or ""))
                if alt and not _ONLY_MARKS.match(alt):
                    self._keep(Passage("image", alt, group=place.group, entry=place.entry))

    def _keep(self, passage: Passage) -> None:
        self.passages.append(passage)

    def _next(self) -> int:
        self._count += 1
        return self._count


def _holding_blocks(root: Tag) -> set[int]:
    """Inline elements that hold block elements, against the rules or by HTML5's leave (`a` around a card)."""
    held: set[int] = set()
    for tag in root.find_all(BLOCKS):
        for parent in tag.parents:
            if parent is root or id(parent) in held:
                break
            held.add(id(parent))
    return held


def _ends_with_break(run: Sequence[NavigableString | Tag]) -> bool:
    """Two line breaks in a row part paragraphs on old pages."""
    for node in reversed(run):
        if isinstance(node, Tag):
            return node.name == "br"
        if str(node).strip():
            return False
    return False


def _is_bold(run: Sequence[NavigableString | Tag], text: str) -> bool:
    bold = [
        tag for node in run if isinstance(node, Tag) for tag in ([node] if node.name in _BOLD else node.find_all(_BOLD))
    ]
    return bool(bold) and tidy("".join(tag.get_text() for tag in bold)) == text


def _opening_link(run: Sequence[NavigableString | Tag]) -> str:
    """The words of the link that comes before any other words."""
    for node in run:
        if isinstance(node, NavigableString):
            if node.strip(" \t\r\n\u00a0•·-–"):
                return ""
            continue
        link = node if node.name == "a" else node.find("a")
        if isinstance(link, Tag) and (words := tidy(link.get_text())):
            return words if tidy(says([node])).startswith(words) else ""
        if node.get_text(strip=True):
            return ""
    return ""
