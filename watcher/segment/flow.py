"""A page as a row of passages in reading order, before anybody knows what kind of page it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bs4 import Tag

from watcher.model import Block, Link, Source, Stripped


class Page(Protocol):
    """What cutting asks of a page that was read."""

    @property
    def root(self) -> Tag:
        """Holds the content and nothing else."""

    @property
    def facts(self) -> tuple[Block, ...]:
        """What the page says of itself."""

    @property
    def stripped(self) -> tuple[Stripped, ...]:
        """What was taken away."""

    @property
    def url(self) -> str:
        """What relative links are relative to."""

    @property
    def format(self) -> str:
        """`html`, `text`, `pdf`, `feed`, `json` or `binary`."""

    @property
    def source(self) -> Source:
        """What its operator told us of it."""

    @property
    def lossy(self) -> bool:
        """The reader may have lost text."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A block to be, with what its place on the page tells of it."""

    kind: str
    text: str
    links: tuple[Link, ...] = ()
    level: int = 0
    """Of a heading, 1 to 6; 0 for anything else."""
    asks: bool = False
    """It opens an answer: the button of an accordion, a `dt`, a `summary`."""
    group: int = 0
    """The accordion, definition list or `details` that it stands in; 0 for none."""
    entry: int = 0
    """The row of a listing that it stands in; 0 for none."""
    name: str = ""
    """What the source itself calls that row."""
    bold: bool = False
    """All of it is bold."""
    key: str = ""
    path: tuple[str, ...] = ()
    title: str = ""
    """The words of the link that it opens with."""

    def block(self) -> Block:
        """The passage as it stands."""
        return Block(self.kind, self.key, self.text, self.path, self.links)


@dataclass(frozen=True, slots=True)
class Flow:
    """The passages of one page."""

    passages: tuple[Passage, ...]
    source: Source
    url: str
    format: str
    stripped: tuple[Stripped, ...]

    @property
    def words(self) -> int:
        """How many words the page holds; at least 1."""
        return sum(len(passage.text.split()) for passage in self.passages) or 1


def with_paths(passages: Sequence[Passage], title: str = "") -> tuple[Passage, ...]:
    """The passages with the headings that they stand under; the page's title heads all, so it is in no path."""
    stack: list[Passage] = []
    told = []
    for passage in passages:
        while stack and stack[-1].group and stack[-1].group != passage.group:
            stack.pop()
        while passage.level and stack and stack[-1].level >= passage.level:
            stack.pop()
        told.append(replace(passage, path=tuple(heading.text for heading in stack)))
        if passage.level > 1 and passage.text != title:
            stack.append(passage)
    return tuple(told)
