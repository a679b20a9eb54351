"""What a feed or an answer in JSON says to machines."""

from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree


@strip("feed-frame")
def feed_frame(tree: Tree) -> Iterator[Tag]:
    """When a feed was built, by what, for how long it is good; how its entries are filed."""
    return iter(tree.classed("feed-frame") if tree.format in ("feed", "json") else ())


@strip("volatile-key")
def volatile_key(tree: Tree) -> Iterator[Tag]:
    """What is made anew for every answer: its time, its number, its token."""
    return iter(tree.classed("volatile-key") if tree.format == "json" else ())
