"""What is to be known of all entries of `sources:` together: their names, their tags, what they copy."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from watcher.sources.identity import completed
from watcher.sources.marked import Page, Place, place
from watcher.sources.nearest import hint
from watcher.sources.nodes import MappingNode, Node
from watcher.sources.problem import Problem
from watcher.urls import canonical


class Roll:
    """Who the entries are, in as little room as it can be."""

    def __init__(self) -> None:
        self._own: list[Any] = []
        self._urls: dict[int, str] = {}
        self._places = array("I")
        self._copies: dict[int, tuple[str, Place, Place]] = {}
        self.tags: set[str] = set()

    def note(self, at: int, said: object, node: Node) -> None:
        """Take up the next entry, whatever is wrong with it."""
        entry = said if isinstance(said, Mapping) else {}
        own = entry.get("id")
        self._own.append(own)
        if own is None and isinstance(entry.get("url"), str):
            self._urls[at] = entry["url"]
        self._places.extend(place(_under(node, "url" if own is None else "id")[1]))
        if isinstance(entry.get("mirror_of"), str):
            key, value = _under(node, "mirror_of")
            self._copies[at] = entry["mirror_of"], place(key), place(value)
        self.tags.update(tags_of(entry))

    def ids(self) -> list[Any]:
        """The id of each entry; made of its url where it has none."""
        return completed(self._own, self._urls)

    def mistakes(self, page: Page, ids: Sequence[Any]) -> Iterator[Problem]:
        """Ids and addresses that stand twice, copies of pages that are not watched."""
        yield from self._repeated_ids(page)
        yield from self._repeated_urls(page)
        known = {each for each in ids if isinstance(each, str)} if self._copies else set()
        for at, (original, key, value) in self._copies.items():
            own = ids[at]
            if original == own:
                where = f"sources[{at}].mirror_of"
                yield page.problem(value, where, "WC013", f"'{original}' is this source itself")
            elif original not in known:
                others = [each for each in ids if isinstance(each, str) and each != own]
                message = f"mirror_of '{original}' not found.{hint(original, others)}"
                yield page.problem(key, str(own or f"sources[{at}]"), "WC013", message, "warn")

    def _repeated_ids(self, page: Page) -> Iterator[Problem]:
        first: dict[str, int] = {}
        for at, own in enumerate(self._own):
            if isinstance(own, str) and (earlier := first.setdefault(own, at)) != at:
                message = f"'{own}' is already the id of sources[{earlier}] in line {self._place(earlier).line}"
                yield page.problem(self._place(at), f"sources[{at}].id", "WC012", message)

    def _repeated_urls(self, page: Page) -> Iterator[Problem]:
        """Only of entries without an id: who gives two ids to one address means it."""
        first: dict[str, int] = {}
        for at, url in self._urls.items():
            if (earlier := first.setdefault(canonical(url), at)) != at:
                line = self._place(earlier).line
                message = f"is the address of sources[{earlier}] in line {line}. Give one of them an id"
                yield page.problem(self._place(at), f"sources[{at}].url", "WC012", message)

    def _place(self, at: int) -> Place:
        """Where the id of an entry stands, or its url if it has none."""
        return Place(*self._places[3 * at : 3 * at + 3])


def _under(node: Node, name: str) -> tuple[Node, Node]:
    """The key of that name with its value, of two equal ones the last; the node itself where there is none."""
    if isinstance(node, MappingNode):
        for key, value in reversed(node.value):
            if key.value == name:
                return key, value
    return node, node


def tags_of(holder: object) -> list[str]:
    """What is written under `tags:` there."""
    tags = holder.get("tags") if isinstance(holder, Mapping) else None
    return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
