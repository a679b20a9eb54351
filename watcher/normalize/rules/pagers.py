"""The row that leads to the other pages of a list, with the form that filters the list."""

import re
from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree, words_of

_PAGERS = ("pager", "pagination", "usa-pagination", "usa-pagination__list", "js-pager__items", "pager__items",
           "views-mini-pager", "page-numbers", "nav-links", "pager-last", "item-list-pager", "wp-pagenavi")  # fmt: skip
# Folding makes straight quotes of « and ».
_LINE = re.compile(
    r"^(?:[\"‹<]+ ?(?:first|previous|prev)(?: page)?|(?:first|previous|prev|next|last) page(?: ?[\"›>]+)?"
    r"|(?:next|last) ?[\"›>]+|pagination|current page.{0,6}|page \d+(?: of \d+)?|displaying \d+ ?- ?\d+ of \d+"
    r"|showing \d+ (?:-|to) \d+ of [\d,]+.{0,20})$"
)
_BESIDE = re.compile(r"^(?:\d{1,3}|pages?:?|…|\.{3})$")
_FILTERS = ("views-exposed-form", "facets-widget", "search-form", "search-block-form", "usa-search", "bef-exposed-form")
_FILTER_IDS = re.compile(r"^(?:views-exposed-form.*|search-block-form.*|search_form|search-form|usasearch.*|wb-srch)$")


@strip("pager")
def pager(tree: Tree) -> Iterator[Tag]:
    """The row itself, or in text its lines."""
    yield from (tag for tag in tree.classed(*_PAGERS) if len(words_of(tag)) < 600 and not tree.holds(tag, "main", "h1"))
    yield from _lines(tree)


@strip("filter-form")
def filter_form(tree: Tree) -> Iterator[Tag]:
    """What narrows a list down or searches the site."""
    for tag in (*tree.classed(*_FILTERS), *tree.marked(_FILTER_IDS)):
        if not tree.holds(tag, "main", "h1"):
            yield tag


@strip("form-control")
def control(tree: Tree) -> Iterator[Tag]:
    """Menus to choose from: their choices are no text of the page."""
    yield from tree.named("select", "datalist", "textarea", "progress", "meter")
    yield from (*tree.with_id("google_translate_element"), *tree.classed("goog-te-gadget", "skiptranslate"))


def _lines(tree: Tree) -> Iterator[Tag]:
    """The pager's own lines, then the numbers that stand before and after them."""
    own = {id(tag) for tag in tree.lines(_LINE)}
    for passages in (tree.passages, tree.passages[::-1]) if own else ():
        near = False
        for passage in passages:
            near = id(passage.tag) in own or (near and bool(_BESIDE.match(passage.text.lower())))
            if near:
                yield passage.tag
