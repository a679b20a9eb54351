"""The row of buttons that pass a page on: "Share on Facebook"."""

import re
from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree
from watcher.text import fold

_MARK = re.compile(r"(?i)^(?:a2a_kit|addtoany.*|share-icons|share-?block|.*shareblock|social-?share.*|share-?(?:buttons?|bar|"
                   r"links|menu|widget|tools)|sharing|sharedaddy|sd-sharing.*|addthis.*|at-share.*|rrssb.*|social-media-links|"
                   r"print-?share.*|share_toggle|post-share.*|entry-share.*)$")  # fmt: skip
_LINE = re.compile(
    r"^(?:share|share / email|share this(?: page)?|share on (?:facebook|x|twitter|linkedin|whatsapp|reddit|pinterest)"
    r"|tweet(?: this)?|email this page|print this page|e-?mail|print|share email(?: print)?|copy link|follow us)$"
)


@strip("share")
def row(tree: Tree) -> Iterator[Tag]:
    """The row, or in text its lines."""
    yield from tree.marked(_MARK)
    yield from (passage.tag for passage in tree.passages if _LINE.match(fold(passage.text).casefold()))
