"""Windows that open over a page: surveys, "You are leaving this site"."""

from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree, inside

_CONTENT = frozenset({"main", "article"})
_CLASSES = ("usa-modal", "usa-modal-wrapper", "modal", "modal-dialog", "popup-overlay", "ui-dialog", "survey-modal")


@strip("dialog")
def dialog(tree: Tree) -> Iterator[Tag]:
    """The window, where it stands outside the content."""
    for tag in (*tree.named("dialog"), *tree.with_role("dialog", "alertdialog"), *tree.classed(*_CLASSES)):
        if not inside(tag, _CONTENT) and not tree.holds(tag, "main", "article", "h1"):
            yield tag
