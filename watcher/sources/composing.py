"""How the events of a YAML file become nodes, one after the other."""

from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import ComposerError
from ruamel.yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from ruamel.yaml.resolver import Resolver

from watcher.sources.nodes import MappingNode, Node, ScalarNode, SequenceNode

_YAML = "tag:yaml.org,2002:"
SORTS = frozenset({"map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge"})
"""The tags that mean something here."""
_SORT = {_YAML + sort: sort for sort in SORTS}
_IMPLICIT: dict[str, list[tuple[str, Any]]] = Resolver.yaml_implicit_resolvers
"""First character of an unquoted word → (tag, what such words look like), by YAML 1.2."""


def events(text: str, *, pure: bool) -> Iterator[Any]:
    """What libyaml finds in the text, or a `pure` parser, which is many times as slow, but says what is wrong."""
    return iter(YAML(typ="safe", pure=pure).parse(text))


class Composer:
    """The nodes of one file; YAMLError where the text is no YAML, or more than one document."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._next = events.__next__
        self._anchored: dict[str, Node] = {}
        self.repeats = 0
        """How many aliases there were up to now."""

    def whole(self) -> Node | None:
        """All that stands in the file; None where nothing does."""
        root = self.opened()
        if isinstance(root, MappingNode):
            for _ in self.entries(root, None):
                pass
        return root

    def opened(self) -> Node | None:
        """The outermost value; a mapping is still empty, and `entries` fills it."""
        self._next()
        if type(self._next()) is StreamEndEvent:
            return None
        event = self._next()
        if type(event) is MappingStartEvent:
            return self._named(event, MappingNode(_sort_of_many(event, "map"), [], *_marks(event), event.flow_style))
        root = self._node(event)
        self._close(root)
        return root

    def entries(self, root: MappingNode, key: str | None) -> Iterator[tuple[int, Node]]:
        """Fill the root; what stands in the list under this key comes out entry by entry.

        Meanwhile the list holds that entry alone, and nothing at the end; a list that something else may repeat
        keeps them all.
        """
        while type(event := self._next()) is not MappingEndEvent:
            name = self._node(event)
            event = self._next()
            if type(event) is SequenceStartEvent and isinstance(name, ScalarNode) and name.value == key:
                listing = self._list(event)
                root.value.append((name, listing))
                yield from self._passing(listing, keeps=event.anchor is not None)
            else:
                root.value.append((name, self._node(event)))
        root.end_mark = event.end_mark
        self._close(root)

    def _passing(self, listing: SequenceNode, *, keeps: bool) -> Iterator[tuple[int, Node]]:
        at = 0
        while type(event := self._next()) is not SequenceEndEvent:
            entry = self._node(event)
            if not keeps:
                listing.first = at
                listing.value.clear()
            listing.value.append(entry)
            yield at, entry
            at += 1
        listing.end_mark = event.end_mark
        if not keeps:
            listing.value.clear()

    def _node(self, event: Any) -> Node:
        kind = type(event)
        if kind is ScalarEvent:
            node = ScalarNode(_sort(event), event.value, event.start_mark, event.end_mark)
            return node if event.anchor is None else self._named(event, node)
        if kind is AliasEvent:
            return self._repeated(event)
        return self._filled_list(event) if kind is SequenceStartEvent else self._filled_mapping(event)

    def _filled_mapping(self, event: Any) -> Node:
        node = MappingNode(_sort_of_many(event, "map"), [], *_marks(event), event.flow_style)
        self._named(event, node)
        while type(event := self._next()) is not MappingEndEvent:
            key = self._node(event)
            node.value.append((key, self._node(self._next())))
        node.end_mark = event.end_mark
        return node

    def _filled_list(self, event: Any) -> Node:
        node = self._list(event)
        while type(event := self._next()) is not SequenceEndEvent:
            node.value.append(self._node(event))
        node.end_mark = event.end_mark
        return node

    def _list(self, event: Any) -> SequenceNode:
        node = SequenceNode(_sort_of_many(event, "seq"), [], *_marks(event), event.flow_style)
        self._named(event, node)
        return node

    def _named(self, event: Any, node: Node) -> Node:
        if event.anchor is not None:
            self._anchored[event.anchor] = node
        return node

    def _repeated(self, event: Any) -> Node:
        self.repeats += 1
        if event.anchor not in self._anchored:
            raise ComposerError(None, None, f"found undefined alias {event.anchor!r}", event.start_mark)
        return self._anchored[event.anchor]

    def _close(self, root: Node) -> None:
        self._next()
        if type(event := self._next()) is not StreamEndEvent:
            expected, found = "expected a single document in the stream", "but found another document"
            raise ComposerError(expected, root.start_mark, found, event.start_mark)


def _sort(event: Any) -> str:
    """What sort of single value it is, by its tag, else by its looks."""
    tag = event.ctag
    if tag is not None and (said := str(tag)) != "!":
        return _SORT.get(said, said)
    if event.implicit[0]:
        word = event.value
        for told, looks in _IMPLICIT.get(word[:1], ()):
            if looks.match(word):
                return _SORT.get(told, told)
    return "str"


def _sort_of_many(event: Any, sort: str) -> str:
    tag = event.ctag
    return sort if tag is None or (said := str(tag)) == "!" else _SORT.get(said, said)


def _marks(event: Any) -> tuple[Any, Any]:
    """Where it begins; where it ends is not known yet."""
    return event.start_mark, event.end_mark
