"""Where a redirect may lead."""

import httpx

from watcher.errors import Refused
from watcher.net.canonical import canonical

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HARMLESS = frozenset({"accept", "accept-language", "if-none-match", "if-modified-since"})


def target(url: httpx.URL, status: int, location: str | None) -> httpx.URL | None:
    """The address that the answer sends us to; None when it is no redirect that can be followed.

    Raises Refused for an address that may not be asked, or one without the TLS that we came by.
    """
    if status not in _REDIRECTS or not location or not location.strip():
        return None
    try:
        joined = url.join(_readable(location.strip()).replace(" ", "%20"))
    except httpx.InvalidURL:
        return None
    following = canonical(str(joined))
    if url.scheme == "https" and following.scheme == "http":
        raise Refused(f"{url}: redirects from https to http ({following}), where anyone on the way could change it")
    return following


def harmless(headers: dict[str, str]) -> dict[str, str]:
    """The headers that may follow a redirect to another origin: none that could be a secret."""
    return {name: value for name, value in headers.items() if name.lower() in _HARMLESS}


def _readable(location: str) -> str:
    """The header's bytes as text: UTF-8 where they are, which is what browsers send back."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location
