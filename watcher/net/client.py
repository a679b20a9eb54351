"""The one client through which all our requests go."""

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Mapping
from types import MappingProxyType, TracebackType
from typing import Self

import httpx

from watcher import __version__
from watcher.errors import FetchError, RedirectLoop, TimedOut, TooLarge
from watcher.model import Clock, Exchange, Hop, Manners
from watcher.net import body as bodies
from watcher.net.answer import Answer, Trail
from watcher.net.canonical import canonical, literal, port
from watcher.net.cookies import Cookies, same_origin
from watcher.net.decoding import ACCEPTED
from watcher.net.failures import LIBRARY, foreseen
from watcher.net.guard import Guard, Resolver
from watcher.net.limits import Limits
from watcher.net.redirects import harmless, target
from watcher.net.transport import Sending, Transport, system_trust, transport, transport_for_sending

_PROGRAM = f"watcher {__version__}"
_REPLY_BYTES = 64 * 1024
_REPLY_SECONDS = 5.0
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Client:
    """Asks and sends, guarded; an async context manager.

    Every failure that a site or the way to it can cause is one of `FetchError`'s children.
    """

    def __init__(
        self,
        manners: Manners,
        clock: Clock,
        *,
        resolver: Resolver | None = None,
        limits: Limits | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._manners = manners
        self._clock = clock
        self._limits = limits or Limits()
        self._trust = trust or system_trust()
        self._guard = Guard(manners.allow_private, resolver)
        self._headers = _own_headers(manners.contact)
        self._asking: Transport | None = None
        self._sending: Transport | None = None

    async def __aenter__(self) -> Self:
        self._asking = transport(self._guard, self._limits, self._trust, max(self._manners.concurrency, 1))
        self._sending = transport_for_sending(self._guard, self._limits, self._trust)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for open_one in (self._asking, self._sending):
            if open_one is not None:
                await open_one.aclose()

    async def get(self, url: str, *, headers: Mapping[str, str] = _NOTHING) -> Answer:
        """The whole answer, redirects followed, within the total deadline; raises FetchError."""
        trail = Trail(url)
        return await self._bounded(trail, self._follow(trail, dict(headers)), url)

    async def post(
        self, url: str, *, body: bytes, headers: Mapping[str, str] = _NOTHING, method: str = "POST"
    ) -> Answer:
        """What is answered to a body that we send; no redirect is followed.

        Raises FetchError, whose `sent` tells whether the whole body had been handed over.
        The address counts as a secret: messages name its host alone.
        """
        trail = Trail(url)
        sending = Sending(body)
        name = _host_of(url)
        try:
            return await self._bounded(trail, self._send(method, trail, name, sending, headers), name)
        except FetchError as error:
            error.sent = sending.sent
            raise

    async def _bounded(self, trail: Trail, look: Awaitable[Answer], name: str) -> Answer:
        deadline = self._manners.total_deadline
        bound = asyncio.timeout(deadline)
        try:
            async with bound:
                return await look
        except (FetchError, *LIBRARY) as error:
            failure = foreseen(error, name)
            if bound.expired():
                failure = TimedOut(f"{name}: no whole answer within {deadline:g} s; it is tried again later", url=name)
            failure.trail = trail
            failure.url = failure.url or name
            raise failure from (error if failure is not error else error.__cause__)

    async def _follow(self, trail: Trail, own: dict[str, str]) -> Answer:
        started = self._clock.monotonic()
        asked, url = trail.url, canonical(trail.url)
        cookies = Cookies()
        visited = set[tuple[httpx.URL, str]]()
        while True:
            visit = url, cookies.header(url)
            if visit in visited or len(trail.hops) > self._limits.hops:
                raise RedirectLoop(f"{asked}: sent round in redirects, {len(trail.hops)} so far, lastly to {url}")
            visited.add(visit)
            async with contextlib.aclosing(await self._ask(trail, url, own, visit[1])) as response:
                following = target(url, response.status_code, _first(trail.headers, "location"))
                if following is None:
                    return await self._answer(trail, response, asked, started)
            trail.hops.append(_hop(trail))
            cookies.take(url, trail.headers)
            own = own if same_origin(url, following) else harmless(own)
            url = following

    async def _ask(self, trail: Trail, url: httpx.URL, own: dict[str, str], cookie: str) -> httpx.Response:
        assert self._asking is not None, "the client is open only inside `async with`"
        headers = {**self._headers, **own, "Cookie": cookie} if cookie else {**self._headers, **own}
        return await self._head(self._asking, httpx.Request("GET", url, headers=headers), trail)

    async def _head(self, by: Transport, request: httpx.Request, trail: Trail) -> httpx.Response:
        url = request.url
        trail.url, trail.status, trail.headers, trail.ip, trail.exchange = str(url), None, (), None, None
        host = url.raw_host.decode("ascii")
        if literal(host):
            self._guard.admit(host, port(url))
        response = await by.handle_async_request(request)
        trail.status = response.status_code
        trail.ip = response.extensions["peer"]
        trail.exchange = Exchange(_PROGRAM, request.headers["User-Agent"], *response.extensions["over"])
        trail.headers = tuple(
            (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers.raw
        )
        return response

    async def _answer(self, trail: Trail, response: httpx.Response, asked: str, started: float) -> Answer:
        if sum(len(name) + len(value) for name, value in trail.headers) > self._limits.header_bytes:
            raise TooLarge(f"{trail.url}: the headers are larger than {self._limits.header_bytes:,} bytes")
        try:
            assert isinstance(response.stream, httpx.AsyncByteStream)
            body = await bodies.read(response.stream, trail, self._limits)
        except FetchError as error:
            raise type(error)(f"{trail.url}: {error}", url=trail.url) from error
        return Answer(
            asked,
            trail.url,
            response.status_code,
            trail.headers,
            tuple(trail.hops),
            body.content,
            body.wire_bytes,
            body.complete,
            trail.ip,
            trail.exchange,
            self._clock.monotonic() - started,
            body.wire_sha256,
        )

    async def _send(self, method: str, trail: Trail, name: str, sending: Sending, headers: Mapping[str, str]) -> Answer:
        assert self._sending is not None, "the client is open only inside `async with`"
        started = self._clock.monotonic()
        own = {**self._headers, "Accept-Encoding": "identity", **headers, "Content-Length": str(len(sending))}
        request = httpx.Request(method, canonical(trail.url, name), headers=own, stream=sending)
        async with contextlib.aclosing(await self._head(self._sending, request, trail)) as response:
            reply = b""
            # The status has said all that counts: trouble with the rest of the reply is none of the sending's.
            with contextlib.suppress(TimeoutError, *LIBRARY):
                async with asyncio.timeout(_REPLY_SECONDS):
                    reply = await bodies.read_reply(response.aiter_raw(), _REPLY_BYTES)
        seconds = self._clock.monotonic() - started
        return Answer(
            name, name, response.status_code, trail.headers, (), reply, len(reply), "unproven", trail.ip,
            trail.exchange, seconds,
        )  # fmt: skip


def user_agent(contact: str) -> str:
    """Who we say that we are, and where a site's operator can reach us."""
    release = ".".join(__version__.split(".")[:2])
    reach = "".join(letter for letter in contact if " " <= letter <= "~" and letter not in "()")
    return f"watcher/{release} (+{reach})" if reach else f"watcher/{release}"


def _own_headers(contact: str) -> dict[str, str]:
    return {
        "User-Agent": user_agent(contact),
        "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
        "Accept-Language": "en",
        "Accept-Encoding": ACCEPTED,
    }


def _first(headers: tuple[tuple[str, str], ...], name: str) -> str | None:
    return next((value for key, value in headers if key == name), None)


def _hop(trail: Trail) -> Hop:
    return Hop(trail.status or 0, trail.url, _first(trail.headers, "location") or "", trail.ip)


def _host_of(url: str) -> str:
    """What may be told of an address that is a secret."""
    try:
        return httpx.URL(url).host or "the address"
    except httpx.InvalidURL:
        return "the address"
