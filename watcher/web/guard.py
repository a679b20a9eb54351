"""Who may see the pages, who may act on them; what a browser may do with what it gets."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watcher.web.actions import Actions
from watcher.web.bounds import TOO_LARGE, bounded, excess
from watcher.web.problem import is_for_programs, problem
from watcher.web.sessions import Sessions, session_of
from watcher.web.sharing import Shares

_SAFE = frozenset({"GET", "HEAD"})
_METHODS = "GET, HEAD, POST"
_OPEN = re.compile(r"/healthz|/login|/static/.+|/schema/[^/]+")
"""What everybody may reach, on whatever address the pages are served."""
_LEAVING = re.compile(r"/u/[^/]+")
"""Whose link nobody can guess: mail providers post to it under any name, without a session (RFC 8058)."""
_BEARER = "bearer "
_HOST = re.compile(r"([A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[1-9]\d{0,4})?")

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    # With no-referrer a browser hides the origin of our own forms, too; no other site learns of either.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Access:
    """Which names the pages answer to, and who may read and act."""

    hosts: Collection[str]
    """Host names, without port."""
    is_private: bool
    """Reading needs a log-in too: others than who is on this machine can reach the pages."""
    shares: Shares | None = None
    """Opens single addresses to who was given a link; None: no link opens anything."""
    actions: Actions | None = None
    """Where it is written down who did what; None: nowhere."""


class Guard:
    """Stands before every page: nothing is served to a strange host, nothing is done for a strange site."""

    def __init__(self, app: ASGIApp, access: Access, sessions: Sessions) -> None:
        self._app = app
        self._access = access
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or say why not."""
        if scope["type"] != "http":  # no page speaks anything else; a WebSocket that nobody accepts is refused
            return
        send = _with_headers(send)
        if refusal := self._refusal(scope):
            await refusal(scope, receive, send)
        elif scope["method"] == "HEAD":  # the server leaves the body out
            await self._app({**scope, "method": "GET"}, receive, send)
        else:
            await self._through(scope, receive, send)

    async def _through(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What cannot be put on record is not done."""
        who = self._sessions.name(session_of(Headers(scope=scope)))
        try:
            noted = self._access.actions.noting(scope, who, send) if self._access.actions else send
        except OSError as error:
            said = f"Nothing was done: it could not be put on record in {error.filename} ({error.strerror}).\n"
            await PlainTextResponse(said, 503)(scope, receive, send)
        else:
            await self._app(scope, bounded(receive), noted)

    def _refusal(self, scope: Scope) -> Response | None:
        headers, method, path = Headers(scope=scope), scope["method"], scope["path"]
        if method not in (*_SAFE, "POST"):
            return PlainTextResponse("Only GET, HEAD and POST are answered.\n", 405, {"allow": _METHODS})
        if status := excess(scope):
            return PlainTextResponse(TOO_LARGE, status)
        if _LEAVING.fullmatch(path):
            return None
        if not path.startswith("/") or _host(headers) not in self._access.hosts:
            return PlainTextResponse("These pages do not answer to that name.\n", 400)
        if method == "POST" and not _is_from_here(headers):
            return PlainTextResponse("The request comes from another site.\n", 403)
        # The path as the server took it: an address rebuilt from headers can be made to lie.
        if _OPEN.fullmatch(path) or self._sessions.holds(session_of(headers)):
            return None
        if method == "POST":
            return PlainTextResponse("Log in first: /login asks for the operator's token.\n", 401)
        return self._unread(scope, headers) if self._access.is_private else None

    def _unread(self, scope: Scope, headers: Headers) -> Response | None:
        """Why somebody without a session may not read that; None: they hold a link or the token for it."""
        if self._is_let_in(scope, headers):
            return None
        if not is_for_programs(scope):
            return RedirectResponse("/login", 303)
        way_out = "Send `Authorization: Bearer TOKEN`: the operator's token, or what `watcher share` gives for it."
        answer = problem(scope, 401, way_out)
        answer.headers["www-authenticate"] = 'Bearer realm="watcher"'
        return answer

    def _is_let_in(self, scope: Scope, headers: Headers) -> bool:
        said = headers.get("authorization", "")
        token = said[len(_BEARER) :].strip() if said.lower().startswith(_BEARER) else ""
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("share", [])
        shares, tickets = self._access.shares, [one for one in (token, *asked) if one]
        is_shared = shares is not None and any(shares.admits(scope["path"], one) for one in tickets)
        return is_shared or (bool(token) and self._sessions.is_token(token))


def _is_from_here(headers: Headers) -> bool:
    """Whether a page of ours sent it: a browser names the origin of every POST."""
    origin = headers.get("origin") or headers.get("referer") or ""
    try:
        return urlsplit(origin).netloc == headers.get("host", "?")
    except ValueError:
        return False


def _host(headers: Headers) -> str:
    """The name in the Host header, without its port; empty where there is none, or more than one can be meant."""
    named = headers.getlist("host")
    found = _HOST.fullmatch(named[0]) if len(named) == 1 else None
    return found[1].strip("[]").lower() if found else ""


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("content-security-policy", PAGE_POLICY)
        await send(message)

    return sent


__all__ = ["Access", "Guard", "session_of"]
