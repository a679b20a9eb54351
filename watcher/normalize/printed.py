"""How the lines of printed pages become running text again, whatever their page or their width."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from watcher.normalize.layout import Chunk
from watcher.normalize.lines import BULLET, ENDS, LABELLED, NUMBERED, is_long_question, is_title, leader
from watcher.normalize.running import Spot, framed, running
from watcher.text import tidy

_BROKEN_WORD = re.compile(r"(\w+)-$")
_OPENING_WORD = re.compile(r"\w+")
_HYPHENATED = re.compile(r"\w+(?:-\w+)+")
_USUAL_LEADING = 1.2
_WIDER_GAP = 1.3
_OTHER_SIZE = 0.08
_OTHER_PRINT = 0.15
"""Words in another type may look a little smaller within a sentence."""
_LARGER = 1.1
_INDENT = 6.0
_SAME_BASELINE = 0.4
_LONGEST_HEADING = 200
_DEEPEST = 4
_LONGEST_WORD = 60
_FEWEST_DIVIDED = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line of print, in points from the lower left corner of its page."""

    text: str
    x: float
    end: float
    y: float
    size: float
    bold: bool = False
    page: int = 0


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: list[Line] = field(default_factory=list)
    text: str = ""

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)

    @property
    def size(self) -> float:
        """The size of its print, to half a point."""
        return round(self.lines[0].size * 2) / 2


def chunks_of(pages: Sequence[Sequence[Line]]) -> list[Chunk]:
    """What every page repeats, once each; then headings, paragraphs and list entries in reading order."""
    rows = [list(_rows(page)) for page in pages]
    top = max((line.y for page in rows for line in page), default=0.0)
    frames = running([[Spot(line.text, top - line.y, -line.y) for line in page] for page in rows])
    body = [line for page, lines in enumerate(rows) for at, line in enumerate(lines) if (page, at) not in frames]
    told = framed((name, rows[page][at].text) for (page, at), name in sorted(frames.items()))
    return [*told, *_told(_Print(body).paragraphs())]


def _rows(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines; what stands side by side on one baseline is one."""
    held: Line | None = None
    for line in lines:
        if held is None:
            held = line
        elif abs(held.y - line.y) <= _SAME_BASELINE * held.size and line.x >= held.end - 1:
            text = f"{held.text} {line.text}"
            held = Line(text, held.x, line.end, held.y, held.size, held.bold and line.bold, held.page)
        else:
            yield held
            held = line
    if held is not None:
        yield held


class _Print:
    """All lines of a document, with what is usual among them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._leading = self._usual_leading()
        self._right = self._right_edges()
        self._hyphens = _Hyphens(lines)

    def paragraphs(self) -> list[Paragraph]:
        """The lines as paragraphs, sentences that the end of a page cut joined again."""
        found: list[Paragraph] = []
        for before, line in zip([None, *self._lines], self._lines, strict=False):
            if before is None or self._parts(before, line, found[-1]):
                found.append(Paragraph())
            found[-1].lines.append(line)
        for paragraph in found:
            paragraph.text = self._hyphens.joined([line.text for line in paragraph.lines])
        return found

    def _parts(self, before: Line, line: Line, open_one: Paragraph) -> bool:
        """Whether a paragraph begins with the line."""
        ended, full = bool(ENDS.search(before.text)), self._is_full(before, line)
        begins_large = not _first_letter(line.text).islower()
        step = abs(before.size - line.size) / before.size
        if before.bold != line.bold or step > (_OTHER_SIZE if ended and begins_large else _OTHER_PRINT):
            return True
        if leader(before.text) or leader(line.text):
            return True
        if _opens_entry(line.text, running_on=full and not ended):
            return True
        if before.page != line.page or line.y >= before.y:
            return begins_large and (ended or not full)
        if before.y - line.y > _WIDER_GAP * self._leading.get(round(line.size), _USUAL_LEADING * line.size):
            return True
        if line.x > before.x + _INDENT and begins_large and ended and not BULLET.match(open_one.lines[-1].text):
            return True
        return begins_large and not full

    def _is_full(self, before: Line, line: Line) -> bool:
        """Whether only the width parted the two: the next word would not have stood on the line any more."""
        letter = (before.end - before.x) / (len(before.text) or 1)
        return before.end + letter * (len(line.text.split(maxsplit=1)[0]) + 2) > self._right[before.page]

    def _usual_leading(self) -> dict[int, float]:
        gaps: dict[int, list[float]] = defaultdict(list)
        for before, line in pairwise(self._lines):
            gap = before.y - line.y
            if before.page == line.page and 0 < gap < 2 * line.size:
                gaps[round(line.size)].append(gap)
        return {size: median(sorted(found)) for size, found in gaps.items()}

    def _right_edges(self) -> dict[int, float]:
        ends: dict[int, list[float]] = defaultdict(list)
        for line in self._lines:
            ends[line.page].append(line.end)
        widest = median([max(found) for found in ends.values()]) if ends else 0.0
        # A page of few short lines is set in the same column as the others.
        return {page: max(sorted(found)[(len(found) - 1) * 9 // 10], 0.9 * widest) for page, found in ends.items()}


def _opens_entry(text: str, *, running_on: bool) -> bool:
    if LABELLED.match(text):
        return True
    if NUMBERED.match(text):
        return not running_on
    return bool(BULLET.match(text)) and not (running_on and text.lstrip()[0] in "-–*·")


class _Hyphens:
    """Which hyphens at the end of a line belong to the word: the document's other words tell."""

    def __init__(self, lines: Sequence[Line]) -> None:
        text = " ".join(line.text for line in lines)
        self._words = {word.casefold() for word in _OPENING_WORD.findall(text)}
        self._compounds = {word.casefold() for word in _HYPHENATED.findall(text)}
        # A typesetter who divides words does it all the time; an office prints a hyphen only where there is one.
        broken = [self._halves(before.text, line.text) for before, line in pairwise(lines)]
        divided = sum("".join(halves) in self._words for halves in broken if halves)
        compound = sum("-".join(halves) in self._compounds for halves in broken if halves)
        self._divides = divided >= _FEWEST_DIVIDED and divided > compound

    def joined(self, lines: Sequence[str]) -> str:
        """The lines as one; a word divided at its end is one word again."""
        pieces = list(lines[:1])
        for before, line in pairwise(lines):
            if not (_BROKEN_WORD.search(before[-_LONGEST_WORD:]) and line[:1].isalnum()):
                pieces.append(" ")
            elif self._is_divided(before, line):
                pieces[-1] = pieces[-1].removesuffix("-")
            pieces.append(line)
        return tidy("".join(pieces))

    def _is_divided(self, before: str, line: str) -> bool:
        """Whether the hyphen is the typesetter's and no part of the word."""
        halves = self._halves(before, line)
        if halves is None or "-".join(halves) in self._compounds:
            return False
        return self._divides or "".join(halves) in self._words

    @staticmethod
    def _halves(text: str, line: str) -> tuple[str, str] | None:
        """Both parts of a word that a hyphen at the end of the text divides."""
        start, rest = _BROKEN_WORD.search(text[-_LONGEST_WORD:]), _OPENING_WORD.match(line)
        return (start[1].casefold(), rest[0].casefold()) if start and rest and line[:1].islower() else None


def _first_letter(text: str) -> str:
    return next((letter for letter in text if letter.isalnum()), "")


def _told(paragraphs: Sequence[Paragraph]) -> Iterator[Chunk]:
    letters = Counter[float]()
    for paragraph in paragraphs:
        letters[paragraph.size] += len(paragraph.text)
    usual = letters.most_common(1)[0][0] if letters else 0.0
    large = [one for one in paragraphs if one.size >= _LARGER * usual and len(one.text) <= _LONGEST_HEADING]
    times = Counter(one.size for one in large)
    first = 1 if times and times[max(times)] == 1 else 2
    levels = {size: min(first + rank, _DEEPEST) for rank, size in enumerate(sorted(times, reverse=True))}
    is_bold_all_over = sum(len(one.text) for one in paragraphs if one.is_bold) * 2 > sum(letters.values())
    lowest = min(max(levels.values(), default=2) + 1, _DEEPEST)
    heads = {id(one): f"h{levels[one.size]}" for one in large if not LABELLED.match(one.text)}
    if not is_bold_all_over:
        heads |= {id(one): f"h{lowest}" for one in paragraphs if id(one) not in heads and _is_bold_title(one)}
    yield from (chunk for one in paragraphs for chunk in _chunks(one, heads, is_bold=not is_bold_all_over))


def _is_bold_title(one: Paragraph) -> bool:
    return one.is_bold and is_title(one.text) and not one.text.endswith("?") and not BULLET.match(one.text)


def _chunks(one: Paragraph, heads: dict[int, str], *, is_bold: bool) -> Iterator[Chunk]:
    text = one.text
    if not any(map(str.isalnum, text)):
        return
    if number := leader(text):
        yield "toc", f"{text.removesuffix(number).rstrip()}\t{number}"
    elif id(one) in heads:
        yield heads[id(one)], text
    elif is_bold and one.is_bold:
        yield "strong", text
    elif BULLET.match(text):
        yield "ul", BULLET.sub("", text)
    elif NUMBERED.match(text) and not text.endswith("?"):
        yield "ol", NUMBERED.sub("", text)
    else:
        # Without any other sign the words alone must tell which lines are titles, as in plain text.
        yield ("said" if heads and not is_long_question(text) else "p"), text
