"""How an element finds others by name: as Beautiful Soup says, in a tenth of its time."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from bs4 import Tag
from bs4.element import ResultSet


class Element(Tag):
    """A tag that is asked for names alone hundreds of times a page; any other search is Beautiful Soup's own."""

    def find_all(self, name: Any = None, *more: Any, **asked: Any) -> Any:
        """The elements below, in reading order."""
        limit = asked.get("limit")
        names = _names(name)
        if not names or more or len(asked) > ("limit" in asked):
            return super().find_all(name, *more, **asked)
        return ResultSet(None, islice((tag for tag in below(self) if tag.name in names), limit))

    def find(self, name: Any = None, *more: Any, **asked: Any) -> Any:
        """The first element below."""
        names = _names(name)
        if not names or more or asked:
            return super().find(name, *more, **asked)
        return next((tag for tag in below(self) if tag.name in names), None)

    def find_parent(self, name: Any = None, *more: Any, **asked: Any) -> Any:
        """The nearest element around it."""
        names = _names(name)
        if not names or more or asked:
            return super().find_parent(name, *more, **asked)
        parent = self.parent
        while parent is not None and parent.name not in names:
            parent = parent.parent
        return parent


def below(root: Tag) -> Iterator[Tag]:
    """All elements below, in reading order; the tree has to stay as it is meanwhile."""
    waiting = root.contents[::-1]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Tag):
            yield node
            waiting += node.contents[::-1]


def _names(name: Any) -> tuple[str, ...]:
    """The names asked for; nothing where the question is another."""
    names = [name] if isinstance(name, str) else name if isinstance(name, list) else []
    return tuple(names) if all(isinstance(one, str) and ":" not in one for one in names) else ()
