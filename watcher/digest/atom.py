"""Changes as an Atom feed: an entry a change, under an id that is never given to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from watcher.digest.layout import Templates
from watcher.digest.telling import Telling, is_followable, line, sentence, telling
from watcher.model import Entry
from watcher.model.forms import moment

_ATOM = "http://www.w3.org/2005/Atom"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOBODY = "watcher.localhost"
"""Stands for the host of a watcher that publishes no pages."""
_UNFIT = str.maketrans("\ufffe\uffff", "\ufffd\ufffd")
"""No control characters, so they were not written out, but XML does not take them."""
_SINCE = 2026
"""In the ids of feeds: a year in which the host was ours (RFC 4151)."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself."""

    name: str
    """Names the selection for good: `all`, `source:ice`, `tag:dhs`."""
    title: str
    public_url: str = ""
    """Where the audit pages are; empty: not published."""
    address: str = ""
    """Where the feed itself is."""
    before: str = ""
    """Where the changes before these are."""


@dataclass(frozen=True, slots=True)
class Item:
    """One change as it was told: its findings, gravest first."""

    made_at: datetime
    entries: Sequence[Entry]
    tags: tuple[str, ...] = ()


def atom(feed: Feed, items: Sequence[Item], templates: Templates) -> bytes:
    """The feed in XML, newest change first as they are given; without any it was last updated in 1970."""
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _put(root, "id", f"tag:{_host(feed)},{_SINCE}:feed:{quote(feed.name, safe=':')}")
    _put(root, "title", line(feed.title, 200))
    _put(root, "updated", moment(max((item.made_at for item in items), default=_EPOCH)))
    _put(SubElement(root, "author"), "name", "watcher")
    _put(root, "generator", "watcher")
    for relation, address in (("self", feed.address), ("alternate", feed.public_url), ("prev-archive", feed.before)):
        _link(root, relation, address)
    for item in items:
        _entry(root, feed, item, templates)
    xml = tostring(root, "unicode").translate(_UNFIT)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{xml}\n'.encode()


def _entry(root: Element, feed: Feed, item: Item, templates: Templates) -> None:
    first, public_url = item.entries[0], feed.public_url.rstrip("/")
    told = [telling(number, entry, public_url) for number, entry in enumerate(item.entries, 1)]
    entry = SubElement(root, "entry")
    _put(entry, "id", f"tag:{_host(feed)},{item.made_at:%Y}:change:{first.change_id}")
    _put(entry, "title", _title(item, told))
    for when in ("published", "updated"):
        _put(entry, when, moment(item.made_at))
    page = f"{public_url}/c/{first.change_id}" if public_url else ""
    for relation, address in (
        ("alternate", page),
        ("via", first.url),
        ("related", f"{page}/exhibit" if page else ""),
    ):
        _link(entry, relation, address)
    for scheme, terms in _categories(item).items():
        for term in dict.fromkeys(terms):
            SubElement(entry, "category", {"scheme": f"tag:{_host(feed)},{_SINCE}:{scheme}", "term": line(term, 100)})
    _put(entry, "content", templates.change.render(tellings=told), type="html")


def _title(item: Item, told: Sequence[Telling]) -> str:
    """The gravest finding, how many more, on which page."""
    others = f" (+{len(told) - 1:,} more)" if len(told) > 1 else ""
    source = line(item.entries[0].source_name, 120)
    return f"{told[0].severity}: {sentence(item.entries[0].finding.summary.rstrip('.'), 160)}{others}, {source}"


def _categories(item: Item) -> dict[str, list[str]]:
    return {
        "severity": [item.entries[0].finding.level.word],
        "kind": [entry.finding.kind for entry in item.entries],
        "source": [entry.source_id for entry in item.entries],
        "tag": list(item.tags),
    }


def _put(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text


def _link(parent: Element, relation: str, address: str) -> None:
    """A link that can be followed, or none."""
    href = line(address, 2000)
    if is_followable(href):
        SubElement(parent, "link", {"rel": relation, "href": href})


def _host(feed: Feed) -> str:
    return urlsplit(feed.public_url).hostname or _NOBODY
