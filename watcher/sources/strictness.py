"""What YAML lets pass but we refuse: equal keys, keys that are no words, tags, loops and bombs."""

from collections.abc import Iterator

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from watcher.sources.marked import Page, parts, place, written
from watcher.sources.plain import tag
from watcher.sources.problem import Problem

_SORTS = frozenset({"map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge"})
_MOST_NODES = 300_000
"""Beyond one a character: aliases of aliases can make a small file mean billions of values."""

_Way = tuple[str | int, ...]


def mistakes_of_form(page: Page) -> list[Problem]:
    """Every such mistake; one with the code WC002 means that the page cannot be used at all."""
    found: list[Problem] = []
    seen, most = 0, _MOST_NODES + sum(map(len, page.lines))
    left: list[tuple[Node, _Way, frozenset[int]]] = [(page.root, (), frozenset())]
    while left:
        node, way, above = left.pop()
        seen += 1
        if id(node) in above:
            return [page.problem(place(node), written(way), "WC002", "is part of itself through an alias")]
        if seen > most:
            return [page.problem(place(node), written(way), "WC002", "aliases make it too large to be read")]
        found.extend(_own(page, node, way))
        left.extend((below, (*way, part), above | {id(node)}) for part, below in parts(node))
    return found


def _own(page: Page, node: Node, way: _Way) -> Iterator[Problem]:
    if tag(node) not in _SORTS:
        yield page.problem(place(node), written(way), "WC005", f"the tag '{node.tag}' means nothing here")
    if not isinstance(node, MappingNode):
        return
    first: dict[str, Node] = {}
    for key, _value in node.value:
        if not isinstance(key, ScalarNode):
            yield page.problem(place(key), written(way), "WC005", "a key must be a single word")
        elif key.value in first:
            where, line = written((*way, key.value)), first[key.value].start_mark.line + 1
            yield page.problem(place(key), where, "WC006", f"the key stands twice, first in line {line}")
        else:
            first[key.value] = key
