"""What moves by itself on a page: promotions, counters, carts, the story of the hour, the time of the server.

Two answers of one page, taken seconds apart, should say the same. Where they do not, the page was edited between
the two looks, which is rare, or something on it moves, which is common. To leave out what moves is convenient; to
leave out an edit for good would be a loss. So an element is only named when all of this holds:

- It goes by an id or by classes of its own, the same on both sides and on that element alone. Passages of running
  text have none, so a paragraph that was edited is never named for itself. A number at the end of a name or a word
  such as "active" says where an element stands, not who it is: the answers of a FAQ are numbered.
- Most of what it says was exchanged, or only its digits differ. An edit leaves most words of its surroundings alone.
- It is no date: the days of a page do not pass in seconds, but the time of a server does.
- It does not stand for a longer passage of prose without a name of its own, unless its links were exchanged as well
  or it calls itself a quote, a promotion or the like. Prose that differs is more likely an edit.
- It holds no heading of the page and no evidence of archiving, and all that is named holds no more than a third of
  the page or of its content: a list whose rows have all moved on has a new entry.
- The page says the same of itself without it: no date, title or label stands in it.
"""

from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import islice

from bs4 import Tag

from watcher.model import Payload, Source
from watcher.normalize.binary import is_binary
from watcher.normalize.facts import facts_of
from watcher.normalize.leaving import KEPT, may_leave
from watcher.normalize.naming import Names, Pair, selector_of
from watcher.normalize.order import tree_of
from watcher.normalize.tokens import calm
from watcher.normalize.tree import Tree, words_of
from watcher.normalize.turning import has_turned, is_content
from watcher.text import fold

_MOST = 20
_MOST_PLACES = 200
"""Places that differ; a page that differs at more of them is not one that stands still but for a part."""
_MOST_CHILDREN = 500
_LARGEST_SHARE = 1 / 3


def moves(before: Payload, after: Payload, source: Source) -> tuple[str, ...]:
    """CSS selectors of the smallest elements that moved between two looks seconds apart; empty where none surely did.

    Each selects one element, the same on both pages.
    """
    if not source.learn_moving or is_binary(before.body) or is_binary(after.body):
        return ()
    whole = replace(source, moving=())
    (old, *_), (new, *_) = tree_of(before, whole), tree_of(after, whole)
    if not old.format == new.format == "html":
        return ()
    sides = (_Side(old), _Side(new))
    places = islice(_found((old.body, new.body), sides), _MOST_PLACES)
    chosen = list(dict.fromkeys(filter(None, places)))[:_MOST]
    outermost = [selector for selector in chosen if not _is_within(selector, chosen, old)]
    sure = [
        selector
        for selector in outermost
        if all(_says_the_same_without(selector, payload, whole) for payload in (before, after))
    ]
    return tuple(sure) if all(side.is_small(*map(side.tree.body.select_one, sure)) for side in sides) else ()


class _Side:
    """One of the two pages, with what is asked of it again and again."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._words = len(tree.words.split())
        main = tree.body.select_one(", ".join((*KEPT[1:], "article"))) or tree.body
        self._content = len(words_of(main).split())
        self.names = Names(tree)

    def is_small(self, *tags: Tag | None) -> bool:
        """Whether they are no more than a third of the page, and of its content as far as they stand in it."""
        held = [(len(words_of(tag).split()), is_content(tag)) for tag in tags if tag is not None]
        content = sum(words for words, is_content in held if is_content)
        page = sum(words for words, _ in held)
        return page <= _LARGEST_SHARE * self._words and content <= _LARGEST_SHARE * self._content


def _found(pair: Pair, sides: tuple[_Side, _Side]) -> Iterator[str]:
    """For each place that differs the selector of what is to be left out, or nothing, in reading order."""
    if _says(pair[0]) == _says(pair[1]):
        return
    pairs = list(_paired(*pair))
    is_own = len(pairs) < max(len(_children(tag)) for tag in pair) or _own(pair[0]) != _own(pair[1])
    selector = _named(pair, sides) if is_own else ""
    if is_own:
        yield selector
    for inner in () if selector else pairs:
        yield from _found(inner, sides)


def _paired(old: Tag, new: Tag) -> Iterator[Pair]:
    """The children that have the same name, id and classes, in order."""
    olds, news = _children(old), _children(new)
    if max(len(olds), len(news)) > _MOST_CHILDREN:
        return
    matched = SequenceMatcher(None, [*map(_marks, olds)], [*map(_marks, news)], autojunk=False)
    for was, now, length in matched.get_matching_blocks():
        yield from zip(olds[was : was + length], news[now : now + length], strict=True)


def _named(pair: Pair, sides: tuple[_Side, _Side]) -> str:
    """The selector of the smallest element around a difference that may be left out; empty when there is none."""
    start = pair
    while _may_leave(pair):
        if not all(map(_Side.is_small, sides, pair)):
            return ""
        selector = selector_of(pair, (sides[0].names, sides[1].names))
        if selector and has_turned(pair, start):
            return selector
        old, new = (tag.parent for tag in pair)
        if old is None or new is None:
            return ""
        pair = old, new
    return ""


def _may_leave(pair: Pair) -> bool:
    return all(may_leave(tag.name, tag.get_text(), any(map(tag.select_one, KEPT))) for tag in pair)


def _is_within(selector: str, others: list[str], tree: Tree) -> bool:
    """Whether another selector's element holds this one's."""
    tag = tree.body.select_one(selector)
    held_by = [tree.body.select_one(other) for other in others if other != selector]
    return tag is not None and any(parent is holder for parent in tag.parents for holder in held_by)


def _says_the_same_without(selector: str, payload: Payload, source: Source) -> bool:
    """Whether the element can go without taking a fact of the page with it."""
    whole, left = tree_of(payload, source)[0], tree_of(payload, replace(source, moving=(selector,)))[0]
    return tuple(facts_of(whole)) == tuple(facts_of(left))


def _marks(tag: Tag) -> tuple[str, str, frozenset[str]]:
    """What makes it the same element on both sides."""
    return tag.name, calm(str(tag.get("id") or "")), frozenset(calm(name) for name in tag.get("class") or ())


def _says(tag: Tag) -> tuple[str, list[str], list[str]]:
    """Its words, where its links lead, what its pictures are said to show."""
    links = [str(link.get("href")) for link in tag.find_all("a")] + ([str(tag.get("href"))] if tag.name == "a" else [])
    pictures = [str(picture.get("alt") or "") for picture in tag.find_all("img")]
    return fold(words_of(tag)), links, pictures


def _children(tag: Tag) -> list[Tag]:
    return [child for child in tag.contents if isinstance(child, Tag)]


def _own(tag: Tag) -> tuple[str, ...]:
    """The text between its children, and, of a link, where it leads."""
    own = [fold(str(node)).strip() for node in tag.contents if not isinstance(node, Tag)]
    return (*filter(None, own), str(tag.get("href")) if tag.name == "a" else "")
