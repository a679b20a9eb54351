"""How marks inside a sentence are cut out: each is first given an element of its own."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from bs4 import Tag
from bs4.element import NavigableString

from watcher.extend import stamp
from watcher.normalize.tree import Tree, words_of
from watcher.tags import BLOCKS

Finder = Callable[[str], Iterable[tuple[int, int]]]
_ENDS = re.compile(r"[.?!:;…][\"'”’)\]]*$")
_LABEL = re.compile(r"^(?:[QA]|Question|Answer)\s*[#.-]?\s*\d*\s*[.:)]", re.IGNORECASE)
_SHORTEST_HALF = 30
# Joining again and again what was joined takes time with the square of the length.
_LONGEST_HALF = 5_000


def isolate(tree: Tree, more: Iterable[tuple[str, Finder]] = ()) -> list[tuple[str, Tag]]:
    """(Name of the rule, element around the mark) for every mark; no word of the page is touched."""
    finders = [(name, find) for name, find in (*stamp, *more) if any(find(tree.words))]
    if not finders:
        return []
    return [marked for text in _texts(tree) for marked in _isolated(tree, text, finders)]


def join_halves(tree: Tree, cuts: Iterable[Tag]) -> None:
    """Put the halves of a sentence together again where a mark stood alone between them."""
    for cut in cuts:
        block = _emptied_block(cut)
        if block is None:
            continue
        before, after = _neighbour(block, back=-1), _neighbour(block, back=1)
        if before is not None and after is not None and _is_one_sentence(before, after):
            _append(before, after)


def join_broken(tree: Tree) -> None:
    """Put sentences together that the end of a printed page has cut, whether or not a mark still stands there."""
    paragraphs = [tag for tag in tree.body.find_all("p") if words_of(tag)]
    for before, after in pairwise(paragraphs):
        if before.find_next_sibling(True) is not after:
            continue
        first, second = words_of(before), words_of(after)
        if second[:1].islower() and _SHORTEST_HALF < len(first) < _LONGEST_HALF and not _ENDS.search(first[-9:]):
            after.insert(0, before.extract())
            before.insert_after(" ")
            before.unwrap()


def _texts(tree: Tree) -> list[NavigableString]:
    return [node for node in tree.body.descendants if type(node) is NavigableString]


def _isolated(tree: Tree, text: NavigableString, finders: list[tuple[str, Finder]]) -> Iterator[tuple[str, Tag]]:
    whole = str(text)
    spans = sorted((start, end, name) for name, find in finders for start, end in find(whole) if end > start)
    pieces: list[NavigableString | Tag] = []
    at = 0
    for start, end, name in spans:
        if start < at:
            continue
        mark = tree.soup.new_tag("span", string=whole[start:end])
        pieces += [NavigableString(whole[at:start]), mark]
        at = end
        yield name, mark
    if pieces:
        text.replace_with(*pieces, NavigableString(whole[at:]))


def _emptied_block(cut: Tag) -> Tag | None:
    """The paragraph that holds the mark and nothing else."""
    block = next((parent for parent in cut.parents if parent.name in BLOCKS), None)
    return block if block is not None and block.name in ("p", "div") and words_of(block) == words_of(cut) else None


def _neighbour(block: Tag, *, back: int) -> Tag | None:
    siblings = block.find_previous_siblings(True) if back < 0 else block.find_next_siblings(True)
    found = next((tag for tag in siblings if words_of(tag)), None)
    return found if found is not None and found.name == "p" else None


def _is_one_sentence(before: Tag, after: Tag) -> bool:
    first, second = words_of(before), words_of(after)
    return len(first) >= _SHORTEST_HALF and not _ENDS.search(first) and not _LABEL.match(second)


def _append(before: Tag, after: Tag) -> None:
    before.append(" ")
    for node in list(after.contents):
        before.append(node.extract())
    after.extract()
