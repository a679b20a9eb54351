"""How plain text is laid out: paragraphs, lists, lines that stand as titles."""

import html
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import soup5ever  # noqa: F401 - registers the builder
from bs4 import BeautifulSoup

from watcher.normalize.wrapping import Column, column_of
from watcher.text import tidy

_GAP = re.compile(r"\n[ \t\r\f\v\u00a0\u200b]*\n")
# An "o" at the start of a line is what becomes of Word's hollow bullet.
_BULLET = re.compile(r"^\s*(?:[•◦▪●‣▸►■∙\uf0b7]\s*|[*·–-]\s+|o\s+(?=[A-Z]))(?=\S)")
_NUMBERED = re.compile(r"^\s*(\d{1,2})[.)]\s+(?=\S)")
_MARKUP = re.compile(
    r"!\[(?P<alt>[^\[\]]{0,300})\]\([^()\s]{0,500}\)"
    r"|\[(?P<label>(?:[^\[\]\\]|\\.){1,300})\]\((?P<address>[^()\s]{0,500})\)"
    r"|\*\*(?P<bold>[^*\n]{1,300}?)\*\*"
)
_HYPHEN = re.compile(r"\w-\s*$")
_HASHES = re.compile(r"^\s*(#{1,6})\s+(?=[^#\s])")
_LABELLED = re.compile(
    r"^(?:[QA]\s*[.#-]?\s*\d*|(?:Question|Answer)\s*#?\d*|Release Date|Last [\w/ ]{3,20}|Updated|Posted|Contact|Topics|"
    r"Keywords|For Immediate Release)\s*[:.]|^For Immediate Release$|^Office of |^AI+LA Doc|"
    r"^(?:Read|Learn|View|See) More\b|^Continue Reading\b|^(?:Yes|No|Submit)$",
    re.IGNORECASE,
)
# A line with a telephone number or an e-mail address says how to reach somebody.
_CONTACT = re.compile(r"\S@\w|\d{3}\)? ?[-.]? ?\d{3}-\d{4}|\b1-8\d\d-")
_TITLE_LENGTH = 140
_TITLE_WORDS = 20
_TEASER_WORDS = 12
_QUESTION_LENGTH = 400
_FEWEST_QUESTIONS = 3
_SENTENCE_END = re.compile(r"\w{3}[.!](?:\s|$)")
_ENDS = re.compile(r"[.?!:;…][\"'”’)\]]*$")
_SHORTEST_HALF = 30
# 100,000 lines take 5 s to lay out and to read (measured).
_MOST_LINES = 100_000
_MOST_LUMPS = 10_000
_MOST_MARKS = 20_000

Chunk = tuple[str, str]


def soup_of(text: str) -> BeautifulSoup:
    """A page of the text's paragraphs, so that the same rules read text and HTML."""
    chunks = _lumps(text) if text.count("\n") > _MOST_LINES else _mended(list(_chunks(text)))
    inline = _inline if text.count("](") + text.count("**") <= _MOST_MARKS else html.escape
    body = "".join(_markup(chunks, inline))
    return BeautifulSoup(f"<html><head></head><body>{body}</body></html>", "html5ever")


def _markup(chunks: list[Chunk], inline: Callable[[str], str]) -> Iterator[str]:
    open_list = ""
    asks = sum(_is_long_question(text) for kind, text in chunks if kind == "p") >= _FEWEST_QUESTIONS
    titled = [kind == "p" and (_is_title(text) or (asks and _is_long_question(text))) for kind, text in chunks]
    for index in range(1, len(chunks)):
        if titled[index - 1] and _is_cut_sentence(chunks[index][1]):
            titled[index] = False
    for index, (kind, text) in enumerate(chunks):
        wanted = kind if kind in ("ul", "ol") else ""
        if wanted != open_list:
            yield f"</{open_list}>" if open_list else ""
            yield f"<{wanted}>" if wanted else ""
            open_list = wanted
        if wanted:
            yield f"<li>{inline(text)}</li>"
        else:
            name = kind if kind != "p" else _standing(titled[index : index + 2])
            yield f"<{name}>{inline(text)}</{name}>"
    yield f"</{open_list}>" if open_list else ""


def _lumps(text: str) -> list[Chunk]:
    """The words of a text too long to be laid out: no word is lost, only where one paragraph ends."""
    lines = text.split("\n")
    size = -(-len(lines) // _MOST_LUMPS)
    lumps = (tidy(" ".join(lines[at : at + size])) for at in range(0, len(lines), size))
    return [("p", lump) for lump in lumps if lump]


def _standing(titled: list[bool]) -> str:
    """A title before another title heads a section; before anything else it heads what follows."""
    if not titled[0] or len(titled) < 2:
        return "p"
    return "h2" if titled[1] else "h3"


def _mended(chunks: list[Chunk]) -> list[Chunk]:
    """A paragraph that goes on in lower letters where the one before broke off is the rest of it."""
    mended: list[Chunk] = []
    for kind, text in chunks:
        before = mended[-1][1] if mended and mended[-1][0] == kind == "p" else ""
        is_half = len(before) >= _SHORTEST_HALF and not _ENDS.search(before) and not _LABELLED.match(before)
        if is_half and text[:1].islower():
            mended[-1] = ("p", f"{before} {text}")
        else:
            mended.append((kind, text))
    return mended


def _chunks(text: str) -> Iterator[Chunk]:
    """(`p`, `ul`, `ol` or a heading's name, words) for every paragraph and list line."""
    chunks = [
        [line for line in chunk.split("\n") if line.strip()]
        for chunk in _GAP.split(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n"))
    ]
    column = column_of(chunks)
    for lines in chunks:
        is_menu = _is_menu(lines)
        for line in _joined(lines, column):
            if _BULLET.match(line) or is_menu:
                yield "ul", tidy(_BULLET.sub("", line))
            elif _NUMBERED.match(line) and len(lines) > 1:
                yield "ol", tidy(_NUMBERED.sub("", line))
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
    numbered = _NUMBERED.match(line)
    if not full:
        return bool(numbered or _BULLET.match(line) or _HASHES.match(line))
    if numbered:
        return numbered[1] == "1" or bool(_NUMBERED.match(first))
    return bool(_BULLET.match(line)) and (bool(_BULLET.match(first)) or line.lstrip()[0] not in "-–*·")


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
    return bare.endswith(":") and not _LABELLED.match(bare.strip()) and _is_title(bare.rstrip(" :") + f" {following}")


def _is_title(text: str) -> bool:
    if len(text) > _TITLE_LENGTH or len(text.split()) > _TITLE_WORDS or _LABELLED.match(text):
        return False
    if _CONTACT.search(text):
        return False
    if text.endswith((".", ",", ";", ":", "!", "…")) and not text.endswith(("Etc.", "etc.")):
        return False
    first = next((letter for letter in text if letter.isalnum()), "")
    return (first.isupper() or first.isdigit()) and any(letter.isalpha() for letter in text)


def _is_cut_sentence(text: str) -> bool:
    """Whether what stands below a title is a teaser broken off: many words, few of them in capitals."""
    long = [word for word in text.split() if len(word) > 3]
    return len(text.split()) >= _TEASER_WORDS and 2 * sum(word[0].isupper() for word in long) < len(long)


def _is_long_question(text: str) -> bool:
    """Whether a paragraph does nothing but ask; where several do, they head answers."""
    if not text.endswith("?") or len(text) > _QUESTION_LENGTH or _LABELLED.match(text):
        return False
    return not _SENTENCE_END.search(text) and not text[:1].islower()


def _inline(text: str) -> str:
    """The words as HTML; links, pictures and bold words in Markdown's form become what they stand for."""
    parts, at = [], 0
    for found in _MARKUP.finditer(text):
        parts += [html.escape(text[at : found.start()]), _element(found)]
        at = found.end()
    return "".join([*parts, html.escape(text[at:])])


def _element(found: re.Match[str]) -> str:
    if found["alt"] is not None:
        return f'<img alt="{html.escape(found["alt"])}">'
    if found["bold"] is not None:
        return f"<strong>{html.escape(found['bold'])}</strong>"
    label = re.sub(r"\\(.)", r"\1", found["label"])
    label = re.sub(r"\s*\([^()]*\)$", "", label) or label
    return f'<a href="{html.escape(found["address"])}">{html.escape(label)}</a>'
