"""How boilerplate is taken out: every rule chooses on the whole page, then all that was chosen goes at once."""

from collections.abc import Iterable, Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.model import Stripped
from watcher.normalize.tree import Tree, tags_in, words_of

Choice = tuple[str, Tag]


def strip_all(tree: Tree, more: Iterable[Choice] = ()) -> tuple[Stripped, ...]:
    """Take out what the rules and `more` choose; what lies in something chosen goes with it, under its rule."""
    names: dict[int, str] = {}
    for name, tag in (*_chosen(tree), *more):
        if not _holds_the_page(tree, tag):
            names[id(tag)] = min(name, names.get(id(tag), name))
    outermost = [tag for tag in tags_in(tree.body) if id(tag) in names and not _lies_in(tag, names)]
    stripped = [Stripped(names[id(tag)], words_of(tag)) for tag in outermost]
    for tag in outermost:
        tag.extract()
    return tuple(piece for piece in stripped if piece.text)


def _chosen(tree: Tree) -> Iterator[Choice]:
    for name, rule in strip:
        for tag in rule(tree):
            yield name, tag


def _lies_in(tag: Tag, names: dict[int, str]) -> bool:
    return any(id(parent) in names for parent in tag.parents)


def _holds_the_page(tree: Tree, tag: Tag) -> bool:
    """A rule that would take the whole page is mistaken."""
    return tag is tree.body or tag.name in ("html", "body", "main") or tree.holds(tag, "main")
