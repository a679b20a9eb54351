"""The place in a YAML file of each key or value."""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from watcher.sources.nodes import MappingNode, Node, ScalarNode, SequenceNode
from watcher.sources.plain import plain
from watcher.sources.problem import Problem

Loc = Sequence[str | int]
"""The way to a value: keys of mappings, positions in lists."""
Way = tuple[str | int, ...]
"""The same, as it is noted down."""

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what ruamel counts as the end of a line
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class Place(NamedTuple):
    """A stretch of one line; line and column counted from 1."""

    line: int = 1
    column: int = 1
    width: int = 1


class Step(NamedTuple):
    """How far a way could be gone: the part that is in the file, the last key, the last value."""

    trail: tuple[str | int, ...]
    key: Node | None
    value: Node


@dataclass
class Page:
    """A file that is YAML: its values, and the place of each."""

    file: str
    text: str
    root: MappingNode
    covered: list[tuple[int, int, int]] = field(default_factory=list)
    """(line from 0, first column, last column) of secrets; no snippet shows them."""

    @cached_property
    def plain(self) -> Any:
        """The values in plain Python types."""
        return plain(self.root)

    def walk(self, loc: Loc) -> Step:
        """As far along this way as the file goes; a part that is not in a mapping is passed over."""
        step = Step((), None, self.root)
        for part in loc:
            step = _next(step, part) or step
        return step

    def value(self, loc: Loc) -> Place:
        """Where the value stands, or what comes nearest to it."""
        return place(self.walk(loc).value)

    def key(self, loc: Loc) -> Place:
        """Where the key stands; an entry of a list has no key, so where the entry stands."""
        step = self.walk(loc)
        return place(step.key or step.value)

    def problem(self, at: Place, where: str, code: str, message: str, severity: str = "error") -> Problem:
        """A problem at this place, without the line itself: `illustrated` puts it in."""
        told = printable(message)
        return Problem(self.file, at.line, at.column, severity, printable(where), told, code, width=at.width)

    def on_value(self, loc: Loc, code: str, message: str, severity: str = "error") -> Problem:
        """A problem shown under the value."""
        return self.problem(self.value(loc), written(self.walk(loc).trail), code, message, severity)

    def on_key(self, loc: Loc, code: str, message: str, severity: str = "error") -> Problem:
        """A problem shown under the key."""
        return self.problem(self.key(loc), written(self.walk(loc).trail), code, message, severity)

    def cover(self, node: Node) -> None:
        """Show this value in no snippet from now on."""
        first, last = node.start_mark, node.end_mark
        for line in range(first.line, last.line + 1):
            start = first.column if line == first.line else 0
            end = last.column if line == last.line else 1_000_000
            self.covered.append((line, start, end))

    def is_covered(self, node: Node) -> bool:
        """Whether the value is a secret that nothing may quote."""
        return any(
            line == node.start_mark.line and start <= node.start_mark.column < end for line, start, end in self.covered
        )

    def illustrated(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems with their lines, once all that must not be shown is covered."""
        return [replace(each, snippet=each.snippet or self._snippet(each.line)) for each in problems]

    @cached_property
    def _starts(self) -> "array[int]":
        """Where each line begins; nothing asks for it in a file without mistakes."""
        return array("Q", chain((0,), (found.end() for found in _BREAK.finditer(self.text))))

    def _snippet(self, number: int) -> str:
        if not 0 < number <= len(self._starts):
            return ""
        begins = self._starts[number - 1]
        ends = _BREAK.search(self.text, begins)
        shown = list(printable(self.text[begins : ends.start() if ends else None]))
        for line, start, end in self.covered:
            if line == number - 1:
                shown[start:end] = "•" * len(shown[start:end])
        return "".join(shown)


def _next(step: Step, part: str | int) -> Step | None:
    match step.value:
        case MappingNode(value=pairs):
            # the last of two equal keys is the one whose value counts
            found = [(key, value) for key, value in pairs if key.value == str(part)]
            return Step((*step.trail, part), *found[-1]) if found else None
        case SequenceNode(value=entries, first=first) if isinstance(part, int) and first <= part < first + len(entries):
            return Step((*step.trail, part), None, entries[part - first])
    return None


def parts(node: Node) -> Iterator[tuple[str | int, Node]]:
    """What stands directly under the node, each with its key or position."""
    if isinstance(node, MappingNode):
        yield from ((key.value, value) for key, value in node.value if isinstance(key, ScalarNode))
    elif isinstance(node, SequenceNode):
        yield from enumerate(node.value, node.first)


def place(node: Node) -> Place:
    """Where the node stands; of one that goes over several lines, its first line, of a mapping its first key."""
    if isinstance(node, MappingNode) and node.value and not node.flow_style:
        return place(node.value[0][0])
    first, last = node.start_mark, node.end_mark
    width = last.column - first.column if last.line == first.line else 1
    return Place(first.line + 1, first.column + 1, max(1, width))


def written(loc: Loc) -> str:
    """The way in the file's own words.

    >>> written(("sources", 0, "expect", "pairs"))
    'sources[0].expect.pairs'
    """
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).removeprefix(".")


def lines(text: str) -> list[str]:
    """The text's lines, counted as YAML counts them."""
    return _BREAK.split(text)


def printable(line: str) -> str:
    """The line with every character that would move the caret or the terminal made a space."""
    return _UNPRINTABLE.sub(" ", line)


def quoted(page: Page, node: Node) -> str:
    """The value in quotes with a space behind, empty where it is long, no single word or a secret."""
    if not isinstance(node, ScalarNode) or page.is_covered(node) or node.tag == "null":
        return ""
    return f"'{printable(node.value)}' " if len(node.value) <= _LONGEST_QUOTE else ""


_LONGEST_QUOTE = 120
