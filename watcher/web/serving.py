"""The audit pages over a real store, on a real port."""

from collections.abc import Callable
from pathlib import Path

import uvicorn

from watcher import __version__
from watcher.model import Configuration
from watcher.store import open_reader, open_store
from watcher.web.app import application
from watcher.web.guard import Access
from watcher.web.library import Library
from watcher.web.sessions import Sessions
from watcher.wiring.clock import RealClock
from watcher.wiring.secret import secret, tickets

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def serve(watched: Configuration, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve until somebody stops it."""
    clock = RealClock()
    vault = Path(watched.vault)
    with open_reader(vault, watched.database) as store:
        library = Library(
            store, watched, clock, lambda: open_store(vault, watched.database, clock), tickets(watched), __version__
        )
        token = vault.parent / "watcher.token"
        sessions = Sessions(secret(token), clock.monotonic)
        access = Access({host, *_LOOPBACK} if host in _LOOPBACK else {host}, is_private=host not in _LOOPBACK)
        say(f"The audit pages: http://{host}:{port}/ (the operator's token lies in {token}). Stop with Ctrl-C.")
        uvicorn.run(
            application(library, access, sessions), host=host, port=port, log_level="warning", server_header=False
        )
