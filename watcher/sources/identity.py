"""Who a source is when nobody has given it an id."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from watcher.urls import canonical

_LONGEST = 64


def ids(entries: Sequence[object]) -> list[str | None]:
    """The id of each entry of `sources:`: its own, else one made of its url; None without either.

    A made id depends only on the url, but for a second one that would be the same.
    """
    own = [entry.get("id") if isinstance(entry, Mapping) else None for entry in entries]
    urls = {at: entry.get("url") for at, entry in enumerate(entries) if isinstance(entry, Mapping)}
    return completed(own, urls)


def completed(own: Sequence[Any], urls: Mapping[int, Any]) -> list[Any]:
    """The ids that entries gave themselves, with made ones of those that gave none; their urls by position."""
    taken = {each for each in own if isinstance(each, str)}
    return [_made(urls.get(at), taken) if each is None else each for at, each in enumerate(own)]


def _made(url: Any, taken: set[str]) -> str | None:
    if not isinstance(url, str):
        return None
    plain = id_of(url)
    made = plain if plain not in taken else f"{plain[: _LONGEST - 7]}-{_mark(url)}"
    taken.add(made)
    return made


def id_of(url: str) -> str:
    """An id made of the url.

    >>> id_of("https://www.ice.gov/secure-communities?lang=es")
    'ice-gov-secure-communities-lang-es'
    """
    plain = re.sub(r"[^a-z0-9]+", "-", unquote(canonical(url)).lower()).strip("-")
    if not plain:
        return f"page-{_mark(url)}"
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 7].rstrip('-')}-{_mark(url)}"


def _mark(url: str) -> str:
    return hashlib.sha256(url.encode(errors="surrogatepass")).hexdigest()[:6]
