"""What is left out of one source's reading alone: what its operator asks for, what was seen to move by itself."""

from collections.abc import Iterator
from copy import copy

import re2
from bs4 import BeautifulSoup, Tag

from watcher.model import Source, Stripped
from watcher.normalize.leaving import KEPT, may_leave
from watcher.normalize.stamps import Finder
from watcher.normalize.tree import Tree


def ignored(tree: Tree, source: Source) -> Iterator[tuple[str, Tag]]:
    """(Rule, element) for each selector and for each passage that a pattern finds something in."""
    for selector in source.ignore.select:
        yield from ((f"ignore.select {selector}", tag) for tag in tree.body.select(selector))
    for pattern in source.ignore.text:
        search = re2.compile(pattern).search
        yield from ((f"ignore.text {pattern}", passage.tag) for passage in tree.passages if search(passage.text))


def ignored_stamps(source: Source) -> list[tuple[str, Finder]]:
    """(Rule, finder) for each pattern that is cut out even inside a sentence."""
    return [(f"ignore.stamps {pattern}", _finder(pattern)) for pattern in source.ignore.stamps]


def left_out(soup: BeautifulSoup, source: Source) -> Iterator[Stripped]:
    """Take out what moves by itself, before anything is read off the page, so that `skim` can do the same."""
    for selector in source.moving if source.learn_moving else ():
        for tag in soup.select(selector):
            shown = _shown(tag)
            is_there = any(parent is soup for parent in tag.parents)
            if is_there and may_leave(tag.name, shown.body.get_text(), any(map(tag.select_one, KEPT))):
                _take_out(tag)
                yield Stripped(f"moves-by-itself {selector}", shown.words)


def _shown(tag: Tag) -> Tree:
    """The element alone, as a reader sees it."""
    alone = BeautifulSoup("", "html.parser")
    alone.append(copy(tag))
    return Tree(alone)


def _take_out(tag: Tag) -> None:
    """What stands on both sides becomes one piece of text, as if the element had never been there."""
    around = tag.parent
    tag.extract()
    if around is not None:
        around.smooth()


def _finder(pattern: str) -> Finder:
    compiled = re2.compile(pattern)
    return lambda text: [found.span() for found in compiled.finditer(text) if found.end() > found.start()]
