"""How one request goes out, until its answer's head is in: httpx's API on aiohttp's connections."""

import ssl
from collections.abc import AsyncIterator
from functools import lru_cache

import aiohttp
import httpx
import yarl

from watcher.net.certificates import believed
from watcher.net.guard import Guard
from watcher.net.limits import Limits


class Head(aiohttp.ClientResponse):
    """Remembers who answered and over what, also after the connection has been given back."""

    peer: str | None = None
    tls = ""
    certificates: tuple[str, ...] = ()

    async def start(self, connection: aiohttp.connector.Connection) -> aiohttp.ClientResponse:
        """Read the head of the answer."""
        transport = connection.transport
        peer = transport.get_extra_info("peername") if transport else None
        self.peer = str(peer[0]) if peer else None
        if transport and (tls := transport.get_extra_info("ssl_object")):
            self.tls, self.certificates = tls.version() or "", believed(tls)
        return await super().start(connection)


class Transport(httpx.AsyncBaseTransport):
    """The transport that is guarded, keeps no cookies and reads no environment; its errors are aiohttp's own."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The head of the answer.

        Among its extensions: `peer` (its address) and `over` (version of HTTP, version of TLS, certificates).
        """
        head = await self._session.request(
            request.method,
            yarl.URL(str(request.url), encoded=True),  # asked as it was checked, not spelt once more
            # Names as they were written: httpx gives them out in lower case, and some old servers know only `Host`.
            headers={name.decode("ascii"): value.decode("ascii") for name, value in request.headers.raw},
            data=request.stream if isinstance(request.stream, Sending) else None,
            allow_redirects=False,
        )
        assert isinstance(head, Head)
        version = head.version
        return httpx.Response(
            head.status,
            headers=head.raw_headers,
            stream=_Coming(head),
            request=request,
            extensions={
                "peer": head.peer,
                "over": (f"{version.major}.{version.minor}" if version else "", head.tls, head.certificates),
            },
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._session.close()


class _Coming(httpx.AsyncByteStream):
    """The body of an answer, as it comes."""

    def __init__(self, head: Head) -> None:
        self._head = head

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._head.content.iter_any()

    async def aclose(self) -> None:
        self._head.release()
        await self._head.wait_for_close()


class Sending(httpx.AsyncByteStream):
    """A request body that knows whether all of it was handed over."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self.sent = False

    def __len__(self) -> int:
        return len(self._body)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body
        self.sent = True


def transport(guard: Guard, limits: Limits, trust: ssl.SSLContext, connections: int) -> Transport:
    """A transport that keeps connections open for the next look at the same host."""
    return _transport(_connector(guard, trust, limit=connections), limits)


def transport_for_sending(guard: Guard, limits: Limits, trust: ssl.SSLContext) -> Transport:
    """A transport with a new connection each time.

    On one that is used again a send may meet a server that is just hanging up, and nobody knows whether it arrived.
    """
    return _transport(_connector(guard, trust, force_close=True), limits)


@lru_cache(maxsize=1)
def system_trust() -> ssl.SSLContext:
    """The one TLS context of the process (to make one takes 20 ms): verified, TLS 1.2 or later."""
    context = httpx.create_ssl_context(trust_env=False)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _connector(
    guard: Guard, trust: ssl.SSLContext, limit: int = 0, *, force_close: bool = False
) -> aiohttp.TCPConnector:
    return aiohttp.TCPConnector(
        ssl=trust,
        resolver=guard,
        socket_factory=guard.open_socket,
        # A cached answer would be shared between looks; each connection asks anew.
        use_dns_cache=False,
        limit=limit,
        force_close=force_close,
    )


def _transport(connector: aiohttp.TCPConnector, limits: Limits) -> Transport:
    session = aiohttp.ClientSession(
        connector=connector,
        response_class=Head,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        timeout=aiohttp.ClientTimeout(sock_connect=limits.connect, sock_read=limits.silence),
        trust_env=False,
        max_line_size=limits.header_bytes,
        max_field_size=limits.header_bytes,
        max_headers=limits.header_count,
    )
    return Transport(session)
