"""The banner that asks leave to set cookies."""

import re
from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree, words_of

_MARK = re.compile(
    r"(?i)^(?:cookie-?(?:banner|consent|notice|bar|law.*|popup|alert)|onetrust.*|cc-window|cc-banner|cky-.*|cmplz-.*|"
    r"eu-cookie-compliance.*|sliding-popup|gdpr-?(?:banner|notice)?|consent-banner|CybotCookiebot.*|osano-cm-.*)$"
)
_LONGEST = 3000


@strip("cookie-banner")
def banner(tree: Tree) -> Iterator[Tag]:
    """The banner with its buttons; a page about cookies has no such marks and is far longer."""
    return (tag for tag in tree.marked(_MARK) if not tree.holds(tag, "main", "h1") and len(words_of(tag)) < _LONGEST)
