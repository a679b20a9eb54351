"""Which passages together are one entry of a list: a title, its address, a blurb."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from watcher.model import Block
from watcher.segment.flow import Flow, Passage
from watcher.text import slug
from watcher.urls import canonical

_MORE = re.compile(
    r"\s*(?:\[?(?:read|learn|view|see) more(?: about .{1,80})?\]?|continue reading|full story|\[more\])\s*[.»›>→]*\s*$",
    re.IGNORECASE,
)
_CUT = re.compile(r"\s*(?:…|\.{3,}|\[(?:…|\.{3})\])\s*$")
_FINISHED = re.compile(r"[.!?:;][\"'”’)\]]*$|[)\]]$")
_FEWEST_WORDS_OF_TEASER = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list."""

    passages: tuple[Passage, ...]

    @property
    def title(self) -> str:
        """What it is called: its heading, else the link it opens with, else its first words."""
        heading = next((passage.text for passage in self.passages if passage.level), "")
        opening = next((passage.title for passage in self.passages if passage.title), "")
        return heading or opening or self.passages[0].text

    def block(self) -> Block:
        """The entry as an item: who it is, what it says."""
        links = tuple(link for passage in self.passages for link in passage.links)
        if name := self.passages[0].name:
            return Block("item", name, "\n".join(passage.text for passage in self.passages), (), links)
        lead = next((link.href for link in links if slug(link.text) and slug(link.text) in slug(self.title)), "")
        key = canonical(lead or (links[0].href if links and not self._is_headed else "")) or slug(self.title)
        return Block("item", key, self._text, self.passages[0].path, links)

    @property
    def _is_headed(self) -> bool:
        return any(passage.level for passage in self.passages)

    @property
    def _text(self) -> str:
        rest = []
        for passage in self.passages:
            text = passage.text
            if text.startswith(self.title) and self.title not in rest:
                text = text[len(self.title) :].strip(" \u00a0–—-:|")
            if text and (passage.text != self.title):
                rest.append(text)
        if rest:
            rest[-1] = teaser(rest[-1])
        return "\n".join((self.title, *[part for part in rest if part]))


def teaser(text: str) -> str:
    """A blurb; where the site has cut it off, the cut is marked alike, wherever it falls.

    >>> teaser("record-breaking immigration enforcement statistics achieved since 2009, including unprecedented num")
    'record-breaking immigration enforcement statistics achieved since 2009, including unprecedented num…'
    >>> teaser("Said all. Read more »")
    'Said all.'
    """
    bare = _MORE.sub("", text)
    if _CUT.search(bare):
        return _CUT.sub("", bare) + "…"
    is_cut = len(bare.split()) >= _FEWEST_WORDS_OF_TEASER and not _FINISHED.search(bare)
    return bare + "…" if is_cut else bare


def rows_and_rest(passages: Sequence[Passage]) -> Iterator[Entry | Passage]:
    """The rows that the page itself marks as entries, and what stands between them."""
    held: list[Passage] = []
    for passage in passages:
        if held and passage.entry != held[0].entry:
            yield Entry(tuple(held))
            held = []
        if passage.entry:
            held.append(passage)
        else:
            yield passage
    if held:
        yield Entry(tuple(held))


def headed_and_rest(passages: Sequence[Passage]) -> Iterator[Entry | Passage]:
    """What stands under a title of its own; a title that only another title follows heads a section.

    An entry of a definition list ends with the list.
    """
    held: list[Passage] = []
    for passage, following in zip(passages, [*passages[1:], None], strict=False):
        if held and 0 < held[0].group != passage.group:
            yield from _entry(held)
            held = []
        if _opens(passage, following, held):
            yield from _entry(held)
            held = [passage]
        elif passage.level or not held or passage.kind in ("toc", "row", "document"):
            yield from _entry(held)
            held = []
            yield passage
        else:
            held.append(passage)
    yield from _entry(held)


def linked(flow: Flow) -> int:
    """How many passages open with a link or stand in a marked row."""
    rows = len({passage.entry for passage in flow.passages if passage.entry})
    return rows + sum(1 for passage in flow.passages if passage.title and not passage.entry and passage.kind != "toc")


def _opens(passage: Passage, following: Passage | None, held: Sequence[Passage]) -> bool:
    """Whether an entry begins here: a heading with something under it, or a passage that begins with its link."""
    if passage.level == 1:
        return False
    if passage.level:
        return following is not None and not following.level and not following.title
    return bool(passage.title) and not (held and held[0].level)


def _entry(held: Sequence[Passage]) -> Iterator[Entry | Passage]:
    if held:
        yield Entry(tuple(held))
