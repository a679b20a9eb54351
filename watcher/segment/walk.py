"""How a tree becomes passages: which elements stand on their own, which belong to a sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bs4 import Tag
from bs4.element import NavigableString

from watcher.segment.flow import Passage
from watcher.segment.marks import HEADINGS, NAME, entries_of, is_accordion, is_notice, is_trigger
from watcher.segment.tables import is_data, rows_of
from watcher.segment.wording import Node, Stretch, document_key, row_document_key, stretch
from watcher.tags import BLOCKS
from watcher.text import fold

_ONLY_MARKS = re.compile(r"^[\W_]*$")
_SEPARATOR = re.compile(r"^[|/·•›»>–—-]*$")
_PANEL_LEVEL = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the page the walk is."""

    kind: str = "paragraph"
    group: int = 0
    entry: int = 0
    name: str = ""
    """What the source itself calls the entry."""
    link: Tag | None = None


class Walk:
    """Goes through a tree once; the passages found are in `passages`."""

    def __init__(self, root: Tag, base: str) -> None:
        self.passages: list[Passage] = []
        self._base = base
        self._count = 0
        self._entries = entries_of(root)
        self._blocky = _holding_blocks(root)
        self._into(root, Place())

    def _into(self, tag: Tag, place: Place) -> None:
        run: list[Node] = []
        for child in tag.contents:
            if isinstance(child, Tag) and (child.name in BLOCKS or id(child) in self._blocky):
                self._say(run, place)
                run = []
                self._block(child, place)
            elif isinstance(child, Tag) and child.name == "br" and _ends_with_break(run):
                self._say(run, place)
                run = []
            elif isinstance(child, Tag | NavigableString):
                run.append(child)
        self._say(run, place)

    def _block(self, tag: Tag, place: Place) -> None:
        place = self._place(tag, place)
        if tag.name in HEADINGS:
            asks = place.group > 0 and tag.find("button") is not None
            self._say([tag], replace(place, kind="heading"), level=int(tag.name[1]), asks=asks)
        elif is_trigger(tag):
            self._say([tag], replace(place, kind="heading"), level=_level_in(tag), asks=True)
        elif tag.name == "table" and is_data(tag):
            self._table(tag, place)
        elif is_notice(tag):
            self._say([tag], replace(place, kind="notice"))
        elif tag.name == "li":
            self._into(tag, replace(place, kind="list-item"))
        else:
            self._into(tag, place)

    def _place(self, tag: Tag, place: Place) -> Place:
        if not place.entry and id(tag) in self._entries:
            place = replace(place, entry=self._next(), name=str(tag.get(NAME) or ""))
        if tag.name in ("dl", "details") or (not place.group and is_accordion(tag)):
            place = replace(place, group=self._next())
        return replace(place, link=tag) if tag.name == "a" else place

    def _table(self, table: Tag, place: Place) -> None:
        for cells, row in rows_of(table):
            links = stretch([row]).links(self._base)
            address = row_document_key(links)
            self._keep("document" if address else "row", " | ".join(cells), place, links=links, key=address)

    def _say(self, run: Sequence[Node], place: Place, *, level: int = 0, asks: bool = False) -> None:
        """Keep what a run of nodes says, then the pictures in it."""
        if not run:
            return
        if not level and place.kind == "paragraph" and (end := _asked_first(run)):
            self._say(run[:end], place)
            self._say(run[end:], place)
            return
        told = stretch(run, place.link)
        text = told.text
        if text and not _SEPARATOR.match(fold(text)):
            links = told.links(self._base)
            kind, key = _kind(told, place, document_key(links, text))
            self._keep(
                kind, text, place, links=links, level=level, asks=asks, bold=told.is_bold, key=key, title=told.title
            )
        for alt in told.images:
            if not _ONLY_MARKS.match(alt):
                self._keep("image", alt, place)

    def _keep(self, kind: str, text: str, place: Place, **more: object) -> None:
        self.passages.append(Passage(kind, text, group=place.group, entry=place.entry, name=place.name, **more))  # type: ignore[arg-type]

    def _next(self) -> int:
        self._count += 1
        return self._count


def _kind(told: Stretch, place: Place, address: str) -> tuple[str, str]:
    """What sort of block it is; its key when it only offers a file."""
    if place.kind not in ("paragraph", "list-item"):
        return place.kind, ""
    if told.is_contents():
        return "toc", ""
    return ("document", address) if address else (place.kind, "")


def _level_in(tag: Tag) -> int:
    heading = next((inner for inner in tag.descendants if isinstance(inner, Tag) and inner.name in HEADINGS), None)
    return int(heading.name[1]) if heading is not None else _PANEL_LEVEL


def _holding_blocks(root: Tag) -> set[int]:
    """Elements that hold block elements; inline ones do so too, by HTML5's leave (`a` around a card)."""
    held: set[int] = set()
    for tag in root.descendants:
        if not isinstance(tag, Tag) or tag.name not in BLOCKS:
            continue
        for parent in tag.parents:
            if parent is root or id(parent) in held:
                break
            held.add(id(parent))
    return held


def _asked_first(run: Sequence[Node]) -> int:
    """Where in a paragraph the answer begins, when a bold question opens it; 0 where none does."""
    for at, node in enumerate(run):
        if not isinstance(node, Tag) and not str(node).strip():
            continue
        asks = isinstance(node, Tag) and node.name in ("strong", "b") and node.get_text().rstrip().endswith("?")
        return at + 1 if asks and stretch(run[at + 1 :]).text else 0
    return 0


def _ends_with_break(run: Sequence[Node]) -> bool:
    """Two line breaks in a row part paragraphs on old pages."""
    for node in reversed(run):
        if isinstance(node, Tag):
            return node.name == "br"
        if str(node).strip():
            return False
    return False
