"""What the operator of a source asks us to leave out."""

from collections.abc import Iterator

import re2
from bs4 import Tag

from watcher.model import Source
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


def _finder(pattern: str) -> Finder:
    compiled = re2.compile(pattern)
    return lambda text: [found.span() for found in compiled.finditer(text) if found.end() > found.start()]
