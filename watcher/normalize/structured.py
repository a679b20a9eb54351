"""What an answer in JSON says: entries by name, anything else as a row of path with value."""

import html
import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import soup5ever  # noqa: F401 - registers the builder
from bs4 import BeautifulSoup

from watcher.model import Payload
from watcher.normalize.days import day_in
from watcher.normalize.decode import decode
from watcher.normalize.items import NAME, Feed, Item, plain, soup_of
from watcher.normalize.rules.page_dates import iso_date
from watcher.normalize.tree import Tree
from watcher.text import tidy

_NAMES = ("id", "guid", "uuid", "_id", "url", "link", "href", "slug", "key", "code", "name", "title")
_TITLES = ("title", "name", "headline", "label", "subject", "question", "display_name", "displayName")
_VOLATILE = re.compile(
    r"^(?:(?:generated|queried|fetched|retrieved|rendered|served|cached|requested)(?:at|on|time|date)?|timestamp|"
    r"nonce|(?:request|trace|correlation|session|transaction|span|build)id|(?:csrf|xsrf|auth|access|form)?token|etag|"
    r"(?:server|response|request|current|elapsed|execution|query|render)(?:time|date)(?:ms)?|elapsed(?:ms)?|took|"
    r"cachekey|cachehit|now|uptime|expires(?:at|in)?|ttl)$"
)
_JSON_FEED = re.compile(r"^https?://jsonfeed\.org/version/")
_ADDRESS = re.compile(r"^https?://\S+$")
_DEEPEST = 60
_LONGEST_ROW = 400
_MOST_ROWS = 20_000

Fields = tuple[tuple[str, Any], ...]
"""An object: its pairs by key, a key given twice kept twice."""


class _Object:
    """An object of JSON, its fields in the order of their names: the order in which they are sent says nothing."""

    def __init__(self, pairs: Sequence[tuple[str, Any]]) -> None:
        self.fields: Fields = tuple(sorted(pairs, key=lambda pair: pair[0]))

    def get(self, *names: str) -> Any:
        """What stands under the first of the names that says anything."""
        return next((value for name in names for key, value in self.fields if key == name and value), None)

    def said(self, *names: str) -> str:
        """The same as words; empty for what is no word."""
        value = self.get(*names)
        return value if isinstance(value, str) else ""


def tree_of_json(payload: Payload, zone: str = "UTC") -> tuple[Tree | None, bool]:
    """The page that the answer makes; None where it is no JSON after all, or too much of it to be told row by row."""
    try:
        value = json.loads(
            decode(payload.body, payload.content_type),
            object_pairs_hook=_Object, parse_int=str, parse_float=str, parse_constant=str, strict=False,
        )  # fmt: skip
    except (ValueError, RecursionError):
        return None, False
    if isinstance(value, _Object) and _JSON_FEED.match(value.said("version")):
        return Tree(soup_of(_feed(value, zone)), payload.url, "feed"), False
    title = plain(value.said(*_TITLES)) if isinstance(value, _Object) else ""
    rows = list(islice(_told(value, ""), _MOST_ROWS + 1))
    if len(rows) > _MOST_ROWS:
        return None, False
    body = "".join(rows)
    page = f"<html><head><title>{html.escape(title)}</title></head><body><main>{body}</main></body></html>"
    return Tree(BeautifulSoup(page, "html5ever"), payload.url, "json"), False


def _feed(value: _Object, zone: str) -> Feed:
    items = value.get("items")
    return Feed(
        title=value.said("title"),
        blurb=value.said("description"),
        language=value.said("language"),
        items=[_item(one, zone) for one in (items if isinstance(items, list) else ()) if isinstance(one, _Object)],
    )


def _item(value: _Object, zone: str) -> Item:
    published = value.said("date_published")
    text = html.escape(value.said("content_text", "summary")).replace("\n\n", "<p>")
    files = value.get("attachments")
    return Item(
        name=value.said("id", "url"),
        title=value.said("title"),
        link=value.said("url", "external_url"),
        day=day_in(published, zone) or iso_date(published) or "",
        body=value.said("content_html") or text,
        frame=tuple(("updated", value.said(name)) for name in ("date_modified",) if value.said(name)),
        files=tuple(one.said("url") for one in (files if isinstance(files, list) else ()) if isinstance(one, _Object)),
    )


def _told(value: Any, path: str, depth: int = 0) -> Iterator[str]:
    """Rows and entries; objects of one array are entries where something names each of them."""
    if depth > _DEEPEST:
        yield _row(path, " ".join(_words(value)))
    elif isinstance(value, _Object):
        for key, inner in value.fields:
            yield from _told(inner, f"{path}.{key}" if path else key, depth + 1)
    elif isinstance(value, list):
        yield from _listed(value, path, depth)
    else:
        yield _row(path, _scalar(value))


def _listed(values: list[Any], path: str, depth: int) -> Iterator[str]:
    if all(not isinstance(one, _Object | list) for one in values):
        words = [_scalar(one) for one in values]
        yield from (
            [_row(path, "; ".join(words))]
            if len("; ".join(words)) <= _LONGEST_ROW
            else (_row(path, word) for word in words)
        )
        return
    name = _naming(values)
    for one in values:
        if isinstance(one, _Object):
            yield from _entry(one, path, str(one.get(name)) if name else "", depth)
        else:
            yield from _told(one, path, depth + 1)


def _naming(values: list[Any]) -> str:
    """The field that tells the objects of an array apart; empty where none does."""
    objects = [one for one in values if isinstance(one, _Object)]
    for name in _NAMES:
        told = [one.get(name) for one in objects]
        if all(isinstance(value, str) for value in told) and len(set(told)) == len(told):
            return name
    return ""


def _entry(value: _Object, path: str, name: str, depth: int) -> Iterator[str]:
    """One object of an array; the arrays of objects in it come behind it."""
    rows, within = [], []
    for key, inner in _flat(value, ""):
        if isinstance(inner, list) and any(isinstance(one, _Object | list) for one in inner):
            within.append((key, inner))
        elif key not in _TITLES or inner != value.get(*_TITLES):
            rows.append((key, "; ".join(map(_scalar, inner)) if isinstance(inner, list) else _scalar(inner)))
    title = plain(str(value.get(*_TITLES) or ""))
    link = value.said("url", "link", "href")
    yield f'<article {NAME}="{html.escape(f"{path} {name}".strip() if name else "")}">'
    yield _linked(title or name or path, link)
    yield "".join(_row(key, words) for key, words in rows) + "</article>"
    for key, inner in within:
        yield from _told(inner, f"{path} {name} {key}".replace("  ", " ").strip(), depth + 1)


def _flat(value: _Object, path: str, depth: int = 0) -> Iterator[tuple[str, Any]]:
    for key, inner in value.fields:
        name = f"{path}.{key}" if path else key
        if isinstance(inner, _Object):
            yield from _flat(inner, name, depth + 1) if depth < _DEEPEST else [(name, " ".join(_words(inner)))]
        else:
            yield name, inner


def _words(value: Any) -> Iterator[str]:
    """All that stands in a value nested too deep to be told apart."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, _Object):
            waiting += [part for key, inner in reversed(one.fields) for part in (inner, key)]
        elif isinstance(one, list):
            waiting += reversed(one)
        else:
            yield _scalar(one)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return plain(value)
    return "null" if value is None else str(value).lower()


def _is_volatile(path: str) -> bool:
    name = re.sub(r"[^a-z0-9]", "", path.rpartition(".")[2].lower())
    return bool(_VOLATILE.match(name))


def _row(path: str, words: str) -> str:
    if _is_volatile(path):
        return f'<p class="volatile-key">{html.escape(path)} = {html.escape(words)}</p>'
    return f"<table><tr><th>{html.escape(path)}</th><td>{_anchor(words)}</td></tr></table>"


def _linked(words: str, link: str) -> str:
    return f'<p><a href="{html.escape(link)}">{html.escape(words)}</a></p>' if link else f"<p>{html.escape(words)}</p>"


def _anchor(words: str) -> str:
    shown = html.escape(tidy(words))
    return f'<a href="{shown}">{shown}</a>' if _ADDRESS.match(words) else shown
