"""Words that only those who listen to a page meet: "Breadcrumb", "Body"."""

from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree, words_of

_CLASSES = (
    "visually-hidden",
    "usa-sr-only",
    "sr-only",
    "element-invisible",
    "screen-reader-text",
    "wb-inv",
    "show-for-sr",
)
_LONGEST = 80


@strip("screen-reader")
def unseen(tree: Tree) -> Iterator[Tag]:
    """Labels of the template; longer passages are content that somebody hid, and stay."""
    return (tag for tag in tree.classed(*_CLASSES) if tag.name != "h1" and len(words_of(tag)) <= _LONGEST)
