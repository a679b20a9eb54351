"""By which selector an element is found again on another answer of its page."""

import re

from bs4 import Tag

from watcher.normalize.tokens import calm
from watcher.normalize.tree import Tree, tags_in

_NAME = re.compile(r"[A-Za-z_][\w-]*(?<!\d)")
_STATE = re.compile(
    r"(?i)(?:is|has)-.*|first|last|odd|even|active|current|selected|open|show|in|hidden|visible|collapsed|expanded"
)

Pair = tuple[Tag, Tag]
"""An element as it stands on both answers."""


class Names:
    """The names that one answer's elements go by."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._spellings: dict[str, set[str]] = {}
        for tag in tags_in(tree.soup):
            for name in _spelt(tag):
                self._spellings.setdefault(name.lower(), set()).add(name)

    def of(self, tag: Tag) -> list[str]:
        """Its id, then its classes, as far as they are its own; in old pages a browser takes all spellings for one."""
        marks = ["#", *("." * (len(_spelt(tag)) - 1))]
        return [
            mark + name
            for mark, name in zip(marks, _spelt(tag), strict=True)
            if _is_own(name) and self._spellings.get(name.lower()) == {name}
        ]

    def is_alone(self, selector: str, tag: Tag) -> bool:
        """Whether the selector names this element and no other."""
        found = self._tree.body.select(selector, limit=2)
        return len(found) == 1 and found[0] is tag


def selector_of(pair: Pair, names: tuple[Names, Names]) -> str:
    """What names this element alone on both answers, with its nearest named ancestor's name if need be; else empty."""
    own = _shared(pair, names)
    if not own:
        return ""
    above = zip(pair[0].parents, pair[1].parents, strict=False)
    outer = next((found for each in above if (found := _shared(each, names))), "")
    for selector in (own, f"{outer} {own}".strip()):
        if all(side.is_alone(selector, tag) for side, tag in zip(names, pair, strict=True)):
            return selector
    return ""


def _shared(pair: Pair, names: tuple[Names, Names]) -> str:
    """`div#quote` or `div.promo.large`; empty where both have no name in common."""
    old, new = (side.of(tag) for side, tag in zip(names, pair, strict=True))
    both = [name for name in old if name in new]
    if not both or pair[0].name != pair[1].name:
        return ""
    return pair[0].name + (both[0] if both[0].startswith("#") else "".join(both))


def _is_own(name: str) -> bool:
    """Whether it is somebody's name: no random mark, no place in a row, no state."""
    return bool(_NAME.fullmatch(name)) and calm(name) == name and not _STATE.fullmatch(name)


def _spelt(tag: Tag) -> list[str]:
    return [str(tag.get("id") or ""), *(tag.get("class") or ())]
