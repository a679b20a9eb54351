"""The bar that a web archive puts over a page it replays."""

from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree


@strip("wayback-toolbar")
def toolbar(tree: Tree) -> Iterator[Tag]:
    """The Wayback Machine's bar and its donation banner."""
    yield from tree.with_id("wm-ipp-base", "wm-ipp", "wm-ipp-print", "donato", "wm-capinfo")
