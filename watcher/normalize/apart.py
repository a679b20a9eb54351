"""Whether two bodies differ in nothing but tokens: the cheapest test there is for "nothing changed".

Both are cut at each "<". What differs has to be the inside of a script, a style sheet's address or the
quoted value of an attribute that reading never looks at, with nothing in it that a tokenizer acts on; so
both are tokenized alike, whatever stands around it, and read the same. Any doubt is left to `skim`.
"""

import re
from collections.abc import Sequence
from itertools import compress
from operator import ne

import re2

from watcher.normalize.tokens import NEUTRAL_ATTRIBUTES, calm

_QUIET = rb"[\w .,:;/+=%#?|-]*"
# Cloudflare's data-cfemail hides an address that reading writes out.
_NEUTRAL = re.compile(
    rb" (?:"
    + "|".join(NEUTRAL_ATTRIBUTES).encode()
    + rb"|data-(?!cfemail)[\w:.-]+)=(?:\""
    + _QUIET
    + rb"\"|'"
    + _QUIET
    + rb"')"
)
_NAMED = re.compile(rb" (?:id|class)=\"" + _QUIET + rb"\"")
_SCRIPT = re.compile(rb"script(?=[\s>])", re.IGNORECASE)
_STYLESHEET = re.compile(rb"link\s+rel=\"(?:stylesheet|preload|shortcut icon|icon)\"" + rb"[^>&'<]*>\s*", re.IGNORECASE)
_BYTES = re2.Options()
_BYTES.encoding = re2.Options.Encoding.LATIN1
# Elements in which tags are text; reading shows it. RE2 looks through a page in half the time of `re`.
_SHOWN_RAW = re2.compile(rb"<(?i:title|textarea|xmp|noembed|noframes|plaintext)\b[^<]*<(?:[^/]|\z)", _BYTES)
_MOST_PLACES = 400
_STATEFUL = (b"\0", b"\x1b")
"""Bytes of encodings in which "<" may be half a letter: UTF-16 and ISO-2022."""


def differ_in_tokens_alone(before: bytes, after: bytes) -> bool:
    """Whether these two HTML bodies, sent with one content type, surely read the same.

    >>> page = b'<p>Hours</p><script nonce="%s">let t = "%s"</script>'
    >>> differ_in_tokens_alone(page % (b"a1", b"x"), page % (b"b2", b"y"))
    True
    >>> differ_in_tokens_alone(b"<p>9 to 5</p>", b"<p>9 to 4</p>")
    False
    """
    was, now = before.split(b"<"), after.split(b"<")
    if len(was) != len(now) or was[0] != now[0]:
        return False
    places = list(compress(range(len(was)), map(ne, was, now)))
    if len(places) > _MOST_PLACES or any(mark in before or mark in after for mark in _STATEFUL):
        return False
    if _SHOWN_RAW.search(before):
        return False
    return all(_is_script(was, now, at) or _is_alike(was[at], now[at]) for at in places)


def _is_script(was: Sequence[bytes], now: Sequence[bytes], at: int) -> bool:
    """A script that ends at the next "<" on both sides, its own tag alike."""
    old, new = was[at], now[at]
    if not (_SCRIPT.match(old) and _SCRIPT.match(new)) or at + 1 >= len(was):
        return False
    ends = all(pieces[at + 1][:7].lower() == b"/script" for pieces in (was, now))
    # A comment's beginning inside a script puts off the script's end (HTML standard, 13.2.5.17).
    return ends and _is_alike(old.partition(b">")[0] + b">", new.partition(b">")[0] + b">")


def _is_alike(old: bytes, new: bytes) -> bool:
    """The same tag but for neutral values, and the same text behind it."""
    if _STYLESHEET.fullmatch(old) and _STYLESHEET.fullmatch(new):
        return True
    tag, closed, text = old.partition(b">")
    new_tag, new_closed, new_text = new.partition(b">")
    return bool(closed and new_closed) and text == new_text and _calmed(tag) == _calmed(new_tag)


def _calmed(tag: bytes) -> bytes:
    return _NAMED.sub(lambda found: calm(found.group().decode("latin-1")).encode("latin-1"), _NEUTRAL.sub(b"", tag))
