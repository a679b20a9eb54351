"""A loopback HTTP/1.1 server that runs beside its caller in a thread of its own."""

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Self

_HEAD_LIMIT = 65_536


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for."""

    method: str
    target: str
    """Path and query as sent."""
    headers: Mapping[str, str]
    """Names in lower case; of repeated ones the last."""

    @property
    def host(self) -> str:
        """The Host header in lower case, without port."""
        return self.headers.get("host", "").lower().partition(":")[0]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server says."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=UTF-8"
    headers: tuple[tuple[str, str], ...] = field(default=())


Answer = Callable[[Request], Reply]


class Server:
    """Listens on loopback addresses at one free port while it is open; `asked` counts the requests."""

    def __init__(self, answer: Answer, addresses: Sequence[str] = ("127.0.0.1",)) -> None:
        self.answer = answer
        self.addresses = tuple(addresses)
        self.asked = 0
        self.port = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> int:
        """Begin to listen; returns the port."""
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="demo-server", daemon=True)
        self._thread.start()
        ready.wait()
        return self.port

    def stop(self) -> None:
        """Stop listening and end the thread."""
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop = self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def reply(self, request: Request) -> Reply:
        """The answer to one request; the caller's mistakes become a 500, so that a client never hangs."""
        self.asked += 1
        try:
            return self.answer(request)
        except Exception as fault:  # noqa: BLE001 - shown to the client, where a test or a person sees it
            return Reply(f"{type(fault).__name__}: {fault}".encode(), 500, "text/plain; charset=UTF-8")

    def _run(self, ready: threading.Event) -> None:
        loop = self._loop = asyncio.new_event_loop()
        listening = [loop.run_until_complete(self._listen(loop, address)) for address in self.addresses]
        ready.set()
        try:
            loop.run_forever()
        finally:
            for server in listening:
                server.close()
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    async def _listen(self, loop: asyncio.AbstractEventLoop, address: str) -> asyncio.Server:
        """Listen on one address: the first takes any free port, the others the same."""
        server = await loop.create_server(lambda: _Connection(self.reply), address, self.port)
        self.port = int(server.sockets[0].getsockname()[1])
        return server


class _Connection(asyncio.Protocol):
    """One client's requests, answered in order."""

    def __init__(self, reply: Answer) -> None:
        self._reply = reply
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """A client has sent a piece of a request, or several requests."""
        assert self._transport is not None
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            request = _parse(head)
            self._transport.write(_bytes(request, self._reply(request)))
        if len(self._received) > _HEAD_LIMIT:
            self._transport.close()


def _parse(head: bytes) -> Request:
    first, *rest = head.decode("latin-1").split("\r\n")
    method, _, target = first.partition(" ")
    pairs = (line.partition(":") for line in rest)
    return Request(method, target.rpartition(" ")[0], {name.lower(): value.strip() for name, _, value in pairs})


def _bytes(request: Request, reply: Reply) -> bytes:
    headers = [("Content-Type", reply.content_type), *reply.headers]
    # A 304 has no body, and no length that could be mistaken for one.
    if reply.status != HTTPStatus.NOT_MODIFIED:
        headers.append(("Content-Length", str(len(reply.body))))
    lines = [
        f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}",
        *(f"{key}: {value}" for key, value in headers),
    ]
    head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
    return head if request.method == "HEAD" else head + reply.body
