"""A parsed page whose elements are found by name, class, id or words without searching it again."""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString, PageElement

from watcher.normalize.element import Element, below, stretch_of
from watcher.normalize.flat import lay_flat
from watcher.normalize.marks import found_in
from watcher.normalize.tokens import INVISIBLE, calm
from watcher.tags import BLOCKS, PARTING
from watcher.text import fold, tidy

_CELLS = frozenset({"td", "th", "dt", "dd"})
_LONGEST_LINE = 400
_NEARLY_ALL = 0.8

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Passage:
    """A block element that holds no other, with its words."""

    tag: Tag
    text: str


class Tree:
    """One page, taken in once.

    What no reader sees (scripts, styles, comments, metadata) is out of the tree; metadata can still be asked for.
    """

    def __init__(self, soup: BeautifulSoup, url: str = "", form: str = "html", zone: str = "UTC") -> None:
        self.soup = soup
        self.url = url
        self.format = form
        self.zone = zone
        self._names: dict[str, list[Tag]] = defaultdict(list)
        self._classes: dict[str, list[Tag]] = defaultdict(list)
        self._ids: dict[str, list[Tag]] = defaultdict(list)
        self.metas: list[Tag] = []
        self.links: list[Tag] = []
        self.base = ""
        self.title = ""
        self._held: dict[str, set[int]] = {}
        self._answers: dict[Callable[[Tree], Any], Any] = {}
        self._take_in()

    @cached_property
    def body(self) -> Tag:
        """The body, or all there is."""
        return self.soup.body or self.soup

    def named(self, *names: str) -> list[Tag]:
        """Elements of these names."""
        return [tag for name in names for tag in self._names.get(name, ())]

    def classed(self, *classes: str) -> list[Tag]:
        """Elements that carry one of these classes."""
        return [tag for name in classes for tag in self._classes.get(name, ())]

    def with_id(self, *ids: str) -> list[Tag]:
        """Elements of these ids."""
        return [tag for name in ids for tag in self._ids.get(name, ())]

    def identified(self, pattern: re.Pattern[str]) -> list[Tag]:
        """Elements whose id the pattern finds something in."""
        return _of(self._ids, pattern)

    def marked(self, pattern: re.Pattern[str]) -> list[Tag]:
        """Elements with an id or a class that the pattern finds something in, each once."""
        found = (*_of(self._classes, pattern), *_of(self._ids, pattern))
        return list({id(tag): tag for tag in found}.values())

    def with_role(self, *roles: str) -> list[Tag]:
        """Elements that play one of these roles."""
        return [tag for tag in self._roles if tag.get("role") in roles]

    def meta(self, *names: str) -> str | None:
        """The content of the first meta element of one of these names that says anything."""
        for name in names:
            for tag in self.metas:
                if str(tag.get("name") or tag.get("property") or tag.get("http-equiv") or "").lower() == name:
                    content = tidy(str(tag.get("content") or ""))
                    if content:
                        return content
        return None

    @cached_property
    def passages(self) -> list[Passage]:
        """Every block element that holds no other and has words, in reading order."""
        blocks = [tag for tag in tags_in(self.body) if tag.name in BLOCKS]
        outer = holders(blocks)
        return [Passage(tag, text) for tag in blocks if id(tag) not in outer and (text := words_of(tag))]

    def lines(self, pattern: re.Pattern[str]) -> list[Tag]:
        """Passages that the pattern matches, letters, quotes and spaces made alike; never the cell of a table."""
        return [tag for tag, words in self._folded if pattern.match(words)]

    @cached_property
    def _folded(self) -> list[tuple[Tag, str]]:
        return [
            (passage.tag, fold(passage.text).casefold())
            for passage in self.passages
            if len(passage.text) <= _LONGEST_LINE and passage.tag.name not in _CELLS
        ]

    def holds(self, tag: Tag, *names: str) -> bool:
        """Whether an element of one of these names lies in the tag."""
        return any(id(tag) in self._holders(name) for name in names)

    def is_page(self, tag: Tag) -> bool:
        """Whether the page stands in the tag, as all of it does in the one form of an ASP.NET page."""
        return self.holds(tag, "main", "h1") or len(words_of(tag)) > _NEARLY_ALL * len(self.words)

    def _holders(self, name: str) -> set[int]:
        if name not in self._held:
            self._held[name] = holders(self._names.get(name, ()))
        return self._held[name]

    def once(self, ask: Callable[["Tree"], Answer]) -> Answer:
        """What that function says of the page as it came; asked once, though a lift and a strip rule both want it."""
        if ask not in self._answers:
            self._answers[ask] = ask(self)
        answer: Answer = self._answers[ask]
        return answer

    @cached_property
    def words(self) -> str:
        """All that the page says."""
        return words_of(self.body)

    def _take_in(self) -> None:
        self._roles: list[Tag] = []
        unseen: list[Tag | Comment] = []
        waiting = self.soup.contents[::-1]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Tag):
                self._index(node, unseen)
                waiting += node.contents[::-1]
            elif type(node) is not NavigableString:
                unseen.append(node)  # type: ignore[arg-type]
        for node in unseen:
            _take_out(node)
        lay_flat(self.soup, Element)

    def _index(self, tag: Tag, unseen: list[Tag | Comment]) -> None:
        if tag.name in INVISIBLE or tag.name == "title":
            unseen.append(tag)
            self._index_metadata(tag)
            return
        self._names[tag.name].append(tag)
        marks = tag.attrs
        for name in marks.get("class") or ():
            self._classes[calm(name)].append(tag)
        if identity := marks.get("id"):
            self._ids[calm(str(identity))].append(tag)
        if "role" in marks:
            self._roles.append(tag)

    def _index_metadata(self, tag: Tag) -> None:
        if tag.name == "meta":
            # What is said to browsers without scripts alone is not said of the page.
            if tag.find_parent("noscript") is None:
                self.metas.append(tag)
        elif tag.name == "link":
            self.links.append(tag)
        elif tag.name == "title" and not self.title:
            self.title = tidy(tag.get_text())
        elif tag.name == "base" and not self.base:
            self.base = str(tag.get("href") or "")


def _of(named: Mapping[str, list[Tag]], pattern: re.Pattern[str]) -> list[Tag]:
    """The elements under all names that the pattern finds something in, in the order of the names."""
    found = found_in(pattern, named.keys())
    return [tag for name, tags in named.items() if name in found for tag in tags] if found else []


def words_of(tag: Tag) -> str:
    """What the element says, white space tidied; block elements do not run into each other."""
    stretch = stretch_of(tag)
    if stretch is not None:
        return stretch.words()
    pieces: list[str] = []
    waiting: list[PageElement | str] = [*reversed(tag.contents)]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Tag):
            pieces.append(node)  # type: ignore[arg-type]
            continue
        if node.name in PARTING:
            pieces.append(" ")
            waiting.append(" ")
        waiting += node.contents[::-1]
    return tidy("".join(pieces))


def tags_in(root: Tag) -> list[Tag]:
    """All elements below, in reading order."""
    return list(below(root))


def holders(tags: Iterable[Tag]) -> set[int]:
    """The ids of all elements that hold one of these."""
    held: set[int] = set()
    for tag in tags:
        parent = tag.parent
        while parent is not None and id(parent) not in held:
            held.add(id(parent))
            parent = parent.parent
    return held


def inside(tag: Tag, names: Container[str]) -> bool:
    """Whether an element of one of these names holds it."""
    parent = tag.parent
    while parent is not None:
        if parent.name in names:
            return True
        parent = parent.parent
    return False


def _take_out(node: Tag | Comment) -> None:
    """Take a node out, joining the text on both sides into one piece: a script in a sentence does not cut it."""
    before, after = node.previous_sibling, node.next_sibling
    node.extract()
    if type(before) is NavigableString and type(after) is NavigableString:
        after.extract()
        before.replace_with(NavigableString(str(before) + str(after)))
