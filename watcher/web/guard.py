"""Who may see the pages, who may act on them; what a browser may do with what it gets."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watcher.web.sessions import COOKIE, Sessions

_SAFE = frozenset({"GET", "HEAD"})
_OPEN = ("/healthz", "/static/", "/login")
"""What everybody may reach, on whatever address the pages are served."""
_LEAVING = re.compile(r"/u/[^/]+")
"""Whose link nobody can guess: mail providers post to it under any name, without a session (RFC 8058)."""

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
    """Which names the pages answer to, and whether reading needs a session."""

    hosts: Collection[str]
    """Host names, without port."""
    is_private: bool
    """Reading is open only to who may log in on this machine: the pages are not bound to the loopback alone."""


class Guard:
    """Stands before every page: nothing is served to a strange host, nothing is done for a strange site."""

    def __init__(self, app: ASGIApp, access: Access, sessions: Sessions) -> None:
        self._app = app
        self._access = access
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or say why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        await (refusal or self._app)(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> PlainTextResponse | RedirectResponse | None:
        if scope["method"] in (*_SAFE, "POST") and _LEAVING.fullmatch(scope["path"]):
            return None
        headers = Headers(scope=scope)
        if _host(headers.get("host", "")) not in self._access.hosts:
            return PlainTextResponse("These pages do not answer to that name.\n", 400)
        if scope["method"] not in (*_SAFE, "POST"):
            return PlainTextResponse("Only GET, HEAD and POST are answered.\n", 405)
        is_post = scope["method"] == "POST"
        if is_post and not _is_from_here(headers):
            return PlainTextResponse("The request comes from another site.\n", 403)
        # The path as the server took it: an address rebuilt from headers can be made to lie.
        is_open = scope["path"].startswith(_OPEN)
        if is_open or self._sessions.holds(session_of(headers)) or not (is_post or self._access.is_private):
            return None
        if is_post:
            return PlainTextResponse("Log in first: /login asks for the operator's token.\n", 401)
        return RedirectResponse("/login", 303)


def session_of(headers: Headers) -> str:
    """The session that the browser names; empty: none."""
    cookie = SimpleCookie(headers.get("cookie", ""))
    return cookie[COOKIE].value if COOKIE in cookie else ""


def _is_from_here(headers: Headers) -> bool:
    """Whether a page of ours sent it: a browser names the origin of every POST."""
    origin = headers.get("origin") or headers.get("referer") or ""
    return urlsplit(origin).netloc == headers.get("host", "?")


def _host(value: str) -> str:
    """The name in a Host header, without its port."""
    return (urlsplit(f"//{value}").hostname or "") if value.isascii() and value.isprintable() else ""


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("content-security-policy", PAGE_POLICY)
        await send(message)

    return sent
