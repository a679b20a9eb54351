"""How a list of a page becomes Atom: its JSON, entry by entry."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from watcher.model.forms import moment
from watcher.text import shorten, visible

Form = Mapping[str, Any]

_ATOM = "http://www.w3.org/2005/Atom"
_NOBODY = "watcher.localhost"
_EPOCH = "1970-01-01T00:00:00.000Z"
_SINCE = 2026
_TITLE, _WORDS = 200, 2000
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_UNFIT = str.maketrans("\ufffe\uffff", "\ufffd\ufffd")
"""No control characters, so they were not written out, but XML does not take them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Which field of a list's form says what."""

    listed: str
    """Where the list stands."""
    name: Callable[[Form, Form], str]
    """Names the entry for good, from its form and that of the whole page."""
    at: Callable[[Form], str | None]
    title: Callable[[Form], str]
    page: Callable[[Form, Form], str]


def _made(ulid: str) -> str | None:
    """When an id was made: its first ten letters are milliseconds."""
    if len(ulid) != 26 or not set(ulid) <= set(_DIGITS):
        return None
    number = 0
    for letter in ulid[:10]:
        number = number * len(_DIGITS) + _DIGITS.index(letter)
    return moment(datetime.fromtimestamp(number / 1000, UTC))


ENTRIES: Mapping[str, Entry] = {
    "watcher.inbox/1": Entry(
        "findings",
        lambda one, _: one["id"],
        lambda one: one["first_seen_with"],
        lambda one: f"{one['severity'].upper()}: {one['summary']} ({one['source']})",
        lambda one, _: f"/c/{one['change']}#{one['id'].partition('#')[2]}",
    ),
    "watcher.sources/1": Entry(
        "sources",
        lambda one, _: f"{one['id']}@{one['version']}:{one['away']}",
        lambda one: one["last_seen"],
        lambda one: f"{one['name'] or one['id']}: {(one['away'] or 'read').replace('_', ' ')}",
        lambda one, _: f"/sources/{one['id']}",
    ),
    "watcher.source/1": Entry(
        "versions",
        lambda one, page: f"{page['id']}@{one['version']}",
        lambda one: one["since"],
        lambda one: f"{one['version']}: {one['summary'] or 'first copy'}",
        lambda one, page: f"/sources/{page['id']}/{one['version']}",
    ),
    "watcher.digests/1": Entry(
        "digests",
        lambda one, _: one["id"],
        lambda one: one["made_at"],
        lambda one: one["subject"],
        lambda one, _: f"/digests/{one['id']}",
    ),
    "watcher.outbox/1": Entry(
        "deliveries",
        lambda one, _: f"{one['id']}:{one['state']}:{one['attempt']}",
        lambda one: _made(one["id"]),
        lambda one: f"{one['state']}: {one['channel']} to {one['recipient']}",
        lambda one, _: f"/digests/{one['digest']}",
    ),
    "watcher.search/1": Entry(
        "hits",
        lambda one, page: f"{page['q']}:{one['change']}:{one['in']}",
        lambda one: one.get("first_seen_with") or one.get("first_seen_without"),
        lambda one: f"{one['source']}: {one['in']}",
        lambda one, _: f"/c/{one['change']}",
    ),
    "watcher.conditions/1": Entry(
        "sources",
        lambda one, _: f"{one['id']}:{one['state']}",
        lambda one: one["last_read"],
        lambda one: f"{one['id']}: {one['state']}",
        lambda one, _: f"/sources/{one['id']}",
    ),
}
"""By the schema of the page's JSON. What differs in its name is another entry to a feed reader."""


def stream(form: Form, path: str, query: str, public_url: str) -> bytes | None:
    """The list in Atom; None where the page holds no list."""
    told = ENTRIES.get(form["schema"])
    if told is None:
        return None
    host = urlsplit(public_url).hostname or _NOBODY
    entries = list(_entries(told, form, host, public_url))
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    asked = f"{path}?{query}" if query else path
    _put(root, "id", f"tag:{host},{_SINCE}:list:{quote(asked)}")
    _put(root, "title", f"watcher: {path.strip('/') or 'inbox'}")
    _put(root, "updated", max((entry.findtext("updated") or "" for entry in entries), default=_EPOCH))
    _put(SubElement(root, "author"), "name", "watcher")
    if public_url:
        SubElement(root, "link", {"rel": "alternate", "href": public_url + quote(asked, safe="/?&=%")})
    root.extend(entries)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, "unicode").translate(_UNFIT)}\n'.encode()


def _entries(told: Entry, form: Form, host: str, public_url: str) -> Iterator[Element]:
    for one in form[told.listed]:
        entry = Element("entry")
        _put(entry, "id", f"tag:{host},{_SINCE}:{told.listed}:{quote(told.name(one, form))}")
        _put(entry, "title", shorten(visible(told.title(one)), _TITLE))
        _put(entry, "updated", told.at(one) or _EPOCH)
        if public_url:
            SubElement(entry, "link", {"rel": "alternate", "href": public_url + told.page(one, form)})
        said = "\n".join(f"{name}: {value}" for name, value in one.items() if isinstance(value, str | int))
        _put(entry, "summary", "\n".join(visible(line) for line in said.split("\n"))[:_WORDS])
        yield entry


def _put(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
