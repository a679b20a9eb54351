"""What robots.txt allows us, kept for a day."""

import asyncio
from dataclasses import dataclass, field
from functools import lru_cache

from protego import Protego

from watcher.errors import FetchError, RedirectLoop, TooLarge, Undecodable
from watcher.model import Clock, Manners
from watcher.net import Answer, Client, Pace, canonical
from watcher.urls import host

_AGENT = "watcher"
_DAY = 24 * 3600.0
_SOON = 600.0
"""Seconds after which a robots.txt that could not be had is asked for again."""
_LONGEST_DELAY = 30.0
_READ = 500 * 1024
"""RFC 9309 §2.5: a parser reads at least 500 KiB; nobody needs more."""
_REMEMBERED = 4096


@dataclass(slots=True)
class _Rules:
    """What one origin asks of robots, as last heard."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: Protego | None = None
    heard_at: float | None = None
    """When the rules were last heard; None: never."""
    next_at: float = 0.0
    trouble: str = ""
    """Why the rules could not be heard the last time."""


class Robots:
    """Knows each origin's robots.txt and tells what it forbids.

    Its crawl delay, up to 30 seconds, is handed to the pace.
    """

    def __init__(self, client: Client, clock: Clock, manners: Manners, pace: Pace | None = None) -> None:
        self._client = client
        self._manners = manners
        self._clock = clock
        self._pace = pace
        self._origins: dict[str, _Rules] = {}

    async def forbids(self, url: str) -> str | None:
        """Why the address may not be asked, in words; None when it may.

        Raises FetchError for an address that may not be asked at all, and when nothing answers where robots.txt
        should be: then the page cannot be had either.
        """
        if not self._manners.respect_robots:
            return None
        origin = _origin(url)
        known = self._origin(origin)
        async with known.lock:
            if known.next_at <= self._clock.monotonic():
                await self._hear(origin, known)
                self._begin(url)
        if known.heard_at is None:
            return f"robots.txt could not be read ({known.trouble}), so nothing is asked"
        if known.rules is None:
            return None
        self._slow_down(url, known.rules)
        if known.rules.can_fetch(url, _AGENT):
            return None
        return f"{origin}/robots.txt asks robots to leave this address alone"

    def _begin(self, url: str) -> None:
        if self._pace is not None:
            self._pace.begin(host(url))

    def _slow_down(self, url: str, rules: Protego) -> None:
        delay = rules.crawl_delay(_AGENT)
        if self._pace is not None and delay:
            self._pace.slow_down(host(url), min(float(delay), _LONGEST_DELAY))

    async def _hear(self, origin: str, known: _Rules) -> None:
        now = self._clock.monotonic()
        try:
            answer = await self._client.get(f"{origin}/robots.txt")
        except (RedirectLoop, TooLarge, Undecodable):
            _keep(known, None, now)
        except FetchError as error:
            if not _still_counts(known, now, str(error)):
                raise
        else:
            _listen(known, answer, now)

    def _origin(self, origin: str) -> _Rules:
        if origin not in self._origins and len(self._origins) >= _REMEMBERED:
            del self._origins[next(iter(self._origins))]
        return self._origins.setdefault(origin, _Rules())


def _listen(known: _Rules, answer: Answer, now: float) -> None:
    if answer.status >= 500 or answer.status == 429:
        # RFC 9309 §2.3.1.4: a site in trouble has not said yes.
        _still_counts(known, now, str(answer.status))
    elif 200 <= answer.status < 300:
        _keep(known, Protego.parse(answer.body[:_READ].decode("utf-8", "replace")), now)
    else:
        _keep(known, None, now)


def _keep(known: _Rules, rules: Protego | None, now: float) -> None:
    known.rules, known.heard_at, known.next_at, known.trouble = rules, now, now + _DAY, ""


def _still_counts(known: _Rules, now: float, trouble: str) -> bool:
    """Whether what was heard before still counts: for a day. It is asked for again soon."""
    known.trouble, known.next_at = trouble, now + _SOON
    if known.heard_at is not None and now - known.heard_at > 2 * _DAY:
        known.rules, known.heard_at = None, None
    return known.heard_at is not None


def _origin(url: str) -> str:
    return _canonical_origin("/".join(url.split("/", 3)[:3]))


@lru_cache(maxsize=_REMEMBERED)
def _canonical_origin(start: str) -> str:
    asked = canonical(start)
    return f"{asked.scheme}://{asked.netloc.decode('ascii')}"
