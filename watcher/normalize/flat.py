"""A tree laid out flat, in reading order, of which each element owns a stretch.

Rules ask hundreds of times a page what an element says and which elements lie in it. While the tree stays as it is, the
answer is a slice. To put something in or to take something out spoils the layout (`Element` sees to that), and from
then on the tree is walked as ever.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bs4 import Tag

from watcher.tags import PARTING
from watcher.text import tidy

_REMEMBERED = 2_000
"""Characters; a page of a megabyte inside five hundred elements would be remembered five hundred times."""


@dataclass(slots=True, eq=False)
class Flat:
    """The layout of one tree."""

    tags: list[Tag] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    """The text, with a space where an element parts it."""
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """For the name of an element where in `tags` those of that name stand."""
    spoilt: bool = False


@dataclass(slots=True, eq=False)
class Stretch:
    """What of a layout is one element's own; ends are exclusive."""

    flat: Flat
    first_tag: int
    first_piece: int
    end_tag: int = 0
    end_piece: int = 0
    said: str | None = None

    def words(self) -> str:
        """What the element says, white space tidied."""
        if self.said is not None:
            return self.said
        words = tidy("".join(self.flat.pieces[self.first_piece : self.end_piece]))
        if len(words) <= _REMEMBERED:
            self.said = words
        return words

    def tags(self) -> list[Tag]:
        """All elements below, in reading order."""
        return self.flat.tags[self.first_tag : self.end_tag]

    def named(self, name: str, limit: int | None = None) -> list[Tag]:
        """The elements below of this name, in reading order; at most so many."""
        places = self.flat.places.get(name, [])
        start = bisect_left(places, self.first_tag)
        end = bisect_left(places, self.end_tag, start)
        tags = self.flat.tags
        return [tags[place] for place in places[start : end if limit is None else min(end, start + limit)]]


def lay_flat(root: Tag, kind: type[Any]) -> None:
    """Lay the tree out; every element of that kind learns its `stretch`."""
    flat = Flat()
    tags, pieces, places = flat.tags, flat.pieces, flat.places
    open_: list[tuple[Stretch, bool]] = []
    waiting: list[Iterator[Any]] = [iter(root.contents)]
    while waiting:
        for node in waiting[-1]:
            if not isinstance(node, Tag):
                pieces.append(node)
                continue
            places[node.name].append(len(tags))
            tags.append(node)
            parts = node.name in PARTING
            if parts:
                pieces.append(" ")
            stretch = Stretch(flat, len(tags), len(pieces))
            if type(node) is kind:
                laid: Any = node
                laid.stretch = stretch
            open_.append((stretch, parts))
            waiting.append(iter(node.contents))
            break
        else:
            waiting.pop()
            if open_:
                stretch, parts = open_.pop()
                stretch.end_tag, stretch.end_piece = len(tags), len(pieces)
                if parts:
                    pieces.append(" ")
