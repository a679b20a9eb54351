"""The keywords under which a site files a page."""

import re
from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import lift, strip
from watcher.normalize.tree import Tree, words_of
from watcher.text import fold

_LISTS = re.compile(
    r"^(?:usa-collection__meta|entry-tags|tags-links|"
    r"field-(?:-)?name-(?:field-)?(?:[a-z]+-)?(?:tags|keywords|topics|collections))$"
)
_LINE = re.compile(r"^(?:topics|keywords|collections|tags|filed under):", re.IGNORECASE)
# Without links, only names in a row are tags: "Topics: Border Security, Homeland Security Enterprise".
_NAME = r"[A-Z][\w&'()/-]*(?: (?:[A-Z(][\w&'()/-]*|and|of|for|the|in|to)){0,5}"
_NAMES = re.compile(rf"^(?:Topics|Keywords|Collections|Tags|Filed under): {_NAME}(?:, {_NAME})*$")
_LABEL = re.compile(r"^(?:topics|keywords|collections|tags):?$")
_LONGEST_LINE = 300
_LONGEST_TAG = 60
_LONGEST_TAIL = 30
_TAG = re.compile(rf"^{_NAME}$")


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
    lists = [tag for tag in tree.marked(_LISTS) if not tree.holds(tag, "main", "h1", "article")]
    lists += [passage.tag for passage in tree.passages if _is_line(passage.tag, passage.text)]
    return lists + _lone_tags(tree) if tree.format == "text" else lists


def _is_line(tag: Tag, text: str) -> bool:
    """A label before nothing but links or names."""
    if not _LINE.match(text):
        return False
    links = tag.find_all("a")
    if not links:
        return len(text) <= _LONGEST_LINE and bool(_NAMES.match(fold(text)))
    unlinked = len(text) - sum(len(words_of(link)) for link in links)
    return unlinked <= len(text.partition(":")[0]) + 3 * len(links) + 2


def _lone_tags(tree: Tree) -> list[Tag]:
    """At the end of a text, the label with the tags that stand below it as lines of their own."""
    found: list[Tag] = []
    tail = tree.passages[-_LONGEST_TAIL:]
    opened = False
    for passage in tail:
        if _LABEL.match(passage.text.lower()):
            opened = True
            found.append(passage.tag)
        elif opened and len(passage.text) <= _LONGEST_TAG and _TAG.match(fold(passage.text)):
            found.append(passage.tag)
        elif opened and len(passage.text) > _LONGEST_LINE:
            found = []
            opened = False
        else:
            opened = False
    return found
