"""How HTML source becomes a tree, with what the parser must not be given."""

import html
import re
from collections.abc import Iterator

import soup5ever  # noqa: F401 - registers the builder
from bs4 import BeautifulSoup, Tag

from watcher.normalize.element import Element
from watcher.normalize.plaintext import soup_of
from watcher.normalize.protected import revealed, revealed_link
from watcher.normalize.tree import tags_in

MAX_DEPTH = 512
MAX_TAGS = 100_000

_LONGEST_TAG = 65_536
_MOST_ATTRIBUTES = 5_000

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_UNREAD = re.compile(r"<(script|style)\b", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BREAK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|section|article|main|header|footer|nav|aside|dd|dt|dl|blockquote|"
    r"details|summary|body|html|title|form|button)\b[^<>]*>",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<[a-zA-Z/!?][^<>]*>")
# These are closed by the next of their kind or hold nothing, so that they say nothing of depth.
_SHALLOW = frozenset({
    "p", "li", "dt", "dd", "tr", "td", "th", "option", "tbody", "thead", "tfoot", "br", "img", "hr", "input",
    "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr", "param", "html", "head", "body",
})  # fmt: skip


def parse(source: str) -> tuple[BeautifulSoup, bool]:
    """The tree of an HTML page, and whether text may have been lost because it is too deep or too large to parse."""
    if _too_deep_to_parse(source):
        return soup_of(_linear_text(source)), True
    soup = BeautifulSoup(source, "html5ever", element_classes={Tag: Element})
    if _depth(soup) > MAX_DEPTH:
        return soup_of(_linear_text(source)), True
    if "email" in source:
        _reveal(soup)
    return soup, False


def _too_deep_to_parse(source: str) -> bool:
    """html5ever takes time with the square of the depth: 0.3 s at 5,000, 2.6 s at 20,000 (measured)."""
    if source.count("<") > 2 * MAX_TAGS or _has_endless_tag(source):
        return True
    if source.count("<") <= 4 * MAX_DEPTH:
        return False
    depth = deepest = 0
    for closing, name in _TAG.findall(source):
        if name.lower() not in _SHALLOW:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest > 8 * MAX_DEPTH


def _has_endless_tag(source: str) -> bool:
    """A parser takes time with the square of the attributes of one tag: 58 s for 300,000 (measured)."""
    if len(source) < _LONGEST_TAG:
        return False
    return any(
        piece.partition(">")[0].count("=") > _MOST_ATTRIBUTES
        for piece in source.split("<")
        if len(piece) > _LONGEST_TAG
    )


def _depth(soup: BeautifulSoup) -> int:
    deepest, level = -1, [soup.contents]
    while level:
        deepest += 1
        level = [node.contents for nodes in level for node in nodes if isinstance(node, Tag)]
    return deepest


def _linear_text(source: str) -> str:
    """The words of markup that no parser should be given, cut at block elements; takes time with the length only."""
    bare = "".join(_read_parts(source))
    if bare.count("<!--") <= 2 * bare.count("-->"):
        bare = _COMMENT.sub(" ", bare)
    return html.unescape(_MARKUP.sub(" ", _BREAK.sub("\n\n", bare)))


def _read_parts(source: str) -> Iterator[str]:
    """What lies between scripts and styles; one that is never closed reaches to the end, as in a browser."""
    lowered = source.lower() if source.isascii() else source
    at = 0
    while found := _UNREAD.search(source, at):
        yield source[at : found.start()]
        close = lowered.find(f"</{found.group(1).lower()}", found.end())
        if close < 0:
            return
        at = close
    yield source[at:]


def _reveal(soup: BeautifulSoup) -> None:
    """Write the addresses out that Cloudflare hid."""
    for tag in filter(_is_protected, tags_in(soup)):
        if address := revealed(str(tag.get("data-cfemail") or "")):
            tag.string = address
        if link := revealed_link(str(tag.get("href") or "")):
            tag["href"] = link
            if "email" in tag.get_text() and "protected" in tag.get_text():
                tag.string = link.removeprefix("mailto:")


def _is_protected(tag: Tag) -> bool:
    return "data-cfemail" in tag.attrs or "/cdn-cgi/l/email-protection#" in str(tag.attrs.get("href", ""))
