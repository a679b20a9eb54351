"""How findings are put into words: one sentence, present tense, the new words quoted."""

from collections.abc import Sequence

from watcher.classify.passages import hunks
from watcher.model import Block, Edit
from watcher.text import shorten, slug, tidy

LONGEST = 160
"""Characters of a summary."""


def sentence(text: str) -> str:
    """The text as a summary: one line, at most 160 characters."""
    return shorten(tidy(text), LONGEST)


def quote(text: str, length: int = 60) -> str:
    """The words in quotation marks, shortened; marks that are already there are kept single inside."""
    return f'"{shorten(tidy(text), length).replace(chr(34), chr(39))}"'


def step(before: str, after: str, length: int = 60) -> str:
    """`"old" → "new"`; long ones that begin alike are shown from a little before they part."""
    was, now = tidy(before), tidy(after)
    alike = next((at for at, pair in enumerate(zip(was, now, strict=False)) if pair[0] != pair[1]), 0)
    start = was.rfind(" ", 0, max(0, alike - length // 3)) + 1 if max(len(was), len(now)) > length else 0
    lead = "…" if start else ""
    return f"{quote(lead + was[start:], length)} → {quote(lead + now[start:], length)}"


def under(block: Block) -> str:
    """Where it stands: ` under "The Basics"`, or nothing at the top of the page."""
    return f" under {quote(block.path[-1], 50)}" if block.path else ""


def swaps(edit: Edit) -> str:
    """The first places where words differ: `"may" became "will"; "all" is gone`."""
    return swapped(hunks(edit))


def swapped(places: Sequence[tuple[str, str]], length: int = 40) -> str:
    """The same of places (old words, new words) that were picked."""
    # A comma that came along with a word is no place of its own.
    places = [place for place in places if slug("".join(place))] or places
    told = [_swap(old, new, length) for old, new in places[:2]]
    more = f"; {counted(len(places) - 2, 'more place', 'more places')}" if len(places) > 2 else ""
    return "; ".join(told) + more


def _swap(old: str, new: str, length: int) -> str:
    if old and new:
        return f"{quote(old, length)} became {quote(new, length)}"
    return f"{quote(new, length)} is new" if new else f"{quote(old, length)} is gone"


def around(text: str, start: int) -> str:
    """The words of the folded text that stand around that position, quoted."""
    opening = text.rfind(" ", 0, max(0, start - 20)) + 1
    return quote(text[opening:], 70)


def tail(text: str, length: int) -> str:
    """The last words of the text, at most that long."""
    return text if len(text) <= length else text[-length:].partition(" ")[2]


def counted(number: int, one: str, many: str) -> str:
    """`1 entry`, `3 entries`."""
    return f"{number} {one if number == 1 else many}"


def joined(*texts: str) -> str | None:
    """The texts that are there, a line each; None where there is none."""
    return "\n".join(text for text in texts if text) or None
