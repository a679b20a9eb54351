"""How the entries of a feed become a page that is read like any other."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import soup5ever  # noqa: F401 - registers the builder
from bs4 import BeautifulSoup, Tag

from watcher.normalize.parse import parse
from watcher.normalize.tree import words_of
from watcher.text import tidy
from watcher.urls import canonical

NAME = "watcher-name"
"""The attribute that holds the name which a source itself gives an entry."""

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w{2,10};")
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed."""

    name: str
    """Its guid or id; without one it goes by its link, then by its title."""
    title: str = ""
    link: str = ""
    day: str = ""
    body: str = ""
    """HTML, or text without any markup."""
    frame: tuple[tuple[str, str], ...] = ()
    """What is no text of it: how it is filed, when it was saved last."""
    files: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Who it is."""
        return canonical(self.name) or canonical(self.link) or tidy(self.title)


@dataclass(frozen=True, slots=True)
class Feed:
    """Entries with what the feed says of itself."""

    title: str = ""
    blurb: str = ""
    language: str = ""
    frame: tuple[tuple[str, str], ...] = ()
    """What changes with every answer: when it was built, by what, for how long it is good."""
    items: Sequence[Item] = field(default=())


def soup_of(feed: Feed) -> BeautifulSoup:
    """The page that the feed makes."""
    soup = BeautifulSoup(_head(feed), "html5ever")
    main = soup.find("main")
    assert isinstance(main, Tag), "just written"
    main.extend(_framed(soup, feed.frame))
    for item in feed.items:
        main.append(_article(soup, item))
    return soup


def plain(markup: str) -> str:
    """The words of what may be HTML.

    >>> plain("Rules &amp; <b>orders</b>")
    'Rules & orders'
    """
    return words_of(parse(markup)[0]) if _MARKUP.search(markup) else tidy(markup)


def _head(feed: Feed) -> str:
    return (
        f'<html lang="{html.escape(feed.language)}"><head><title>{html.escape(plain(feed.title))}</title>'
        f'<meta name="description" content="{html.escape(plain(feed.blurb))}"></head><body><main></main></body></html>'
    )


def _article(soup: BeautifulSoup, item: Item) -> Tag:
    article = soup.new_tag("article", attrs={NAME: item.key})
    article.append(_line(soup, plain(item.title), item.link))
    if item.day:
        article.append(_line(soup, item.day))
    article.extend(_contents(item.body))
    article.extend(_line(soup, address, address) for address in item.files)
    article.extend(_framed(soup, item.frame))
    return article


def _framed(soup: BeautifulSoup, frame: Iterable[tuple[str, str]]) -> Iterator[Tag]:
    return (soup.new_tag("div", attrs={"class": "feed-frame"}, string=f"{name} = {words}") for name, words in frame)


def _line(soup: BeautifulSoup, words: str, link: str = "") -> Tag:
    line = soup.new_tag("p")
    if link:
        line.append(soup.new_tag("a", href=link, string=words or link))
    else:
        line.string = words
    return line


def _contents(body: str) -> Iterable[Tag]:
    """The passages of an entry; its headings head nothing beyond it."""
    if not body:
        return ()
    parsed, _ = parse(body)
    for heading in parsed.find_all(_HEADINGS):
        heading.name = "p"
    held = parsed.new_tag("div")
    held.extend(list((parsed.body or parsed).contents))
    return (held,)
