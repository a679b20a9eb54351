"""What YAML lets pass but we refuse: equal keys, keys that are no words, tags, loops and bombs."""

from collections.abc import Iterable, Iterator

from watcher.sources.composing import SORTS
from watcher.sources.marked import Page, Way, parts, place, written
from watcher.sources.nodes import MappingNode, Node, ScalarNode
from watcher.sources.problem import Problem

_MOST_NODES = 300_000
"""Beyond one a character: aliases of aliases can make a small file mean billions of values."""
_USELESS = "WC002"


class Strictness:
    """One page, looked at part by part."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._left = _MOST_NODES + len(page.text)

    def mistakes(self, node: Node, way: Way = (), inside: Iterable[Node] = ()) -> list[Problem]:
        """Every such mistake in a part of the page that lies inside these others."""
        page, found = self._page, list[Problem]()
        left: list[tuple[Node, Way, frozenset[int]]] = [(node, way, frozenset(map(id, inside)))]
        while left:
            node, way, above = left.pop()
            self._left -= 1
            if id(node) in above:
                return [page.problem(place(node), written(way), _USELESS, "is part of itself through an alias")]
            if self._left < 0:
                return [page.problem(place(node), written(way), _USELESS, "aliases make it too large to be read")]
            found.extend(_own(page, node, way))
            left.extend((below, (*way, part), above | {id(node)}) for part, below in parts(node))
        return found


def is_useless(mistakes: Iterable[Problem]) -> bool:
    """Whether one of them makes the whole page unusable."""
    return any(mistake.code == _USELESS for mistake in mistakes)


def _own(page: Page, node: Node, way: Way) -> Iterator[Problem]:
    if node.tag not in SORTS:
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
