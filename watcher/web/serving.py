"""The audit pages over a real store, on a real port."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.types import ASGIApp

from watcher import __version__, collector
from watcher.errors import NotKnown
from watcher.model import Configuration
from watcher.store import Reader, Store, open_reader, open_store
from watcher.store.opening import key_file
from watcher.web.actions import Actions
from watcher.web.app import application
from watcher.web.guard import Access
from watcher.web.library import Library
from watcher.web.proxied import Proxied, Proxy
from watcher.web.sessions import Sessions
from watcher.web.sharing import shares
from watcher.wiring.clock import RealClock
from watcher.wiring.secret import secret, tickets

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_GRACE_SECONDS = 1
"""For who is being answered when a stop comes: with it a service still ends within ten seconds."""
_MOMENT = 0.05

Lend = Callable[[], AbstractContextManager[Store]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pages are, and who stands before them."""

    host: str = "127.0.0.1"
    port: int = 8000
    proxy: Proxy | None = None
    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_private(self) -> bool:
        """Whether others than who is on this machine may come."""
        return self.host not in _LOOPBACK or self.proxy is not None

    @property
    def is_safe(self) -> bool:
        """Whether nobody on the way can read the token: on this machine, over TLS, or behind a proxy that does that."""
        return not self.is_private or self.proxy is not None or self.certificate is not None

    def hosts(self, public_url: str) -> set[str]:
        """The names that the pages answer to; the public one only where the public can come."""
        public = urlsplit(public_url).hostname if self.is_private else None
        return {self.host, *_LOOPBACK} | ({public} if public else set())

    @property
    def address(self) -> str:
        """As it is typed into a browser on this machine."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.certificate else 'http'}://{host}:{self.port}/"


def serve(watched: Configuration, place: Place, say: Callable[[str], None]) -> None:
    """Serve until somebody stops it."""
    clock = RealClock()
    with open_reader(Path(watched.vault), watched.database) as store:
        pages = _pages(watched, store, place, lambda: open_store(Path(watched.vault), watched.database, clock))
        collector.settle()
        say(_where(watched, place))
        with suppress(KeyboardInterrupt):
            _run(uvicorn.Server(_settings(pages, place)), place)


@contextmanager
def beside(watched: Configuration, place: Place, lend: Lend, say: Callable[[str], None]) -> Iterator[None]:
    """Serve from a thread of its own meanwhile; `lend` lends the store that this process holds."""
    with open_reader(Path(watched.vault), watched.database) as store:
        server = uvicorn.Server(_settings(_pages(watched, store, place, lend), place))
        thread = threading.Thread(target=server.run, name="pages")
        thread.start()
        while not server.started and thread.is_alive():
            thread.join(_MOMENT)
        if not server.started:
            raise _taken(place)
        say(_where(watched, place))
        try:
            yield
        finally:
            server.should_exit = True
            thread.join()


def _pages(watched: Configuration, store: Reader, place: Place, lend: Lend) -> ASGIApp:
    clock = RealClock()
    library = Library(store, watched, clock, lend, tickets(watched), __version__)
    sessions = Sessions(secret(_token(watched)), clock.monotonic)
    actions = Actions(key_file(Path(watched.vault), watched.database).with_suffix(".actions"), clock.now)
    access = Access(place.hosts(watched.public_url), place.is_private, shares(watched, clock.now), actions)
    pages = application(library, access, sessions)
    return Proxied(pages, place.proxy, sessions) if place.proxy else pages


def _settings(pages: ASGIApp, place: Place) -> uvicorn.Config:
    """What a proxy says is believed by `Proxied` alone, and of two ways to read a request the strict one is taken."""
    return uvicorn.Config(
        pages,
        host=place.host,
        port=place.port,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        http="h11",
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=_GRACE_SECONDS,
        ssl_certfile=place.certificate,
        ssl_keyfile=place.key,
    )


def _run(server: uvicorn.Server, place: Place) -> None:
    try:
        server.run()
    except SystemExit:
        raise _taken(place) from None


def _taken(place: Place) -> NotKnown:
    return NotKnown(f"{place.address}: the pages cannot be served there; choose another --host or --port")


def _token(watched: Configuration) -> Path:
    return Path(watched.vault).parent / "watcher.token"


def _where(watched: Configuration, place: Place) -> str:
    lies = f"the operator's token lies in {_token(watched)}"
    return f"The audit pages: {place.address} ({lies}). Stop with Ctrl-C."
