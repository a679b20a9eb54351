"""What a host shows at an address where nothing can be: the page it has for what it does not have."""

from collections.abc import Callable
from urllib.parse import urlsplit

from watcher.errors import FetchError
from watcher.fetch.robots import Robots
from watcher.fetch.sight import main_words
from watcher.model import Clock, Payload
from watcher.net import Client, Pace
from watcher.urls import host

_DAY = 24 * 3600.0
_ALIKE = 0.9
_SHINGLE = 3
_REMEMBERED = 4096


class Siblings:
    """Asks each host at most once a day, politely and only where somebody has to know."""

    def __init__(self, client: Client, robots: Robots, pace: Pace, clock: Clock, token: Callable[[], str]) -> None:
        self._client = client
        self._robots = robots
        self._pace = pace
        self._clock = clock
        self._token = token
        self._known: dict[str, tuple[float, str]] = {}

    async def shows(self, payload: Payload) -> bool:
        """Whether the site shows as good as this page at an address where nothing can be."""
        there = await self._words(payload.url)
        return bool(there) and likeness(there, _own_words(payload.body, payload.url)) >= _ALIKE

    async def _words(self, url: str) -> str:
        """What the host shows there; empty where it says that nothing is there, or does not want to be asked."""
        name = host(url)
        heard, words = self._known.get(name, (0.0, ""))
        now = self._clock.monotonic()
        if name in self._known and now - heard < _DAY:
            return words
        if len(self._known) >= _REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[name] = now, ""
        self._known[name] = now, await self._ask(url)
        return self._known[name][1]

    async def _ask(self, url: str) -> str:
        address = sibling(url, self._token())
        try:
            async with self._pace.turn(host(url)):
                if await self._robots.forbids(address):
                    return ""
                answer = await self._client.get(address)
        except FetchError:
            return ""
        return _own_words(answer.body, address) if answer.status == 200 else ""


def sibling(url: str, token: str) -> str:
    """An address of the same host where nothing can be, with the same ending.

    At the top: many sites show an article at its number, whatever stands after it.

    >>> sibling("https://www.example.gov/news/12/a-title.html?page=2", "01JD")
    'https://www.example.gov/01jd.html'
    """
    parts = urlsplit(url)
    name = parts.path.rpartition("/")[2]
    ending = f".{name.rpartition('.')[2]}" if "." in name else ""
    return f"{parts.scheme}://{parts.netloc}/{token.lower()}{ending}"


def likeness(one: str, other: str) -> float:
    """The share of runs of three words that two texts have in common.

    >>> likeness("we could not find it", "we could not find it")
    1.0
    """
    first, second = _shingles(one), _shingles(other)
    return len(first & second) / max(len(first | second), 1)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[at : at + _SHINGLE]) for at in range(max(len(words) - _SHINGLE + 1, 1))} if words else set()


def _own_words(body: bytes, url: str) -> str:
    """The words of the main part, but for the address itself, which such pages like to repeat."""
    path = urlsplit(url).path
    return main_words(body).replace(url, "").replace(path, "") if len(path) > 1 else main_words(body)
