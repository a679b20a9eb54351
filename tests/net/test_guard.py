import asyncio
import socket

import pytest

from watcher.errors import NameUnknown, Refused
from watcher.net import resolve_vetted
from watcher.net.guard import Guard

INTERNAL = [
    "127.0.0.1",
    "10.0.0.1",
    "169.254.169.254",
    "::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "fe80::1",
    "0.0.0.0",
]


def refused_by(client, url):
    async def ask():
        async with client:
            with pytest.raises(Refused) as refused:
                await client.get(url)
            return refused.value

    return asyncio.run(ask())


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:{port}/", "http://[::1]:{port}/", "http://127.0.0.1/", "http://[::1]/"]
)
def test_a_literal_internal_address_is_never_connected_to(url, serve, new_client):
    async def ask():
        async with serve(b"HTTP/1.1 200 OK\r\n\r\n") as server, new_client(allow=()) as client:
            with pytest.raises(Refused) as refused:
                await client.get(url.format(port=server.port))
            assert server.connections == 0
            assert refused.value.outcome == "refused"
            assert "allow_private" in str(refused.value)

    asyncio.run(ask())


@pytest.mark.parametrize("address", INTERNAL)
def test_a_name_with_any_internal_address_is_refused(address, names, new_client):
    resolver = names({"www.ice.test": ["23.1.2.3", address]})
    error = refused_by(new_client(allow=(), resolver=resolver), "http://www.ice.test/")
    assert address in str(error)
    assert resolver.asked == ["www.ice.test"]


def test_the_real_resolver_is_vetted_too(new_client):
    refused_by(new_client(allow=()), "http://localhost/")


def test_a_name_that_is_rebound_between_looks_is_vetted_at_each_connection(names, serve, new_client):
    turns = iter([["127.0.0.1"], ["10.0.0.1"], ["127.0.0.1"], ["::1"]])
    closing = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"

    async def ask():
        async with (
            serve(closing) as server,
            new_client(allow=["127.0.0.1"], resolver=names({"x.test": lambda: next(turns)})) as client,
        ):
            url = f"http://x.test:{server.port}/"
            for safe in (True, False, True, False):
                if safe:
                    assert (await client.get(url)).body == b"ok"
                else:
                    with pytest.raises(Refused):
                        await client.get(url)
            assert server.connections == 2

    asyncio.run(ask())


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:{port}/trap", "http://10.0.0.1/", "http://inner.test:{port}/", "http://2130706433:{port}/",
               "file:///etc/passwd", "javascript:alert(1)", "http://u:p@www.test/", "http://169.254.169.254/latest/"],
)  # fmt: skip
def test_a_redirect_to_the_inside_is_refused_with_the_chain_kept(target, serve, new_client, names):
    async def ask():
        async with serve(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as trap:
            to = target.format(port=trap.port).encode()
            moved = b"HTTP/1.1 302 Found\r\nLocation: " + to + b"\r\nContent-Length: 0\r\n\r\n"
            resolver = names({"inner.test": ["127.0.0.1"], "www.test": ["127.0.0.1"]})
            async with serve(moved) as outer, new_client(allow=["www.test"], resolver=resolver) as client:
                with pytest.raises(Refused) as refused:
                    await client.get(f"http://www.test:{outer.port}/a")
            assert trap.connections == 0
            return refused.value.trail

    trail = asyncio.run(ask())
    assert trail.url.startswith("http://www.test") or trail.hops[0].url.startswith("http://www.test")


def test_a_proxy_in_the_environment_is_not_used(serve, new_client):
    # The environment belongs to the process, so a process of its own asks.
    import subprocess
    import sys

    async def ask():
        async with (
            serve(b"HTTP/1.1 502 Trap\r\nContent-Length: 0\r\n\r\n") as trap,
            serve(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsite") as site,
        ):
            code = (
                "import asyncio, time\n"
                "from watcher.net import Client\n"
                "from watcher.model import Manners\n"
                "class Clock:\n"
                "    monotonic = staticmethod(time.monotonic)\n"
                "async def main():\n"
                "    async with Client(Manners(allow_private=('127.0.0.1',)), Clock()) as client:\n"
                f"        print((await client.get('http://127.0.0.1:{site.port}/')).body.decode())\n"
                "asyncio.run(main())\n"
            )
            address = f"http://127.0.0.1:{trap.port}"
            environment = dict.fromkeys(("HTTP_PROXY", "http_proxy", "ALL_PROXY"), address)
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                code,
                stdout=subprocess.PIPE,
                env={**environment, "PYTHONPATH": ":".join(sys.path)},
            )
            told, _ = await process.communicate()
            assert told == b"site\n"
            assert trap.connections == 0

    asyncio.run(ask())


def test_no_socket_is_opened_to_an_address_that_was_not_vetted():
    guard = Guard(())
    target = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))
    with pytest.raises(Refused):
        guard.open_socket(target)
    guard = Guard(("127.0.0.1",))
    guard.admit("127.0.0.1", 80)
    guard.open_socket(target).close()


def test_mail_servers_are_vetted_by_the_same_table(names):
    resolver = names({"mail.test": ["23.1.2.3"], "inner.test": ["192.168.1.1"]})

    async def ask(host, port, allow=()):
        return await resolve_vetted(host, port, allow, resolver)

    assert asyncio.run(ask("mail.test", 587)) == ["23.1.2.3"]
    assert asyncio.run(ask("inner.test", 25, ["192.168.0.0/16"])) == ["192.168.1.1"]
    assert asyncio.run(ask("8.8.8.8", 25)) == ["8.8.8.8"]
    for host, port in (("inner.test", 587), ("127.0.0.1", 25), ("mail.test", 22)):
        with pytest.raises(Refused):
            asyncio.run(ask(host, port))
    with pytest.raises(NameUnknown, match=r"nowhere\.test"):
        asyncio.run(ask("nowhere.test", 25))


def test_a_name_that_does_not_resolve_is_no_refusal(names, new_client):
    async def ask():
        async with new_client(resolver=names()) as client:
            with pytest.raises(NameUnknown) as unknown:
                await client.get("http://nowhere.test/")
            return unknown.value

    assert asyncio.run(ask()).outcome == "dns_error"


def test_a_resolver_that_gives_rubbish_is_refused(names, new_client):
    for rubbish in (["not an address"], ["127.1"], [""], ["1.1.1.1", "x"]):
        refused_by(new_client(allow=(), resolver=names({"x.test": rubbish})), "http://x.test/")


def test_a_host_with_two_addresses_is_reached_by_the_one_that_answers(names, serve, new_client, answer):
    async def ask():
        async with (
            serve(answer(b"page")) as server,
            new_client(allow=["x.test"], resolver=names({"x.test": ["::1", "127.0.0.1"]})) as client,
        ):
            return await client.get(f"http://x.test:{server.port}/")

    assert asyncio.run(ask()).ip == "127.0.0.1"
