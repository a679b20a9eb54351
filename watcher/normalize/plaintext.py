"""How plain text is laid out: paragraphs, lists, lines that stand as titles."""

import html
import re
from collections.abc import Iterator

import soup5ever  # noqa: F401 - registers the builder
from bs4 import BeautifulSoup

from watcher.text import tidy

_GAP = re.compile(r"\n[ \t\r\f\v\u00a0]*\n")
_BULLET = re.compile(r"^\s*[•◦▪●*·–-]\s+(?=\S)")
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+(?=\S)")
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.){1,300})\]\(([^()\s]{0,500})\)")
_LABELLED = re.compile(
    r"^(?:[QA]\d*|Question(?: \d+)?|Answer(?: \d+)?|Release Date|Last [\w/ ]{3,20}|Updated|Posted|Contact|Topics|"
    r"Keywords|For Immediate Release)\s*[:.]|^For Immediate Release$|^Office of |^AI+LA Doc",
    re.IGNORECASE,
)
_TITLE_LENGTH = 140
_TITLE_WORDS = 20


def soup_of(text: str) -> BeautifulSoup:
    """A page of the text's paragraphs, so that the same rules read text and HTML."""
    body = "".join(_markup(list(_chunks(text))))
    return BeautifulSoup(f"<html><head></head><body>{body}</body></html>", "html5ever")


def _markup(chunks: list[tuple[str, str]]) -> Iterator[str]:
    open_list = ""
    for index, (kind, text) in enumerate(chunks):
        wanted = kind if kind in ("ul", "ol") else ""
        if wanted != open_list:
            yield f"</{open_list}>" if open_list else ""
            yield f"<{wanted}>" if wanted else ""
            open_list = wanted
        if wanted:
            yield f"<li>{_inline(text)}</li>"
        else:
            yield _standing(text, chunks[index + 1 : index + 2])
    yield f"</{open_list}>" if open_list else ""


def _standing(text: str, following: list[tuple[str, str]]) -> str:
    """A title before another title heads a section; before anything else it heads what follows."""
    if not _is_title(text) or not following:
        return f"<p>{_inline(text)}</p>"
    level = 2 if following[0][0] == "p" and _is_title(following[0][1]) else 3
    return f"<h{level}>{_inline(text)}</h{level}>"


def _chunks(text: str) -> Iterator[tuple[str, str]]:
    """(`p`, `ul` or `ol`, words) for every paragraph and list line."""
    for chunk in _GAP.split(text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line for line in chunk.split("\n") if line.strip()]
        for line in _joined(lines):
            if _BULLET.match(line):
                yield "ul", tidy(_BULLET.sub("", line))
            elif _NUMBERED.match(line) and len(lines) > 1:
                yield "ol", tidy(_NUMBERED.sub("", line))
            elif words := tidy(line):
                yield "p", words


def _joined(lines: list[str]) -> Iterator[str]:
    """The lines of one chunk, those put together that only the width of the column has parted."""
    held = ""
    wrapped = len(lines) > 2 and all(50 <= len(line.strip()) <= 110 for line in lines[:-1])
    for line in lines:
        starts_list = bool(_BULLET.match(line) or _NUMBERED.match(line))
        if held and not starts_list and (wrapped or _runs_on(held, line.strip())):
            held = f"{held} {line.strip()}"
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _runs_on(line: str, following: str) -> bool:
    return following[:1].islower() or (line.rstrip().endswith(":") and _is_title(line.rstrip(" :") + f" {following}"))


def _is_title(text: str) -> bool:
    if len(text) > _TITLE_LENGTH or len(text.split()) > _TITLE_WORDS or _LABELLED.match(text):
        return False
    if text.endswith((".", ",", ";", ":", "!", "…")) and not text.endswith(("Etc.", "etc.")):
        return False
    first = next((letter for letter in text if letter.isalnum()), "")
    return (first.isupper() or first.isdigit()) and any(letter.isalpha() for letter in text)


def _inline(text: str) -> str:
    """The words as HTML; links in Markdown's form become links."""
    parts, at = [], 0
    for found in _LINK.finditer(text):
        label = re.sub(r"\\(.)", r"\1", found.group(1))
        label = re.sub(r"\s*\([^()]*\)$", "", label) or label
        parts += [
            html.escape(text[at : found.start()]),
            f'<a href="{html.escape(found.group(2))}">{html.escape(label)}</a>',
        ]
        at = found.end()
    return "".join([*parts, html.escape(text[at:])])
