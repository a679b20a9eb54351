"""A snapshot as a reader would see it: facts, then blocks."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from watcher.text import fold


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside a block, its address absolute."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """The smallest passage a person would call one thing."""

    kind: str
    """`fact heading paragraph list-item question answer item row notice link ...`"""
    key: str
    """Who it is: a question's words, an entry's address, a fact's name; may repeat for plain text."""
    text: str
    """What it says, as shown (white space tidied, letters untouched)."""
    path: tuple[str, ...] = ()
    """The headings it stands under, outermost first."""
    links: tuple[Link, ...] = ()

    def says(self) -> tuple[str, str, str]:
        """What has to be equal for two blocks to be the same words in the same role."""
        return self.kind, self.key, fold(self.text)


@dataclass(frozen=True, slots=True)
class Stripped:
    """Boilerplate that a named rule took away."""

    rule: str
    text: str

    @property
    def moves(self) -> bool:
        """Whether it was left out because it moves by itself: that it differs says nothing."""
        return self.rule.startswith("moves-by-itself ")


@dataclass(frozen=True)
class Document:
    """Facts, then blocks, in reading order; and what was taken away to get there."""

    kind: str
    facts: tuple[Block, ...] = ()
    blocks: tuple[Block, ...] = ()
    stripped: tuple[Stripped, ...] = ()
    confidence: float = 1.0
    """How sure the page kind is, 0 to 1."""
    lossy: bool = False
    """The reader may have lost text."""
    goes_on: bool = False
    """The list goes on, on a page that was not read."""

    def fact(self, name: str) -> str | None:
        """What the page says of itself under that name."""
        return next((block.text for block in self.facts if block.key == name), None)

    @cached_property
    def fingerprint(self) -> str:
        """64 hex digits, equal for documents whose facts and blocks say the same words in order."""
        told = [
            (*block.says(), block.path, tuple((link.href, fold(link.text)) for link in block.links))
            for block in (*self.facts, *self.blocks)
        ]
        return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def words(self) -> int:
        """How many words the blocks hold."""
        return sum(len(block.text.split()) for block in self.blocks)


def fact(name: str, text: str) -> Block:
    """What a page says of itself, as a block."""
    return Block("fact", name, text)
