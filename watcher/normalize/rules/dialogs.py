"""Windows that open over a page: surveys, "You are leaving this site"."""

import re
from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree, inside, words_of

_CONTENT = frozenset({"main", "article"})
_CLASSES = ("usa-modal", "usa-modal-wrapper", "modal", "modal-dialog", "popup-overlay", "ui-dialog", "survey-modal")

_ASKS = re.compile(
    r"(?i)\W*(?:×|close|warning|notice)?\W*(?:you are (?:now )?(?:leaving|about to leave)|external link|leaving\b"
    r"|(?:take )?(?:our|a) survey|your session|subscribe|sign up|join our|we value your (?:opinion|feedback|privacy)"
    r"|tell us what you think)"
)


@strip("dialog")
def dialog(tree: Tree) -> Iterator[Tag]:
    """The window, where it stands outside the content; within, where it says that a link leads away, or asks."""
    for tag in (*tree.named("dialog"), *tree.with_role("dialog", "alertdialog"), *tree.classed(*_CLASSES)):
        if (not inside(tag, _CONTENT) or _is_asking(tag)) and not tree.holds(tag, "main", "article", "h1"):
            yield tag


def _is_asking(tag: Tag) -> bool:
    return bool(_ASKS.match(words_of(tag)[:200]))
