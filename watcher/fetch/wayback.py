"""How the Wayback Machine gives out its captures (CDX server, Memento)."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit

from watcher.errors import FetchError, NotKnown
from watcher.fetch.capture import Capture
from watcher.model import Clock, Provenance, WebArchive
from watcher.net import Answer, Client, Pace
from watcher.text import shorten, visible
from watcher.urls import canonical, host

_TRIES = 5
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=10)
_STAMP = re.compile(r"\d{14}")
_ADDRESS = re.compile(r"/web/(\d{14})(?:id_)?/")
_ORIGINAL = "x-archive-orig-"
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Listed:
    """One capture as the archive lists it."""

    stamp: str
    """14 digits."""
    url: str

    @property
    def at(self) -> datetime:
        """When it was captured."""
        return datetime.strptime(self.stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


class Wayback:
    """Asks the archive, one question at a time, and asks again later where it is busy or down."""

    def __init__(self, archive: WebArchive, client: Client, pace: Pace, clock: Clock) -> None:
        self._archive = archive
        self._client = client
        self._pace = pace
        self._clock = clock

    async def captures(self, url: str, since: str = "", until: str = "", limit: int | None = None) -> list[Listed]:
        """What it captured of the page with success, oldest first; of equal ones in a row the first.

        `since` and `until` are digits as far as wanted: `2019`, `20190301`. Raises FetchError.
        """
        asked = {
            "url": url,
            "output": "json",
            "fl": "timestamp,original,statuscode",
            "filter": "statuscode:200",
            "collapse": "digest",
            **({"from": since} if since else {}),
            **({"to": until} if until else {}),
            **({"limit": str(limit)} if limit else {}),
        }
        answer = await self._ask(f"{self._archive.url}/cdx/search/cdx?{urlencode(asked)}")
        if answer.status != 200:
            raise FetchError(f"{self.name} answered {answer.status} when asked what it has of {url}")
        return sorted({one for one in _listed(answer.body) if canonical(one.url) == canonical(url)}, key=_when)[:limit]

    async def capture(self, listed: Listed) -> Capture | None:
        """The bytes as they were captured; None where it gives out another capture, or none. Raises FetchError."""
        address = self.address(listed)
        answer = await self._ask(address)
        came = _ADDRESS.search(answer.final_url)
        if answer.status != 200 or came is None or came[1] != listed.stamp:
            return None
        provenance = Provenance(self.name, address, answer.header("memento-datetime") or "")
        return Capture(listed.url, listed.at, 200, _original(answer.headers), answer.body, provenance)

    async def save(self, url: str) -> str:
        """Ask it, once, to save the page now; the address of the capture. Raises FetchError."""
        async with self._pace.turn(host(self._archive.url), self._archive.gap):
            answer = await self._client.get(f"{self._archive.url}/save/{url}")
        place = answer.header("content-location") or urlsplit(answer.final_url).path
        came = _ADDRESS.search(place)
        if answer.status != 200 or came is None:
            raise FetchError(f"{self.name} answered {answer.status} when asked to save {url}")
        return f"{self._archive.url}/web/{came[1]}/{url}"

    def address(self, listed: Listed) -> str:
        """Where the bytes of that capture can be had, as they came."""
        return f"{self._archive.url}/web/{listed.stamp}id_/{listed.url}"

    @property
    def name(self) -> str:
        """Whose captures these are."""
        return urlsplit(self._archive.url).netloc

    async def _ask(self, url: str) -> Answer:
        """The answer, when the archive is neither busy nor down; after some tries whatever it is."""
        wait = _FIRST_WAIT
        for left in reversed(range(_TRIES)):
            try:
                async with self._pace.turn(host(url), self._archive.gap):
                    answer = await self._client.get(url)
                if answer.status not in _LATER or not left:
                    return answer
                wait = max(wait, _wished(answer))
            except FetchError:
                if not left:
                    raise
            await self._clock.sleep(min(wait, _LONGEST_WAIT).total_seconds())
            wait *= 2
        raise AssertionError("the last try returns or raises")


def digits(text: str) -> str:
    """A date as the archive wants it.

    >>> digits("2019-03-01")
    '20190301'
    """
    found = text.replace("-", "")
    if not (found.isascii() and found.isdigit() and 4 <= len(found) <= 14):
        raise NotKnown(f"{text!r} is no date; write 2019, 2019-03 or 2019-03-01")
    return found


def _listed(body: bytes) -> Iterator[Listed]:
    """The rows behind the first, which names the columns; what is no capture is left out."""
    try:
        rows = json.loads(body) if body.strip() else []
    except ValueError as error:
        raise FetchError(f"the archive's list cannot be read: {shorten(visible(str(error)), 80)}") from error
    for row in rows[1:] if isinstance(rows, list) else ():
        if isinstance(row, list) and len(row) == 3 and all(isinstance(cell, str) for cell in row):
            yield from _sound(Listed(row[0], row[1]))


def _sound(listed: Listed) -> Iterator[Listed]:
    try:
        if _STAMP.fullmatch(listed.stamp) and listed.at and urlsplit(listed.url).scheme in ("http", "https"):
            yield listed
    except ValueError:
        return


def _when(listed: Listed) -> tuple[str, str]:
    return listed.stamp, listed.url


def _original(headers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """What the site itself had answered, as far as the archive tells."""
    kept = tuple((name.removeprefix(_ORIGINAL), value) for name, value in headers if name.startswith(_ORIGINAL))
    if any(name == "content-type" for name, _ in kept):
        return kept
    return (*((name, value) for name, value in headers if name == "content-type"), *kept)


def _wished(answer: Answer) -> timedelta:
    value = (answer.header("retry-after") or "").strip()
    return timedelta(seconds=int(value[:6])) if value.isascii() and value.isdigit() else timedelta(0)
