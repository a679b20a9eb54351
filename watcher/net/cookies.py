"""The cookies of one look: given back to the origin that set them, forgotten with the look."""

import re
from collections.abc import Iterable

import httpx

_PAIR = re.compile(r"([!-+\--:<>-~]+)=([!-:<-~]*)")


class Cookies:
    """Cookies by origin; no lifetime, path or domain of theirs widens where they go."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, bytes, int | None], dict[str, str]] = {}

    def take(self, url: httpx.URL, headers: Iterable[tuple[str, str]]) -> None:
        """Keep what an answer sets."""
        for name, value in headers:
            if name == "set-cookie" and (pair := _PAIR.match(value.partition(";")[0].strip())):
                self._of.setdefault(_origin(url), {})[pair[1]] = pair[2]

    def header(self, url: httpx.URL) -> str:
        """The `Cookie` header for a request to this address; empty when there is nothing to send."""
        return "; ".join(f"{name}={value}" for name, value in self._of.get(_origin(url), {}).items())


def same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    """Whether scheme, host and port are the same."""
    return _origin(one) == _origin(other)


def _origin(url: httpx.URL) -> tuple[str, bytes, int | None]:
    return url.scheme, url.raw_host, url.port
