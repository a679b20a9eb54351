"""What a proxy says of a request, where it was asked to be believed: who asks, by which name, over what."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from watcher.web.sessions import COOKIE, Sessions

_SCHEMES = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True)
class Proxy:
    """The proxy in front of the pages."""

    networks: Sequence[IPv4Network | IPv6Network]
    """Where it speaks from; nobody else is believed."""
    user_header: str = ""
    """The header in which it names who has logged in there; empty: it does not."""


class Proxied:
    """Takes `X-Forwarded-For`, `-Proto`, `-Host` and the user's name from the proxy, and from nobody else."""

    def __init__(self, app: ASGIApp, proxy: Proxy, sessions: Sessions) -> None:
        self._app = app
        self._proxy = proxy
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as the proxy got it."""
        if scope["type"] == "http" and self._is_the_proxy(scope):
            scope = self._as_it_was(scope)
        await self._app(scope, receive, send)

    def _is_the_proxy(self, scope: Scope) -> bool:
        try:
            peer = ip_address((scope.get("client") or ("",))[0])
        except ValueError:
            return False
        return any(peer.version == network.version and peer in network for network in self._proxy.networks)

    def _as_it_was(self, scope: Scope) -> Scope:
        said = Headers(scope=scope)
        scope = {**scope, "headers": list(scope["headers"])}
        headers = MutableHeaders(scope=scope)
        # The last in the list was written by the proxy; what stands before it anybody could write.
        if client := _last(said, "x-forwarded-for"):
            scope["client"] = client, 0
        if (scheme := _last(said, "x-forwarded-proto")) in _SCHEMES:
            scope["scheme"] = scheme
        if host := _last(said, "x-forwarded-host"):
            headers["host"] = host
        user = said.get(self._proxy.user_header, "").strip() if self._proxy.user_header else ""
        if user:
            headers["cookie"] = f"{COOKIE}={self._sessions.of(user)}"
        return scope


def _last(headers: Headers, name: str) -> str:
    return headers.get(name, "").rpartition(",")[2].strip()
