"""Whether two bodies differ in nothing but tokens: the cheapest test there is for "nothing changed".

Both are cut at each "<". What differs has to be the inside of a script, a style sheet's address or the
quoted value of an attribute that reading never looks at, with nothing in it that a tokenizer acts on; so
both are tokenized alike, whatever stands around it, and read the same. Any doubt is left to `skim`.
"""

import re
from typing import NamedTuple

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
_STEP = 256
"""Bytes that are compared at first; twice as many each time, since most of two such pages is equal."""
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
    at = to = 0  # where two pieces begin that stand in the same place
    for _ in range(_MOST_PLACES):
        same = _alike_for(before, at, after, to)
        if at + same == len(before) and to + same == len(after):
            return not _is_uncertain(before, after)
        begin = before.rfind(b"<", at, at + same) + 1 or at
        end, new_begin = before.find(b"<", begin), begin - at + to
        new_end = after.find(b"<", new_begin)
        if not begin or (end < 0) != (new_end < 0):
            return False
        old = _Piece(before[begin : end if end >= 0 else None], before[end + 1 : end + 8] if end >= 0 else b"")
        new = _Piece(after[new_begin : new_end if end >= 0 else None], after[new_end + 1 : new_end + 8])
        if not (_is_script(old, new) or _is_alike(old.text, new.text)):
            return False
        if end < 0:
            return not _is_uncertain(before, after)
        at, to = end + 1, new_end + 1
    return False


class _Piece(NamedTuple):
    """What stands between two "<", and the beginning of what follows."""

    text: bytes
    following: bytes


def _alike_for(before: bytes, at: int, after: bytes, to: int) -> int:
    """How many bytes are equal from these places on."""
    same, step = 0, _STEP
    while True:
        old = before[at + same : at + same + step]
        if old != after[to + same : to + same + step]:
            break
        same += len(old)
        if len(old) < step:
            return same
        step *= 2
    while step > 1:
        step //= 2
        old = before[at + same : at + same + step]
        if len(old) == step and old == after[to + same : to + same + step]:
            same += step
    return same


def _is_uncertain(before: bytes, after: bytes) -> bool:
    """Whether a "<" may be something else than the beginning of a tag."""
    return any(mark in before or mark in after for mark in _STATEFUL) or bool(_SHOWN_RAW.search(before))


def _is_script(old: _Piece, new: _Piece) -> bool:
    """A script that ends at the next "<" on both sides, its own tag alike."""
    if not (_SCRIPT.match(old.text) and _SCRIPT.match(new.text)):
        return False
    ends = old.following.lower() == new.following.lower() == b"/script"
    # A comment's beginning inside a script puts off the script's end (HTML standard, 13.2.5.17).
    return ends and _is_alike(old.text.partition(b">")[0] + b">", new.text.partition(b">")[0] + b">")


def _is_alike(old: bytes, new: bytes) -> bool:
    """The same tag but for neutral values, and the same text behind it."""
    if _STYLESHEET.fullmatch(old) and _STYLESHEET.fullmatch(new):
        return True
    tag, closed, text = old.partition(b">")
    new_tag, new_closed, new_text = new.partition(b">")
    return bool(closed and new_closed) and text == new_text and (tag == new_tag or _calmed(tag) == _calmed(new_tag))


def _calmed(tag: bytes) -> bytes:
    return _NAMED.sub(lambda found: calm(found.group().decode("latin-1")).encode("latin-1"), _NEUTRAL.sub(b"", tag))
