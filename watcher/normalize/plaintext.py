"""How plain text is laid out: paragraphs, lists, lines that stand as titles."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bs4 import BeautifulSoup

from watcher.normalize.layout import Chunk, laid_out
from watcher.normalize.lines import BULLET, ENDS, LABELLED, NUMBERED, is_title
from watcher.normalize.running import Spot, framed, running
from watcher.normalize.wrapping import Column, column_of
from watcher.text import tidy

_GAP = re.compile(r"\n[ \t\r\f\v\u00a0\u200b]*\n")
_HYPHEN = re.compile(r"\w-\s*$")
_HASHES = re.compile(r"^\s*(#{1,6})\s+(?=[^#\s])")
_SHORTEST_HALF = 30
# 100,000 lines take 5 s to lay out and to read (measured).
_MOST_LINES = 100_000
_MOST_LUMPS = 10_000


def soup_of(text: str) -> BeautifulSoup:
    """A page of the text's paragraphs, so that the same rules read text and HTML."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > _MOST_LINES:
        return laid_out(_lumps(text), marked=True)
    frames, body = _unframed(text)
    return laid_out([*frames, *_mended(list(_chunks(body)))], marked=True)


def _unframed(text: str) -> tuple[list[Chunk], str]:
    """What the printed pages of the text repeat, and the text without it."""
    pages = [page.split("\n") for page in text.split("\f")]
    if len(pages) == 1:
        return [], text
    places = [[at for at, line in enumerate(page) if line.strip()] for page in pages]
    spots = [
        [Spot(tidy(page[at]), at, at - len(page)) for at in filled] for page, filled in zip(pages, places, strict=True)
    ]
    frames = running(spots)
    for number, rank in frames:
        pages[number][places[number][rank]] = ""
    told = framed((name, spots[number][rank].text) for (number, rank), name in sorted(frames.items()))
    return told, "\n\n".join("\n".join(page).strip("\n") for page in pages)


def _lumps(text: str) -> list[Chunk]:
    """The words of a text too long to be laid out: no word is lost, only where one paragraph ends."""
    lines = text.split("\n")
    size = -(-len(lines) // _MOST_LUMPS)
    lumps = (tidy(" ".join(lines[at : at + size])) for at in range(0, len(lines), size))
    return [("p", lump) for lump in lumps if lump]


def _mended(chunks: list[Chunk]) -> list[Chunk]:
    """A paragraph that goes on in lower letters where the one before broke off is the rest of it."""
    mended: list[Chunk] = []
    for kind, text in chunks:
        before = mended[-1][1] if mended and mended[-1][0] == kind == "p" else ""
        is_half = len(before) >= _SHORTEST_HALF and not ENDS.search(before) and not LABELLED.match(before)
        if is_half and text[:1].islower():
            mended[-1] = ("p", f"{before} {text}")
        else:
            mended.append((kind, text))
    return mended


def _chunks(text: str) -> Iterator[Chunk]:
    """(`p`, `ul`, `ol` or a heading's name, words) for every paragraph and list line."""
    chunks = [[line for line in chunk.split("\n") if line.strip()] for chunk in _GAP.split(text)]
    column = column_of(chunks)
    for lines in chunks:
        is_menu = _is_menu(lines)
        for line in _joined(lines, column):
            if BULLET.match(line) or is_menu:
                yield "ul", tidy(BULLET.sub("", line))
            elif NUMBERED.match(line) and len(lines) > 1:
                yield "ol", tidy(NUMBERED.sub("", line))
            elif hashes := _HASHES.match(line):
                yield f"h{len(hashes[1])}", tidy(line[hashes.end() :])
            elif words := tidy(line):
                yield "p", words


def _is_menu(lines: list[str]) -> bool:
    """A site's menu: a few words a line, the first of them "Home"."""
    return len(lines) > 2 and tidy(lines[0]).lower() == "home" and all(len(line.split()) <= 4 for line in lines)


def _joined(lines: list[str], column: Column) -> Iterator[str]:
    """The lines of one chunk, those put together that only the width of the column has parted."""
    held: list[str] = []
    wrapped = len(lines) > 2 and all(50 <= len(line.strip()) <= 110 for line in lines[:-1])
    for line in lines:
        full = bool(held) and column.parts(held[-1], line)
        if held and not _starts_entry(line, held[0], full) and (full or wrapped or _runs_on(held[-1], line.strip())):
            held.append(line)
            continue
        if held:
            yield _together(held)
        held = [line]
    if held:
        yield _together(held)


def _starts_entry(line: str, first: str, full: bool) -> bool:
    """Whether a line opens an entry of a list; in running text a dash or a figure comes to stand there by chance."""
    numbered = NUMBERED.match(line)
    if not full:
        return bool(numbered or BULLET.match(line) or _HASHES.match(line))
    if numbered:
        return numbered[1] == "1" or bool(NUMBERED.match(first))
    return bool(BULLET.match(line)) and (bool(BULLET.match(first)) or line.lstrip()[0] not in "-–*·")


def _together(lines: list[str]) -> str:
    """The parts of a line; a word parted at its hyphen is one word again."""
    pieces = [lines[0].rstrip()]
    for before, line in pairwise(lines):
        following = line.strip()
        is_word = following[:1].islower() and bool(_HYPHEN.search(before))
        pieces.append(following if is_word else f" {following}")
    return "".join(pieces)


def _runs_on(line: str, following: str) -> bool:
    bare = line.rstrip()
    if following[:1].islower() or (bare.endswith("No.") and following[:1].isdigit()):
        return True
    return bare.endswith(":") and not LABELLED.match(bare.strip()) and is_title(bare.rstrip(" :") + f" {following}")
