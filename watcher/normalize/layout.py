"""How paragraphs, list entries, titles become a page: the same rules read print, text and HTML."""

import html
import re
from collections.abc import Callable, Iterator, Sequence

import soup5ever  # noqa: F401 - registers the builder
from bs4 import BeautifulSoup

from watcher.normalize.lines import is_cut_sentence, is_long_question, is_title

Chunk = tuple[str, str]
"""(`p`, `ul`, `ol`, a heading's name, `said` for a paragraph that is no title, `strong`, `toc`,
or a class of frame; words)."""

FRAMES = ("running-header", "running-footer")
"""What every page of print repeats."""

_MARKUP = re.compile(
    r"!\[(?P<alt>[^\[\]]{0,300})\]\([^()\s]{0,500}\)"
    r"|\[(?P<label>(?:[^\[\]\\]|\\.){1,300})\]\((?P<address>[^()\s]{0,500})\)"
    r"|\*\*(?P<bold>[^*\n]{1,300}?)\*\*"
)
_FEWEST_QUESTIONS = 3
_MOST_MARKS = 20_000
_LISTS = ("ul", "ol")


def laid_out(chunks: Sequence[Chunk], *, marked: bool = False, head: str = "") -> BeautifulSoup:
    """The page; `marked` where links and bold words may be written in Markdown's form."""
    marks = sum(text.count("](") + text.count("**") for _, text in chunks) if marked else 0
    inline = _inline if 0 < marks <= _MOST_MARKS else html.escape
    body = "".join(_markup(chunks, inline))
    return BeautifulSoup(f"<html><head>{head}</head><body>{body}</body></html>", "html5ever")


def _markup(chunks: Sequence[Chunk], inline: Callable[[str], str]) -> Iterator[str]:
    open_list = ""
    titled = _titled(chunks)
    for index, (kind, text) in enumerate(chunks):
        wanted = kind if kind in _LISTS else ""
        if wanted != open_list:
            yield f"</{open_list}>" if open_list else ""
            yield f"<{wanted}>" if wanted else ""
            open_list = wanted
        yield _element_of(kind, inline(text), titled[index : index + 2])
    yield f"</{open_list}>" if open_list else ""


def _titled(chunks: Sequence[Chunk]) -> list[bool]:
    """Which paragraphs stand as titles; none that a broken-off sentence follows."""
    asks = sum(is_long_question(text) for kind, text in chunks if kind == "p") >= _FEWEST_QUESTIONS
    titled = [kind == "p" and (is_title(text) or (asks and is_long_question(text))) for kind, text in chunks]
    for index in range(1, len(chunks)):
        if titled[index - 1] and is_cut_sentence(chunks[index][1]):
            titled[index] = False
    return titled


def _element_of(kind: str, words: str, titled: Sequence[bool]) -> str:
    if kind in _LISTS:
        return f"<li>{words}</li>"
    if kind in FRAMES:
        return f'<div class="{kind}">{words}</div>'
    if kind == "toc":
        title, _, rest = words.partition("\t")
        return f'<p><a href="#contents">{title}</a> <span class="contents-page">{rest}</span></p>'
    if kind == "strong":
        return f"<p><strong>{words}</strong></p>"
    name = {"said": "p", "p": _standing(titled)}.get(kind, kind)
    return f"<{name}>{words}</{name}>"


def _standing(titled: Sequence[bool]) -> str:
    """A title before another title heads a section; before anything else it heads what follows."""
    if not titled[0] or len(titled) < 2:
        return "p"
    return "h2" if titled[1] else "h3"


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
