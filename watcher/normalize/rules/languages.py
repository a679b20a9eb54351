"""The links to the same page in other languages."""

import re
from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree, words_of

_MARK = re.compile(
    r"(?i)^(?:language-?switcher.*|lang-?switch(?:er)?.*|language-(?:links|selector|menu|nav)|wpml-ls.*|gtranslate.*|"
    r"block-locale-language|translate-?disclaimer|google[-_]translate.*|pll-.*switcher.*)$"
)
_HOLDERS = ("p", "ul", "ol", "div", "li", "span")
_BETWEEN = re.compile(r"[\s|/·•,-]+")


@strip("language-switcher")
def switcher(tree: Tree) -> Iterator[Tag]:
    """The switcher, by its name or as links that each name the language they lead to and nothing besides."""
    yield from (tag for tag in tree.marked(_MARK) if not tree.holds(tag, "main", "h1"))
    holders = {id(tag.parent): tag.parent for tag in tree.named("a") if tag.get("hreflang") and tag.parent is not None}
    for holder in holders.values():
        links = holder.find_all("a")
        is_of_links = holder.name in _HOLDERS and len(links) > 1 and all(link.get("hreflang") for link in links)
        if is_of_links and _bare(words_of(holder)) == _bare("".join(map(words_of, links))):
            yield holder


def _bare(words: str) -> str:
    return _BETWEEN.sub("", words)
