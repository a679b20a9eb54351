"""The demo's four hosts, as they stand in a given round."""

import hashlib
from urllib.parse import unquote

from watcher.demo import menus
from watcher.demo.noise import Noise
from watcher.demo.render import PAGES, State, render, render_other
from watcher.demo.script import states
from watcher.demo.server import Reply, Request, Server

_ROBOTS = b"User-agent: *\nDisallow: /admin/\nDisallow: /search\n"
_MOVED = {("www.ice.test", "/secure_communities"): "/secure-communities"}
_NOT_FOUND = {
    "www.dhs.test": ("dhs-not-found.html", menus.DHS),
    "www.ice.test": ("ice-not-found.html", menus.ICE),
}
_BY_ADDRESS = {(page.host, unquote(page.path)): source_id for source_id, page in PAGES.items()}


class Site:
    """Serves the pages of one round on loopback, each under its made-up host name."""

    def __init__(self) -> None:
        self._server = Server(self.answer)
        self._states = states(0)
        self._round = 0

    def start(self) -> int:
        """Begin to listen; returns the port."""
        return self._server.start()

    def stop(self) -> None:
        """Stop listening."""
        self._server.stop()

    def set_round(self, number: int) -> None:
        """Show from now on what `ROUNDS[number]` shows."""
        self._round = number
        self._states = states(number)

    def showing(self, source_id: str) -> State:
        """What is different in that page since the first day."""
        return self._states.get(source_id, {})

    @property
    def port(self) -> int:
        """Where it listens; 0 before it does."""
        return self._server.port

    @property
    def asked(self) -> int:
        """How many requests have come."""
        return self._server.asked

    def answer(self, request: Request) -> Reply:
        """The answer that this request gets in the present round."""
        path = unquote(request.target.partition("?")[0]).rstrip("/") or "/"
        noise = Noise(f"{self._round} {self.asked} {request.host}{path}", str(self._round))
        url = f"http://{request.headers.get('host', '')}{request.target}"
        if path == "/robots.txt":
            return Reply(_ROBOTS, content_type="text/plain")
        if moved := _MOVED.get((request.host, path)):
            return Reply(status=301, headers=(("Location", moved),))
        source_id = _BY_ADDRESS.get((request.host, path))
        state = self.showing(source_id or "")
        if source_id is None or state.get("answer") == "not-found":
            return _not_found(request.host, noise, url)
        if state.get("answer") == "blocked":
            return Reply(render_other("blocked.html", noise, url), 403, "text/html", (("Server", "AkamaiGHost"),))
        return _page(request, render(source_id, state, noise, self._server.port))


def _not_found(host: str, noise: Noise, url: str) -> Reply:
    template, menu = _NOT_FOUND.get(host, ("plain-not-found.html", ()))
    return Reply(render_other(template, noise, url, menu), 404)


def _page(request: Request, body: bytes) -> Reply:
    """Only nilc.test sends an ETag: the others' answers are never twice the same."""
    if request.host != "nilc.test":
        return Reply(body, headers=(("Cache-Control", "no-cache"),))
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if request.headers.get("if-none-match") == etag:
        return Reply(status=304, headers=(("ETag", etag),))
    return Reply(body, headers=(("ETag", etag),))
