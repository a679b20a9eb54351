"""Where a list goes on: the address behind its "next"."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from watcher.model import Payload
from watcher.normalize.decode import decode
from watcher.normalize.skim import is_html, safe_to_skim
from watcher.text import tidy
from watcher.urls import absolute, canonical, host

_MARKED = (
    ".pager__item--next a", "li.pager-next a", "a.usa-pagination__next-page", ".usa-pagination__next-page a",
    "a.next.page-numbers", ".pagination .next a", ".pagination a.next", "a[rel~='next']", "link[rel~='next']",
)  # fmt: skip
_PAGERS = ("nav", ".pager", ".pagination", ".usa-pagination", ".pager__items", ".nav-links", ".wp-pagenavi")
_NEXT = re.compile(
    r"^(?:go to )?(?:(?:the )?next(?: page)?|older(?: posts| entries)?|"
    r"p[aá]gina siguiente|siguiente(?: p[aá]gina)?)\W*$",
    re.IGNORECASE,
)
_MAY_GO_ON = re.compile(rb"next|older|siguiente|[?&;]page=", re.IGNORECASE)


def next_page(payload: Payload) -> str | None:
    """The address of the list's next page, on the same host; None where the list ends.

    The site's own mark counts first, then a link in a pager that says so, then one to `?page=` with the next number.
    """
    if not _MAY_GO_ON.search(payload.body) or not is_html(payload.body, payload.content_type):
        return None
    if not safe_to_skim(payload.body):
        return None
    page = LexborHTMLParser(decode(payload.body, payload.content_type))
    base = page.css_first("base[href]")
    start = absolute(payload.url, base.attributes.get("href") or "") if base is not None else payload.url
    addresses = (absolute(start, href) for href in _candidates(page, payload.url))
    return next((url for url in addresses if _is_other_page(url, payload.url)), None)


def _candidates(page: LexborHTMLParser, url: str) -> Iterator[str]:
    marked = (tag for selector in _MARKED for tag in page.css(selector))
    yield from (_href(tag) for tag in marked)
    links = [link for pager in _PAGERS for link in page.css(f"{pager} a[href]")]
    yield from (_href(link) for link in links if _says_next(link))
    numbered = {number: _href(link) for link in links if (number := _number(_href(link))) is not None}
    here = _number(url) or 0
    yield from (numbered[number] for number in (here + 1,) if number in numbered)


def _says_next(link: LexborNode) -> bool:
    label = link.attributes.get("aria-label") or link.attributes.get("title") or ""
    return bool(_NEXT.match(tidy(link.text())) or _NEXT.match(tidy(label)))


def _number(url: str) -> int | None:
    """The number of the page, as `?page=` gives it."""
    try:
        named = dict(parse_qsl(urlsplit(url).query)).get("page", "")
    except ValueError:
        return None
    return int(named) if named.isascii() and named.isdigit() and len(named) < 7 else None


def _is_other_page(url: str, here: str) -> bool:
    is_web = url.lower().startswith(("http://", "https://"))
    return is_web and host(url) == host(here) and canonical(url) != canonical(here)


def _href(tag: LexborNode) -> str:
    return tag.attributes.get("href") or ""
