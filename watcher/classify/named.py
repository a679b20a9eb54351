"""The figures that the operator follows by name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2

from watcher.classify.figures import FIGURE
from watcher.model import Block, Document, Source
from watcher.text import fold

_NUMBER = (
    r"(?P<n>(?:(?:US)?\$ ?)?(?:\d[\d,.]*\d|\d)"
    r"(?: ?%| (?:percent|per cent|thousand|million|billion|trillion)\b)?)"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|\n")


@dataclass(frozen=True, slots=True)
class Named:
    """A followed figure as one document gives it."""

    name: str
    number: str
    sentence: str
    """The sentence or the cell that it stands in."""


def figures_of(document: Document, source: Source) -> Iterator[Named]:
    """Each figure that the source follows, where it stands first."""
    for name, wording in source.figures:
        if found := _find(document, name, wording):
            yield found


def speaks(block: Block | None, wording: str) -> bool:
    """Whether the block holds the figure of that wording."""
    return block is not None and _number(block, wording) is not None


def _find(document: Document, name: str, wording: str) -> Named | None:
    for block in document.blocks:
        if number := _number(block, wording):
            return Named(name, number, _around(block.text, number))
    return None


def _number(block: Block, wording: str) -> str | None:
    found = _pattern(wording).search(fold(block.text))
    return found["n"].strip() if found and FIGURE.search(found["n"]) else None


@lru_cache(maxsize=256)
def _pattern(wording: str) -> Any:
    """The operator's wording, the number where `{n}` stands; RE2, as everything an operator writes."""
    before, _, after = wording.partition("{n}")
    words = [re2.escape(fold(part)) for part in (before, after)]
    gap = [" " if part[-1:].isspace() else "" for part in (before, after[:1])]
    return re2.compile(f"(?i){words[0]}{gap[0]}{_NUMBER}{gap[1]}{words[1]}")


def _around(text: str, number: str) -> str:
    return next((one for one in _SENTENCE.split(text) if number in fold(one)), text)
