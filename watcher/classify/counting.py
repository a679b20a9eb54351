"""How often a watched term occurs, however a page sets it."""

import re
from functools import lru_cache
from itertools import pairwise

from watcher.model import Document
from watcher.text import fold

_TOKEN = re.compile(r"\w+|[^\w\s-]")
_APART = r"[\s-]+"
_LOOSE = r"[\s-]*"


def occurrences(document: Document, term: str) -> int:
    """How often the content holds the term, as whole words.

    Case, hyphens, line breaks, kinds of quotes and of spaces do not count; a plural or possessive s is the same term.
    """
    return sum(len(_pattern(term).findall(_plain(block.text))) for block in document.blocks)


def holds(text: str, term: str) -> bool:
    """Whether the text holds the term."""
    return bool(_pattern(term).search(_plain(text)))


def _plain(text: str) -> str:
    return fold(text).casefold()


@lru_cache(maxsize=512)
def _pattern(term: str) -> re.Pattern[str]:
    """The term's words and signs; a sign may stand close to a word or apart from it, two words stand apart."""
    tokens = _TOKEN.findall(_plain(term))
    if not tokens:
        return re.compile(r"(?!)")
    wording = re.escape(tokens[0])
    for before, token in pairwise(tokens):
        are_words = before[-1].isalnum() and token[0].isalnum()
        wording += (_APART if are_words else _LOOSE) + re.escape(token)
    first, last = tokens[0][0], tokens[-1][-1]
    plural = "(?:'?s)?" if last.isalpha() and _is_spaced(last) else ""
    return re.compile(
        ("(?<!\\w)" if _is_spaced(first) else "") + wording + plural + ("(?!\\w)" if _is_spaced(last) else "")
    )


def _is_spaced(character: str) -> bool:
    """Whether it is of a script that sets words apart; Chinese, Japanese, Thai, Lao, Burmese and Khmer do not."""
    code = ord(character)
    without = 0x0E00 <= code < 0x0F00 or 0x1000 <= code < 0x10A0 or 0x1780 <= code < 0x1800 or code >= 0x2E80
    is_korean = 0xAC00 <= code < 0xD7B0
    return (character.isalnum() or character == "_") and (is_korean or not without)
