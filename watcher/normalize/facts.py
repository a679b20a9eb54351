"""What a page says of itself, read off before anything is taken away."""

from collections.abc import Iterator

from watcher.extend import lift
from watcher.model import Block, fact
from watcher.normalize.tree import Tree
from watcher.text import tidy


def facts_of(tree: Tree) -> Iterator[Block]:
    """Every fact that a lift finds, in the order of their names."""
    for name, read in lift:
        words = read(tree)
        if words and (tidied := tidy(words)):
            yield fact(name, tidied)
