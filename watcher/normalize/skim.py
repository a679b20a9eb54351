"""Whether two answers can read differently at all: the cheap test before any real reading.

`skim(a) == skim(b)` implies that both read the same, for reading never looks at what is neutral here.
"""

import hashlib
import re
from collections.abc import Container, Iterable, Sequence

import re2
from selectolax.lexbor import LexborHTMLParser, LexborNode

from watcher.formats import format_of
from watcher.model import Payload
from watcher.normalize.decode import decode
from watcher.normalize.leaving import KEPT, may_leave
from watcher.normalize.protected import revealed, revealed_link
from watcher.normalize.tokens import INVISIBLE, NEUTRAL_ATTRIBUTES, calm

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# In lexbor's serialization `<`, `>` and quotes are escaped in text and in attribute values, so a tag is plain to see.
_TAG = re.compile(r"(<[^>]*>)")
_NEUTRAL = re.compile(rf' (?:{"|".join(NEUTRAL_ATTRIBUTES)}|data-[\w:.-]*|on[a-z]+)="[^"]*"')
_NAMED = re2.compile(rb' (?:id|class)="[^"]*(?:\d{6}|[0-9a-fA-F-]{16})[^"]*"')
_UNSEEN = [name for name in INVISIBLE if name not in ("link", "meta", "base")]
# Spelt in both cases: with IGNORECASE the search for "<" loses its short cut, which costs 0.1 ms a page.
_UNESCAPED = re.compile(
    r"<(?:[xX][mM][pP]|[pP][lL][aA][iI][nN][tT][eE][xX][tT]|[nN][oO][eE][mM][bB][eE][dD]|[nN][oO][fF][rR][aA][mM][eE][sS])\b"
)
_READ_METAS = re.compile(
    r"description|keywords|subject|date|time|modified|issued|title|site_name|refresh", re.IGNORECASE
)
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|div|p|title|meta|script)\b", re.IGNORECASE)

_MOST_BYTES = 4_000_000
_MOST_TAGS = 15_000
_LONGEST_TAG = 4_096
_MOST_GAPS = 6_000


def skim(body: bytes, content_type: str = "", without: Sequence[str] = ()) -> str:
    """64 hex digits; equal for two answers of one source only when they read the same.

    `without` are the selectors of what moves by itself, as `Source.moving` has them; under others no skim is equal.
    """
    if not is_html(body, content_type):
        return hashlib.sha256(body).hexdigest()
    text = decode(body, content_type)
    if _UNESCAPED.search(text):
        return hashlib.sha256(_bytes(text)).hexdigest()
    return hashlib.sha256(_plain(text, without)).hexdigest()


def skim_all(payload: Payload, without: Sequence[str] = ()) -> str:
    """The skim over a page and the further pages of its list; empty where one could hang a parser."""
    if not all(safe_to_skim(page.body) for page in payload.pages):
        return ""
    skims = [skim(page.body, page.content_type, without) for page in payload.pages]
    return skims[0] if len(skims) == 1 else hashlib.sha256("".join(skims).encode()).hexdigest()


def is_html(body: bytes, content_type: str = "") -> bool:
    """Whether it is read as HTML, as opposed to text or to what is no text at all."""
    return (
        bool(_MARKUP.search(body[:4096])) and not format_of(body) and not content_type.lower().startswith("text/plain")
    )


def safe_to_skim(body: bytes) -> bool:
    """Whether no parser can be hung by it: lexbor takes 0.2 s at a depth of 15,000, and 25 s at 100,000 (measured)."""
    if len(body) > _MOST_BYTES or body.count(b"<") > _MOST_TAGS:
        return False
    pieces = body.split(b"<")
    return max(map(len, pieces)) <= _LONGEST_TAG or all(
        _is_plain_tag(piece) for piece in pieces if len(piece) > _LONGEST_TAG
    )


def _is_plain_tag(piece: bytes) -> bool:
    """Not a tag of thousands of attributes, with which a parser's time grows by the square."""
    tag = piece.partition(b">")[0]
    return len(tag.split()) < _MOST_GAPS and tag.count(b"/") < _MOST_GAPS and tag.count(b"=") < _MOST_GAPS


def _plain(text: str, without: Iterable[str]) -> bytes:
    page = LexborHTMLParser(text)
    page.strip_tags(_UNSEEN)
    _drop_unread_head(page)
    known = [_drop_moving(page, selector) for selector in without]
    if "cfemail" in text or "email-protection" in text:
        _reveal(page)
    pieces = _TAG.split(_COMMENT.sub("", page.html or ""))
    tags = _bytes(_NEUTRAL.sub("", "\n".join(pieces[1::2])))
    named: bytes = _NAMED.sub(_calm, tags)
    return _bytes("\0".join((*known, *pieces[::2]))) + b"\0" + named


def _calm(found: re.Match[bytes]) -> bytes:
    return _bytes(calm(found.group().decode("utf-8", "surrogatepass")))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _drop_unread_head(page: LexborHTMLParser) -> None:
    """Take out what the head says to machines and no lift asks for."""
    for tag in page.css("link, meta, input[type=hidden]"):
        attributes = tag.attributes
        if tag.tag == "link" and "canonical" in (attributes.get("rel") or ""):
            continue
        name = attributes.get("name") or attributes.get("property") or attributes.get("http-equiv") or ""
        if tag.tag == "meta" and _READ_METAS.search(name):
            continue
        tag.decompose()


def _drop_moving(page: LexborHTMLParser, selector: str) -> str:
    """Take out what reading leaves out under this selector (`ignores.left_out`), by the same test."""
    chosen: dict[int, LexborNode] = {}
    for tag in page.css(selector):
        if not _lies_in(tag, chosen) and may_leave(tag.tag or "", tag.text(), any(map(tag.css_first, KEPT))):
            chosen[tag.mem_id] = tag
    for tag in chosen.values():
        tag.decompose()
    return selector


def _lies_in(tag: LexborNode, chosen: Container[int]) -> bool:
    above = tag.parent
    while above is not None and above.mem_id not in chosen:
        above = above.parent
    return above is not None


def _reveal(page: LexborHTMLParser) -> None:
    """Write Cloudflare's protected addresses out: their code differs at each load, the address need not."""
    for tag in page.css('[data-cfemail], a[href*="/cdn-cgi/l/email-protection#"]'):
        if address := revealed(tag.attributes.get("data-cfemail") or ""):
            tag.attrs["watcher-address"] = address
        if link := revealed_link(tag.attributes.get("href") or ""):
            tag.attrs["href"] = link
