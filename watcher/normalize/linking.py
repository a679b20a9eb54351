"""Where in a laid-out page the links of its print belong."""

from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

_MOST_LINKS = 5_000
_FAR = 400
"""How many pieces of text further on a link's words are looked for."""


def linked(soup: BeautifulSoup, links: Sequence[tuple[str, str]]) -> None:
    """Make links of the words that they lie on; both stand in reading order."""
    texts = [node for node in soup.find_all(string=True) if type(node) is NavigableString]
    at = 0
    for words, address in links[:_MOST_LINKS]:
        place = next((n for n in range(at, min(at + _FAR, len(texts))) if words in texts[n]), None) if words else None
        if place is not None:
            at = place
            texts[place] = _marked(soup, texts[place], words, address)


def _marked(soup: BeautifulSoup, text: NavigableString, words: str, address: str) -> NavigableString:
    """The text with the link in it; given back is what stands behind the link."""
    before, _, after = str(text).partition(words)
    link: Tag = soup.new_tag("a", href=address, string=words)
    rest = NavigableString(after)
    text.replace_with(NavigableString(before), link, rest)
    return rest
