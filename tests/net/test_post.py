import asyncio

import pytest

from watcher.errors import ConnectFailed, FetchError, NameUnknown, Refused, TimedOut

SECRET = "T0K3N"


def post(serve, new_client, script, **options):
    async def send():
        async with serve(script) as server, new_client(**options) as client:
            url = f"http://127.0.0.1:{server.port}/hooks/{SECRET}?key={SECRET}"
            return await client.post(url, body=b'{"a": 1}', headers={"Content-Type": "application/json"}), server

    return asyncio.run(send())


def test_a_body_is_sent_and_the_reply_told(serve, new_client):
    got = []

    async def handle(head, writer):
        got.append(head)
        writer.write(b"HTTP/1.1 202 Accepted\r\nX-Id: 7\r\nContent-Length: 2\r\n\r\nok")
        await writer.drain()

    told, _server = post(serve, new_client, handle)
    assert (told.status, told.body, told.header("x-id")) == (202, b"ok", "7")
    head = got[0].decode()
    assert head.startswith(f"POST /hooks/{SECRET}?key={SECRET} HTTP/1.1\r\n")
    assert "Content-Length: 8\r\n" in head
    assert "Content-Type: application/json\r\n" in head
    assert "Transfer-Encoding" not in head
    assert SECRET not in repr(told)


def test_a_body_can_be_put_where_its_address_makes_a_repeat_harmless(serve, new_client):
    async def send():
        async with serve(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as server, new_client() as client:
            await client.post(f"http://127.0.0.1:{server.port}/rooms/7", body=b"{}", headers={}, method="PUT")
            return server.heads[0]

    assert asyncio.run(send()).startswith(b"PUT /rooms/7 HTTP/1.1\r\n")


def test_a_redirect_is_the_reply_and_is_not_followed(serve, new_client):
    told, server = post(serve, new_client, b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n")
    assert told.status == 302
    assert server.connections == 1


def test_a_status_counts_whatever_becomes_of_the_reply(serve, new_client):
    for rest in (b"Content-Length: 900\r\n\r\ncut", b"\r\n" + b"x" * 200_000, b"Content-Encoding: gzip\r\n\r\nrubbish"):
        told, _ = post(serve, new_client, b"HTTP/1.1 200 OK\r\n" + rest)
        assert told.status == 200
        assert len(told.body) <= 64 * 1024


def test_a_failure_before_the_body_left_is_not_sent(new_client, names):
    async def send(url, **options):
        async with new_client(**options) as client:
            with pytest.raises(FetchError) as failed:
                await client.post(url, body=b"x", headers={})
            return failed.value

    for url, options, kind in (
        (f"http://127.0.0.1:9/{SECRET}", {}, ConnectFailed),
        (f"http://127.0.0.1:9/{SECRET}", {"allow": ()}, Refused),
        (f"http://nowhere.test/{SECRET}", {"resolver": names()}, NameUnknown),
        (f"ftp://x.test/{SECRET}", {}, Refused),
        (f"http://x.test/{SECRET} ", {}, Refused),
        (f"http://user:{SECRET}@x.test/", {}, Refused),
        (f"http://x.test:99999/{SECRET}", {}, Refused),
    ):
        error = asyncio.run(send(url, **options))
        assert type(error) is kind
        assert error.sent is False
        assert SECRET not in str(error)
        assert SECRET not in error.url


def test_a_server_that_hangs_up_after_the_body_may_have_taken_it(serve, new_client):
    async def hang_up(head, writer):
        writer.close()

    async def hang(head, writer):
        await asyncio.sleep(3)

    for script, kind in ((hang_up, ConnectFailed), (hang, TimedOut), (b"not http\r\n\r\n", ConnectFailed)):
        with pytest.raises(kind) as failed:
            post(serve, new_client, script, deadline=0.4)
        assert failed.value.sent is True
        assert SECRET not in str(failed.value)


def test_each_send_has_a_connection_of_its_own(serve, new_client, answer):
    async def send():
        async with serve(answer(b"ok")) as server, new_client() as client:
            for _ in range(3):
                await client.post(f"http://127.0.0.1:{server.port}/", body=b"x", headers={})
            return server.connections

    assert asyncio.run(send()) == 3
