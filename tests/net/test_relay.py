"""The way out of our browser: a proxy that reaches what may be reached, and nothing else."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from watcher.net import Relay

REFUSED = b"HTTP/1.1 403 Forbidden"


class Names:
    """Every name lies on the loopback."""

    async def resolve(self, host):
        """Its addresses."""
        return ["127.0.0.1"]


class Server:
    """Answers each connection with what it heard first, then hangs up; counts who came."""

    def __init__(self, says=None):
        self.says = says
        self.heard = []

    @asynccontextmanager
    async def listening(self):
        """Its port."""
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        async with server:
            yield server.sockets[0].getsockname()[1]

    async def _answer(self, reader, writer):
        self.heard.append(await reader.read(65536))
        writer.write(self.says or self.heard[-1])
        await writer.drain()
        writer.close()


async def asked(relay, *pieces):
    """What comes back of these bytes, each sent once something came back of the one before."""
    host, _, port = relay.address.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    came = []
    for piece in pieces:
        writer.write(piece)
        came.append(await reader.read(65536))
    came.append(await reader.read())
    writer.close()
    return came


def relayed(story, *, says=None, may=lambda name: name == "page.test", allow=("page.test",), most=1 << 20):
    """Run a story with a relay and a server beside it."""
    server = Server(says)

    async def told():
        async with server.listening() as port, Relay(allow, Names(), may, most) as relay:
            return await story(relay, port)

    return asyncio.run(told()), server


def test_a_tunnel_hands_on_every_byte():
    async def story(relay, port):
        return await asked(
            relay, f"CONNECT page.test:{port} HTTP/1.1\r\nHost: x\r\n\r\n".encode(), b"\x16\x03\x00 bytes"
        )

    came, server = relayed(story)
    assert came[0] == b"HTTP/1.1 200 Connected\r\n\r\n"
    assert b"".join(came[1:]) == b"\x16\x03\x00 bytes"
    assert server.heard == [b"\x16\x03\x00 bytes"]


def test_a_plain_request_loses_what_was_meant_for_the_proxy():
    async def story(relay, port):
        head = (
            f"GET http://page.test:{port}/a?b=c HTTP/1.1\r\nHost: page.test:{port}\r\nProxy-Connection: keep-alive\r\n"
        )
        return await asked(relay, f"{head}Connection: keep-alive\r\nAccept: */*\r\n\r\n".encode())

    _, server = relayed(story)
    (heard,) = server.heard
    assert heard.startswith(b"GET /a?b=c HTTP/1.1\r\nConnection: close\r\nHost: page.test:")
    assert b"Accept: */*\r\n\r\n" in heard
    assert b"roxy" not in heard
    assert b"keep-alive" not in heard


@pytest.mark.parametrize(
    "request_line",
    [
        "CONNECT other.test:{port} HTTP/1.1",
        "CONNECT 127.0.0.1:{port} HTTP/1.1",
        "CONNECT [::1]:{port} HTTP/1.1",
        "CONNECT 2130706433:{port} HTTP/1.1",
        "CONNECT page.test@127.0.0.1:{port} HTTP/1.1",
        "CONNECT page.test:0 HTTP/1.1",
        "GET http://127.0.0.1:{port}/ HTTP/1.1",
        "GET http://0x7f.1:{port}/ HTTP/1.1",
        "GET http://other.test:{port}/ HTTP/1.1",
        "GET ftp://page.test:{port}/ HTTP/1.1",
        "GET / HTTP/1.1",
        "GET http://page.test:{port}/ HTTP/1.0",
        "nonsense",
    ],
)
def test_nothing_else_is_connected_to(request_line):
    async def story(relay, port):
        return await asked(relay, f"{request_line.format(port=port)}\r\nHost: page.test\r\n\r\n".encode())

    came, server = relayed(story)
    assert came[0].startswith(REFUSED)
    assert server.heard == []


def test_a_name_of_the_site_that_leads_inside_is_refused():
    async def story(relay, port):
        came = await asked(relay, f"CONNECT page.test:{port} HTTP/1.1\r\n\r\n".encode())
        return came, relay.refused

    (came, refused), server = relayed(story, allow=())
    assert came[0].startswith(REFUSED)
    assert "no public address" in refused[0]
    assert server.heard == []


def test_all_answers_together_are_bounded():
    async def story(relay, port):
        came = await asked(relay, f"GET http://page.test:{port}/ HTTP/1.1\r\n\r\n".encode())
        return sum(map(len, came)), relay.is_exhausted

    (length, is_exhausted), _ = relayed(story, says=b"x" * 5_000_000, most=100_000)
    assert is_exhausted
    assert length < 1_000_000
