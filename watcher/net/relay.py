"""What a browser of ours may reach: a proxy on the loopback that connects to vetted addresses alone."""

import asyncio
import contextlib
import re
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from watcher.errors import FetchError
from watcher.net.canonical import canonical, port
from watcher.net.failures import LIBRARY
from watcher.net.guard import WEB_PORTS, Resolver, resolve_vetted

_HEAD_BYTES = 64 * 1024
_CHUNK = 64 * 1024
_CONNECT_SECONDS = 10.0
_HEAD_SECONDS = 15.0
_REQUEST = re.compile(rb"([A-Z]{3,10}) (\S{1,8192}) HTTP/1\.1\r\n")
_OWN = re.compile(rb"(?im)^(?:proxy-[a-z-]+|connection|keep-alive):[^\r\n]*\r\n")
_WHY_NOT = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_READY = b"HTTP/1.1 200 Connected\r\n\r\n"


class Relay:
    """An HTTP proxy on a port of its own; an async context manager that takes every connection down with it.

    `may` says of a host name whether it is asked at all, `bytes_left` how much all answers together may bring.
    """

    def __init__(
        self, allow: Sequence[str], resolver: Resolver | None, may: Callable[[str], bool], bytes_left: int = 0
    ) -> None:
        self.refused: list[str] = []
        """Each host that was asked for in vain, with why."""
        self._allow = tuple(allow)
        self._resolver = resolver
        self._may = may
        self._bytes_left = bytes_left
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_HEAD_BYTES)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for one in self._open:
            one.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    @property
    def address(self) -> str:
        """Where the browser finds it."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    @property
    def is_exhausted(self) -> bool:
        """Whether more came than may come."""
        return self._bytes_left < 0

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._open.add(serving)
        serving.add_done_callback(self._open.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer), contextlib.suppress(*LIBRARY, asyncio.LimitOverrunError):
            async with asyncio.timeout(_HEAD_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
            if (request := _REQUEST.match(head)) is None:
                writer.write(_WHY_NOT)
                return
            method, target = request[1], request[2].decode("latin-1")
            try:
                there = await self._connected(f"https://{target}/" if method == b"CONNECT" else target)
            except FetchError as error:
                self.refused.append(str(error))
                writer.write(_WHY_NOT)
                return
            if method == b"CONNECT":
                writer.write(_READY)
            else:
                there[1].write(_forwarded(method, target, head[request.end() :]))
            await self._join(reader, writer, *there)

    async def _connected(self, url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to a vetted address of the host; raises FetchError and OSError."""
        asked = canonical(url)
        if not self._may(asked.host):
            raise FetchError(f"{asked.host}: not of this page's site", url=url)
        addresses = await resolve_vetted(asked.host, port(asked), self._allow, self._resolver, WEB_PORTS)
        for address in addresses[:-1]:
            with contextlib.suppress(OSError):
                return await _open(address, port(asked))
        return await _open(addresses[-1], port(asked))

    async def _join(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        their_reader: asyncio.StreamReader,
        their_writer: asyncio.StreamWriter,
    ) -> None:
        """Hand on what either side says until the site has said all."""
        asking = asyncio.get_running_loop().create_task(_pour(reader, their_writer))
        try:
            while (piece := await their_reader.read(_CHUNK)) and not self.is_exhausted:
                self._bytes_left -= len(piece)
                writer.write(piece)
                await writer.drain()
        finally:
            asking.cancel()
            their_writer.close()


async def _open(address: str, number: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    async with asyncio.timeout(_CONNECT_SECONDS):
        return await asyncio.open_connection(address, number)


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(*LIBRARY):
        while piece := await reader.read(_CHUNK):
            writer.write(piece)
            await writer.drain()


def _forwarded(method: bytes, target: str, headers: bytes) -> bytes:
    """The head as the site is to see it: its own path, nothing of the proxy, one request a connection."""
    path = canonical(target).raw_path
    return method + b" " + path + b" HTTP/1.1\r\nConnection: close\r\n" + _OWN.sub(b"", headers)
