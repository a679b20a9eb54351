"""What stands in a YAML file, value by value, each with its place."""

from dataclasses import dataclass
from typing import Any, Protocol


class Mark(Protocol):
    """A place between two characters; line and column counted from 0."""

    line: int
    column: int


@dataclass(slots=True, eq=False)
class Node:
    """A value as it is written."""

    tag: str
    """What sort of value it is: `str int float bool null map seq …`; a tag that means nothing here is given in full."""
    value: Any
    start_mark: Mark
    end_mark: Mark


@dataclass(slots=True, eq=False)
class ScalarNode(Node):
    """A single word or text."""

    value: str


@dataclass(slots=True, eq=False)
class SequenceNode(Node):
    """A list."""

    value: list[Node]
    flow_style: bool = False
    """Whether it stands between brackets."""
    first: int = 0
    """The position of the first entry that is at hand; those before it were let go of."""


@dataclass(slots=True, eq=False)
class MappingNode(Node):
    """Keys with their values, in the order of the file; a key may stand twice."""

    value: list[tuple[Node, Node]]
    flow_style: bool = False
    """Whether it stands between braces."""
