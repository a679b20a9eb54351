"""The banner that asks leave to set cookies."""

import re
from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree, words_of

_MARK = re.compile(
    r"(?i)^(?:cookie-?(?:banner|consent|notice|bar|law.*|popup|alert)|onetrust.*|cc-window|cc-banner|cky-.*|cmplz-.*|"
    r"eu-cookie-compliance.*|sliding-popup|gdpr(?:-.*)?|cookie-?choice.*|iubenda-.*|moove_gdpr.*|truste-.*|trustarc.*|"
    r"hs-eu-cookie.*|consent-banner|CybotCookiebot.*|osano-cm-.*)$"
)
_LONGEST = 3000


_CONSENT = re.compile(
    r"(?i)^(?:ok(?:ay)?(?:, i agree)?|(?:i )?(?:accept|agree|understand)(?: all)?(?: cookies)?"
    r"|got it|allow(?: all)?)\W*$"
)
_LONGEST_NOTE = 500


@strip("cookie-banner")
def banner(tree: Tree) -> Iterator[Tag]:
    """The banner with its buttons; a page about cookies has no such marks and is far longer."""
    for tag in (*tree.marked(_MARK), *_asking(tree)):
        if not tree.holds(tag, "main", "h1") and len(words_of(tag)) < _LONGEST:
            yield tag


def _asking(tree: Tree) -> Iterator[Tag]:
    """A short box without a known name that speaks of cookies and is to be agreed to."""
    for button in tree.named("button", "a"):
        box = button.find_parent(["div", "aside", "section"]) if _CONSENT.match(words_of(button)) else None
        if box is not None and len(words := words_of(box)) < _LONGEST_NOTE and "cookie" in words.lower():
            yield box
