"""The keywords under which a site files a page."""

import re
from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import lift, strip
from watcher.normalize.tree import Tree, words_of

_LISTS = ("usa-collection__meta", "field--name-field-topics", "field--name-field-keywords", "entry-tags", "tags-links")
_LINE = re.compile(r"^(?:topics|keywords|collections|tags|filed under):", re.IGNORECASE)


@lift("tags")
def tags(tree: Tree) -> str | None:
    """The tags, joined by commas."""
    found = [words_of(link) for tag in _lists(tree) for link in tag.find_all("a")]
    return ", ".join(dict.fromkeys(word for word in found if word)) or None


@strip("tags")
def tag_list(tree: Tree) -> Iterator[Tag]:
    """The list of tags."""
    return iter(_lists(tree))


def _lists(tree: Tree) -> list[Tag]:
    lists = [tag for tag in tree.classed(*_LISTS) if not tree.holds(tag, "main", "h1", "article")]
    return lists + [passage.tag for passage in tree.passages if _is_line(passage.tag, passage.text)]


def _is_line(tag: Tag, text: str) -> bool:
    """A label before nothing but links."""
    links = tag.find_all("a") if _LINE.match(text) else []
    if not links:
        return False
    unlinked = len(text) - sum(len(words_of(link)) for link in links)
    return unlinked <= len(text.partition(":")[0]) + 3 * len(links) + 2
