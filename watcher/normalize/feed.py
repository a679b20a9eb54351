"""What an RSS or Atom feed says; no entity of its own is ever expanded."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_tz
from xml.parsers import expat

from watcher.model import Payload
from watcher.normalize.days import day_in
from watcher.normalize.decode import decode
from watcher.normalize.items import Feed, Item, soup_of
from watcher.normalize.rules.page_dates import iso_date
from watcher.normalize.tree import Tree
from watcher.text import tidy

_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_DOCTYPE = re.compile(r"<!DOCTYPE(?:[^<>\[]*\[.*?\]\s*>|[^<>\[]*>)", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(\w{2,31};)?")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PROLOGUE = 65_536
_DEEPEST = 100
_FRAME = frozenset({
    "lastBuildDate", "updated", "modified", "ttl", "generator", "docs", "copyright", "rights", "managingEditor",
    "webMaster", "sy:updatePeriod", "sy:updateFrequency", "sy:updateBase", "category", "author", "dc:creator",
    "slash:comments",
})  # fmt: skip
"""What readers of a feed do not read as its text: when and by whom it was built, how entries are filed."""
_BODIES = ("content:encoded", "content", "description", "summary", "media:description")
_TIME = re.compile(r"\d:\d\d")
_VOID = frozenset({"br", "hr", "img"})


@dataclass(slots=True)
class Node:
    """An element of a feed."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    """Its text; markup inside is written out again."""

    @property
    def text(self) -> str:
        """All that it says."""
        return "".join(self.pieces).strip()

    def all(self, *names: str) -> Iterator["Node"]:
        """The children of these names, in the order of the names."""
        return (child for name in names for child in self.children if child.name == name)

    def said(self, *names: str) -> str:
        """What the first child of these names says."""
        return next((child.text for child in self.all(*names) if child.text), "")


def tree_of_feed(payload: Payload, zone: str = "UTC") -> tuple[Tree, bool]:
    """The page that the feed makes, its instants told by their days in that zone.

    And whether text was lost because it is no well-formed XML.
    """
    root, lossy = _root(_text(payload))
    return Tree(soup_of(_feed(root, zone)), payload.url, "feed"), lossy


def _text(payload: Payload) -> str:
    """The characters: the header counts more than what the XML says of itself."""
    found = _DECLARED.match(payload.body[:300])
    declared = f"text/xml; charset={found[1].decode('ascii')}" if found else "text/xml"
    is_told = "charset" in payload.content_type.lower()
    return _CONTROLS.sub("", decode(payload.body, payload.content_type if is_told else declared))


def _root(text: str) -> tuple[Node, bool]:
    """The feed as it is; else with its stray signs and its own entities written out; else as far as it goes."""
    root, is_whole = _grown(text)
    if not is_whole:
        root, is_whole = _grown(
            _ENTITY.sub(_written_out, _DOCTYPE.sub("", text[:_PROLOGUE], count=1) + text[_PROLOGUE:])
        )
    return root, not is_whole


def _written_out(found: re.Match[str]) -> str:
    letter = html.unescape(f"&{found[1] or ''}")
    return letter if found[1] and len(letter) <= 2 else f"&amp;{found[1] or ''}"


def _grown(text: str) -> tuple[Node, bool]:
    tree = _Tree()
    try:
        tree.parser.Parse(text, True)
    except (expat.ExpatError, _Refused):
        return tree.top, False
    return tree.top, tree.is_whole


class _Refused(Exception):
    """The feed brings entities of its own."""


class _Tree:
    """Grows nodes as the parser meets elements."""

    def __init__(self) -> None:
        self.top = Node("")
        self.is_whole = True
        self._open = [self.top]
        self._prefix = ""
        self._xhtml = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._said
        self.parser.EntityDeclHandler = self._refuse

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) == 1:
            # What carries the prefix of the feed itself belongs to the feed's own language.
            self._prefix = name.removesuffix("feed").removesuffix("RDF") if ":" in name else ""
        node = Node(name.removeprefix(self._prefix), attributes)
        self._xhtml += 1 if self._xhtml or attributes.get("type") == "xhtml" else 0
        if len(self._open) < _DEEPEST:
            self._open[-1].children.append(node)
        else:
            self.is_whole = False
        self._open.append(node)

    def _end(self, _: str) -> None:
        node = self._open.pop()
        self._xhtml -= 1 if self._xhtml else 0
        if self._xhtml:
            self._open[-1].pieces.append(_markup(node))

    def _said(self, text: str) -> None:
        self._open[-1].pieces.append(html.escape(text) if self._xhtml else text)

    def _refuse(self, *_: object) -> None:
        raise _Refused


def _markup(node: Node) -> str:
    """An element of XHTML as it was written."""
    attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in node.attributes.items())
    closing = "" if node.name in _VOID else f"</{node.name}>"
    return f"<{node.name}{attributes}>{''.join(node.pieces)}{closing}"


def _feed(top: Node, zone: str) -> Feed:
    root = next(iter(top.children), top)
    channel = next(root.all("channel"), root)
    return Feed(
        title=channel.said("title"),
        blurb=channel.said("subtitle", "description", "tagline"),
        language=channel.said("language", "dc:language") or root.attributes.get("xml:lang", ""),
        frame=tuple(_frame(channel)),
        items=[_item(node, zone) for holder in {id(one): one for one in (channel, root)}.values()
               for node in holder.all("item", "entry")],
    )  # fmt: skip


def _item(node: Node, zone: str) -> Item:
    links = [
        (one.attributes.get("rel", "alternate"), one.attributes.get("href") or one.text) for one in node.all("link")
    ]
    return Item(
        name=node.said("guid", "id", "dc:identifier") or node.attributes.get("rdf:about", ""),
        title=node.said("title"),
        link=next((address for rel, address in links if rel == "alternate" and address), ""),
        day=_day(node.said("pubDate", "published", "issued", "dc:date"), zone),
        body=max((said.text for said in node.all(*_BODIES)), key=len, default=""),
        frame=tuple(_frame(node)),
        files=tuple(_files(node, links)),
    )


def _files(node: Node, links: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield from (address for rel, address in links if rel == "enclosure" and address)
    yield from (one.attributes["url"] for one in node.all("enclosure") if one.attributes.get("url"))


def _frame(node: Node) -> Iterator[tuple[str, str]]:
    """What is no text of the feed, element by element."""
    for child in node.children:
        if child.name in _FRAME and (words := tidy(" ".join((child.text, *(one.text for one in child.children))))):
            yield child.name, words


def _day(written: str, zone: str) -> str:
    """The day in ISO form, whether written in a letter's way or in ISO's."""
    told = parsedate_tz(written)
    if told is None:
        return day_in(written, zone) or iso_date(written) or tidy(written)
    year, month, day, hour, minute, second, *_, offset = told
    is_whole = bool(_TIME.search(written)) and not offset
    instant = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{min(second, 59):02}Z"
    return (day_in(instant, zone) if is_whole else None) or f"{year:04}-{month:02}-{day:02}"
