"""Whether somebody is there, without a byte of HTTP."""

import asyncio
import ssl

import pytest
import trustme

from watcher.errors import ConnectFailed, Refused, TlsFailed
from watcher.net import reach

HERE = ["127.0.0.1/32"]


class Named:
    """Knows every name, on this machine."""

    async def resolve(self, host):
        """Its address."""
        return ["127.0.0.1"]


def reached(name="hook.test", allow=HERE, trusts=True, closed=False):
    """Where a server was reached that shows a certificate for hook.test, and what it heard."""
    authority = trustme.CA()
    shows = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("hook.test").configure_cert(shows)
    trust = ssl.create_default_context()
    if trusts:
        authority.configure_trust(trust)
    heard = []

    async def listen(reader, writer):
        heard.append(await reader.read())
        writer.close()

    async def story():
        server = await asyncio.start_server(listen, "127.0.0.1", 0, ssl=shows)
        port = server.sockets[0].getsockname()[1]
        if closed:
            server.close()
            await server.wait_closed()
        async with server:
            return await reach(f"https://{name}:{port}/s3cret-canary", allow, Named(), trust)

    return asyncio.run(story()), heard


def test_a_server_with_the_right_certificate_is_reached_and_hears_nothing():
    where, heard = reached()
    assert where == "hook.test at 127.0.0.1"
    assert b"".join(heard) == b""


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"trusts": False}, TlsFailed),
        ({"name": "other.test"}, TlsFailed),
        ({"closed": True}, ConnectFailed),
        ({"allow": []}, Refused),
    ],
)
def test_who_cannot_be_trusted_or_reached_is_said_without_the_address(said, error):
    with pytest.raises(error) as failure:
        reached(**said)
    assert "canary" not in str(failure.value)
