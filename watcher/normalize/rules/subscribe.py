"""The lines that ask a visitor to come back: "Subscribe to …", "Back to Top"."""

import re
from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree
from watcher.text import fold

_LINE = re.compile(
    r"^(?:\W{0,3}(?:(?:go )?back to top|return to top|(?:go to )?top of (?:the )?page|top)\W*|subscribe to .{2,80}"
    r"|sign up for e-?mail updates?\.?"
    r"|send (?:e-?)?mail to \S+@\S+ with (?:any )?questions or comments about this web ?site\.?"
    r"|get e-?mail updates?.{0,30}|subscribe|en español|log in(?: or register)? to post comments)$"
)
_MARK = re.compile(
    r"(?i)^(?:back-?to-?top|.*govdelivery.*|newsletter-?(?:signup|form|block)?|wp-block-jetpack-subscriptions.*|feed-icon|usa-footer__return-to-top)$"
)
_TO_LIST = re.compile(r"(?i)govdelivery|list-manage\.com|/subscri|newsletter|constantcontact|mailchi")
_MORE = re.compile(r"^(?:(?:read|learn) more(?: about .{1,120})?|continue reading)[ .\"›>]*$")
# The site's name and motto over a capture of nilc.org as text.
_MOTTO = re.compile(
    r"(?:national immigration law center|sign up for e-?mail updates\.?"
    r"|our mission is to defend & advance the rights & opportunities of low-income immigrants"
    r"(?: and their family members\.?)?)[\s|]*"
)
_LONGEST_MOTTO = 300


@strip("come-back")
def come_back(tree: Tree) -> Iterator[Tag]:
    """Invitations that stand on every page."""
    joining = (form for form in tree.named("form") if _TO_LIST.search(str(form.get("action") or "")))
    yield from (form for form in joining if not tree.is_page(form))
    yield from (tag for tag in tree.marked(_MARK) if not tree.holds(tag, "main", "h1"))
    yield from tree.lines(_LINE)


@strip("read-more")
def read_more(tree: Tree) -> Iterator[Tag]:
    """The words of a link to the whole story, where the link itself is lost."""
    return (tag for tag in tree.lines(_MORE) if tag.find("a") is None)


@strip("masthead")
def masthead(tree: Tree) -> Iterator[Tag]:
    """The publisher's name and motto, alone in their lines."""
    yield from (passage.tag for passage in tree.passages if passage.tag.name != "h1" and _is_motto(passage.text))
    yield from (image for image in tree.named("img") if _is_motto(str(image.get("alt") or "")))


def _is_motto(text: str) -> bool:
    """Whether it says the name, the motto, and nothing else."""
    words = fold(text).casefold() if 0 < len(text) <= _LONGEST_MOTTO else ""
    return bool(_MOTTO.match(words)) and not _MOTTO.sub("", words)
