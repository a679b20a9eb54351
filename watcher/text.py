"""What counts as the same words."""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_WORD = re.compile(r"\s*(?:\w+(?:[.,:'’/%-]\w+)*%?|[^\w\s])|\s+", re.UNICODE)
_REMEMBERED_LENGTH = 1_000
_NOT_ALPHANUMERIC = re.compile(r"[^\w]+", re.UNICODE)
_FOLDED = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "´": "'", "`": "'", "ʼ": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    }
)  # fmt: skip


def tidy(text: str) -> str:
    r"""The text with runs of white space made one space, its letters untouched.

    >>> tidy("  a\n\u00a0 b ")
    'a b'
    """
    return " ".join(text.split())  # `str.split` and `\\s` take the same characters for space; this is six times as fast


def fold(text: str) -> str:
    r"""The text as it counts in a comparison: quotes, dashes, spaces and invisible marks made alike.

    >>> fold("the “new”\u00a0rule – here’s") == fold('the "new" rule - here\'s')
    True
    """
    return _folded_again(text) if len(text) <= _REMEMBERED_LENGTH else _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        return tidy(text).replace("`", "'").replace("--", "-")
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_FOLDED)
    return tidy(plain).replace("--", "-")


# Both sides of a comparison say mostly the same passages, and every rule asks for them again.
_folded_again = lru_cache(maxsize=8_192)(_folded)


def slug(text: str) -> str:
    """Only the letters and digits, in lower case: who something is, whatever its punctuation.

    >>> slug("Q11: What is the 287(g)?")
    'q11 what is the 287 g'
    """
    return _NOT_ALPHANUMERIC.sub(" ", fold(text).casefold()).strip()


def words(text: str) -> list[str]:
    """The text cut into words and marks, each with the white space before it; joined they give the text again.

    >>> words("may be 3,181.")
    ['may', ' be', ' 3,181', '.']
    """
    return _WORD.findall(text)


def visible(text: str) -> str:
    r"""The text with control, bidirectional and lone surrogate characters written out.

    >>> visible("a\u202eb")
    'a\\u202eb'
    """
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def shorten(text: str, length: int) -> str:
    """At most `length` characters, cut at a word, the cut shown by an ellipsis.

    >>> shorten("one two three", 9)
    'one two…'
    """
    if len(text) <= length:
        return text
    kept = text[: length - 1]
    at = kept.rfind(" ")
    if at > length // 2 and not text[length - 1].isspace():
        kept = kept[:at]
    return kept.rstrip() + "…"
