"""A server that says exactly what a test tells it to, and a client to ask it."""

import asyncio
import contextlib
import datetime as dt
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from watcher.model import Manners
from watcher.net import Answer, Client, Limits

Script = bytes | Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


class RealClock:
    """The machine's own time."""

    boot = ""

    def now(self):
        """The present instant."""
        return dt.datetime.now(dt.UTC)

    def monotonic(self):
        """Seconds."""
        return time.monotonic()

    async def sleep(self, seconds):
        """Wait."""
        await asyncio.sleep(seconds)


class Names:
    """Made-up hosts at chosen addresses; counts what it is asked."""

    def __init__(self, addresses=None, default=()):
        self.addresses = dict(addresses or {})
        self.default = default
        self.asked = []

    async def resolve(self, host):
        """The addresses chosen for the host."""
        self.asked.append(host)
        found = self.addresses.get(host, self.default)
        if callable(found):
            found = found()
        if not found:
            raise OSError(f"no such name: {host}")
        return list(found)


class Server:
    """Follows a script; remembers what it was asked."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.port = 0
        self.connections = 0
        self.heads: list[bytes] = []

    async def handle(self, reader, writer):
        """Serve one connection."""
        self.connections += 1
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            head = await reader.readuntil(b"\r\n\r\n")
            self.heads.append(head)
            if callable(self.script):
                await self.script(head, writer)
            else:
                writer.write(self.script)
                await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def serving(script: Script, **options) -> AsyncIterator[Server]:
    server = Server(script)
    listening = await asyncio.start_server(server.handle, "127.0.0.1", 0, **options)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()


def client_of(*, allow=("127.0.0.1",), deadline=5.0, resolver=None, limits=None, trust=None, contact="") -> Client:
    manners = Manners(allow_private=tuple(allow), total_deadline=deadline, contact=contact)
    return Client(manners, RealClock(), resolver=resolver, limits=limits, trust=trust)


@pytest.fixture
def serve():
    return serving


@pytest.fixture
def new_client():
    return client_of


@pytest.fixture
def names():
    return Names


@pytest.fixture
def look():
    """Ask a server that follows the script, once."""

    def look_at(script: Script, path: str = "/", limits: Limits | None = None, **options) -> Answer:
        async def ask():
            async with serving(script) as server, client_of(limits=limits, **options) as client:
                return await client.get(f"http://127.0.0.1:{server.port}{path}")

        return asyncio.run(ask())

    return look_at


@pytest.fixture
def answer():
    """The bytes of an HTTP/1.1 answer."""

    def build(body=b"", *headers: bytes, status=b"200 OK", length=True, version=b"1.1"):
        lines = [b"HTTP/" + version + b" " + status, *headers]
        if length:
            lines.append(b"Content-Length: %d" % len(body))
        return b"\r\n".join(lines) + b"\r\n\r\n" + body

    return build
