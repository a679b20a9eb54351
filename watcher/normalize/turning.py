"""Whether what differs between two looks moved by itself; else it may have been edited."""

import re
from collections import Counter

from bs4 import Tag

from watcher.normalize.naming import Pair
from watcher.normalize.tree import inside, words_of
from watcher.text import fold

_EXCHANGED = 0.6
_LONGEST_COUNTED = 12
"""Words in which only digits differ: a clock or a counter, not a text with a figure in it."""
_LONGEST_LABEL = 3
_LONGEST_DATE = 8
_PROSE_WORDS = 25
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b")
_TIME = re.compile(r"\b\d{1,2}:\d\d\b")
_TURNING = re.compile(
    r"(?i)quote|promo|rotat|carousel|slide|random|featured|related|recommend|popular|trending|counter|visitor|cart|"
    r"basket|weather|ticker|today|tip|teaser|spotlight|latest|advert|banner|clock|did-you-know"
)
_DIGITS = re.compile(r"\d+")
_CONTENT = frozenset({"main", "article"})


def has_turned(pair: Pair, cause: Pair) -> bool:
    """Whether the element around a difference, whose smallest bearer is `cause`, was exchanged and not edited."""
    return _is_exchanged(*pair) and not _is_date(pair) and (pair is cause or not _is_prose(cause) or _turns(pair))


def is_content(tag: Tag) -> bool:
    """Whether it stands in what the page calls its main part."""
    return inside(tag, _CONTENT) or any(parent.get("role") == "main" for parent in tag.parents)


def _is_exchanged(old: Tag, new: Tag) -> bool:
    """Whether most of the words are others, or only digits differ in a few words."""
    was, now = (fold(words_of(tag)).split() for tag in (old, new))
    longest = max(len(was), len(now))
    if was == now or _DIGITS.sub("0", " ".join(was)) == _DIGITS.sub("0", " ".join(now)):
        return longest <= _LONGEST_COUNTED
    kept = (Counter(was) & Counter(now)).total()
    return longest <= _LONGEST_LABEL or kept <= (1 - _EXCHANGED) * longest


def _is_date(pair: Pair) -> bool:
    texts = [words_of(tag) for tag in pair]
    return all(len(text.split()) <= _LONGEST_DATE and _DATE.search(text) and not _TIME.search(text) for text in texts)


def _is_prose(pair: Pair) -> bool:
    """A longer passage in the content."""
    return is_content(pair[0]) and max(len(words_of(tag).split()) for tag in pair) >= _PROSE_WORDS


def _turns(pair: Pair) -> bool:
    """Whether prose in it is no text of the page's own: all its links are others, or it calls itself so."""
    was, now = ({str(link.get("href")) for link in tag.find_all("a")} for tag in pair)
    called = f"{pair[0].get('id') or ''} {' '.join(pair[0].get('class') or ())}"
    return bool(was and now and was.isdisjoint(now)) or bool(_TURNING.search(called))
