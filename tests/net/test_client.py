import asyncio
import gzip
import hashlib
import random
import time

import pytest

from watcher import __version__
from watcher.errors import (
    ConnectFailed,
    FetchError,
    RedirectLoop,
    TimedOut,
    TooLarge,
    Truncated,
    Undecodable,
)
from watcher.model import Exchange
from watcher.net import Limits

PAGE = (b"<html><title>Visits</title><p>" + b"The visits were 3,181 in 2018. " * 2000)[:60_000]


def chunked(body, size=4000):
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def test_an_answer_is_told_as_it_came(look, answer):
    body = gzip.compress(PAGE)
    told = look(
        answer(
            body, b"Content-Type: text/html", b'ETag: W/"a\xe9"', b"X-One: 1", b"X-One: 2", b"Content-Encoding: gzip"
        )
    )
    assert told.status == 200
    assert told.body == PAGE
    assert told.wire_bytes == len(body)
    assert told.wire_sha256 == hashlib.sha256(body).hexdigest()
    assert told.complete == "proven"
    assert told.ip == "127.0.0.1"
    assert told.exchange == Exchange(f"watcher {__version__}", "watcher/0.1", "1.1")
    assert told.hops == ()
    assert told.url == told.final_url
    assert told.header("etag") == 'W/"aé"'
    assert [value for name, value in told.headers if name == "x-one"] == ["1", "2"]


def test_the_request_says_who_we_are_and_what_we_can_read(serve, new_client):
    async def ask():
        async with serve(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as server:
            async with new_client(contact="https://example.org/bot\r\nX-Evil: (1)") as client:
                await client.get(f"http://127.0.0.1:{server.port}/a?b=c#d", headers={"If-None-Match": '"x"'})
            return server.heads[0].decode()

    head = asyncio.run(ask())
    assert head.startswith("GET /a?b=c HTTP/1.1\r\n")
    assert "User-Agent: watcher/0.1 (+https://example.org/botX-Evil: 1)\r\n" in head
    assert "Accept-Encoding: gzip, deflate, br\r\n" in head
    assert 'If-None-Match: "x"\r\n' in head
    assert "Cookie" not in head
    assert "\r\nX-Evil" not in head


def test_bodies_that_prove_their_end_are_told_from_those_that_do_not(look, answer):
    coded = gzip.compress(PAGE)
    assert look(answer(PAGE)).complete == "proven"
    assert look(answer(chunked(PAGE), b"Transfer-Encoding: chunked", length=False)).complete == "proven"
    assert look(answer(PAGE, length=False)).complete == "unproven"
    assert look(answer(PAGE, length=False, version=b"1.0")).complete == "unproven"
    assert look(answer(coded, b"Content-Encoding: gzip", length=False)).complete == "proven"
    assert look(answer(b"", status=b"304 Not Modified", length=False)).complete == "proven"


@pytest.mark.parametrize("framing", ["length", "chunked", "gzip+length", "gzip+close", "gzip+chunked"])
def test_a_page_cut_at_any_position_is_truncated(framing, serve, new_client):
    coded = framing.startswith("gzip")
    body = gzip.compress(random.Random(1).randbytes(3000) + PAGE) if coded else PAGE
    headers = [b"Content-Encoding: gzip"] if coded else []
    if framing.endswith("length"):
        headers.append(b"Content-Length: %d" % len(body))
    if framing.endswith("chunked"):
        headers.append(b"Transfer-Encoding: chunked")
        body = chunked(body)
    cuts = iter(sorted(random.Random(7).sample(range(len(body)), 100)))

    async def script(head, writer):
        writer.write(b"\r\n".join([b"HTTP/1.1 200 OK", *headers]) + b"\r\n\r\n" + body[: next(cuts)])
        await writer.drain()

    async def ask():
        async with serve(script) as server, new_client() as client:
            for _ in range(100):
                with pytest.raises(Truncated) as cut:
                    await client.get(f"http://127.0.0.1:{server.port}/")
                assert cut.value.outcome == "truncated"
                assert cut.value.trail.status == 200

    asyncio.run(ask())


def test_a_connection_reset_in_the_body_is_a_truncation(look):
    async def script(head, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
        await writer.drain()
        writer.transport.abort()

    with pytest.raises(Truncated):
        look(script)


def drip(pieces, pause=0.2):
    async def script(head, writer):
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return script


@pytest.mark.parametrize(
    "pieces",
    [
        [b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", *[b"x"] * 100],
        [b"HTTP/1.1 200 OK\r\n", *[b"X-H: 1\r\n"] * 100],
        [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *[b"1\r\nx\r\n"] * 100],
        [b"H", *[b"T"] * 100],
        [b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"] * 100,
        [b""] * 100,
    ],
)
def test_the_whole_answer_must_come_within_the_deadline(pieces, look):
    start = time.monotonic()
    with pytest.raises(FetchError) as failed:
        look(drip(pieces), deadline=0.6)
    assert time.monotonic() - start < 2
    assert failed.value.outcome in ("timeout", "connect_error")
    if pieces[0].startswith(b"HTTP/1.1 200"):
        assert isinstance(failed.value, TimedOut)


def test_a_flood_of_interim_answers_is_stopped_by_the_deadline(look):
    async def script(head, writer):
        while not writer.is_closing():
            writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 500)
            await writer.drain()

    start = time.monotonic()
    with pytest.raises(FetchError):
        look(script, deadline=1)
    assert time.monotonic() - start < 3


def test_the_deadline_covers_the_whole_chain_of_redirects(look):
    async def script(head, writer):
        await asyncio.sleep(0.3)
        page = head.split()[1]
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: " + page + b"a\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()

    with pytest.raises(TimedOut) as late:
        look(script, deadline=0.8)
    assert len(late.value.trail.hops) == 2


def test_silence_ends_a_look_before_the_deadline(look):
    with pytest.raises(TimedOut):
        look(drip([b"HTTP/1.1 200 OK\r\n", b""], pause=3), limits=Limits(silence=0.3), deadline=30)


MALFORMED = {
    "HTTP/0.9": b"<html>hello</html>\r\n\r\n",
    "not HTTP": b"220 mail.example.org ESMTP\r\n",
    "SSH": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "nothing": b"",
    "half a head": b"HTTP/1.1 200 OK\r\nContent-",
    "conflicting lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    "negative length": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
    "length and chunks": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5\r\nhello\r\n0\r\n\r\n",
    "bad chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    "NUL in a header": b"HTTP/1.1 200 OK\r\nX-A: a\x00b\r\nContent-Length: 2\r\n\r\nok",
    "NUL in a name": b"HTTP/1.1 200 OK\r\nX\x00A: b\r\nContent-Length: 2\r\n\r\nok",
    "header without a name": b"HTTP/1.1 200 OK\r\n: b\r\nContent-Length: 2\r\n\r\nok",
    "folded header": b"HTTP/1.1 200 OK\r\nX-A: a\r\n b\r\nContent-Length: 2\r\n\r\nok",
    "bare line feeds": b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
    "latin-1 everywhere": b"HTTP/1.1 200 Trouv\xe9\r\nX-Caf\xe9: \xe9\r\nContent-Length: 2\r\n\r\nok",
    "status 999": b"HTTP/1.1 999 Request denied\r\nContent-Length: 2\r\n\r\nno",
    "status 99": b"HTTP/1.1 99 X\r\nContent-Length: 2\r\n\r\nno",
    "status 1000": b"HTTP/1.1 1000 X\r\nContent-Length: 2\r\n\r\nno",
    "unknown version": b"HTTP/7.3 200 OK\r\nContent-Length: 2\r\n\r\nok",
    "long header": b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 200_000 + b"\r\nContent-Length: 2\r\n\r\nok",
    "many headers": b"HTTP/1.1 200 OK\r\n" + b"X-A: a\r\n" * 5000 + b"Content-Length: 2\r\n\r\nok",
    "wide headers": b"HTTP/1.1 200 OK\r\n" + (b"X-A: " + b"a" * 1000 + b"\r\n") * 100 + b"Content-Length: 2\r\n\r\nok",
    "long reason": b"HTTP/1.1 200 " + b"a" * 200_000 + b"\r\nContent-Length: 2\r\n\r\nok",
    "upgrade": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
    "bad cookie": b"HTTP/1.1 200 OK\r\nSet-Cookie: =;;;\xff\x01=\r\nContent-Length: 2\r\n\r\nok",
    "huge length": b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999999\r\n\r\nok",
    "bad encoding name": b"HTTP/1.1 200 OK\r\nContent-Encoding: \xff\r\nContent-Length: 2\r\n\r\nok",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_whatever_a_server_says_is_an_answer_or_a_foreseen_error(name, look):
    try:
        told = look(MALFORMED[name], deadline=2)
    except FetchError as failed:
        failure = failed
    else:
        assert told.body in (b"ok", b"no", b"hello", b"")
        return
    assert str(failure).startswith("http://127.0.0.1")
    assert failure.outcome in ("connect_error", "too_large", "truncated", "decode_error", "timeout")
    assert failure.trail is not None


def test_header_bombs_and_what_is_not_http_are_no_answers(look):
    for name in ("HTTP/0.9", "not HTTP", "SSH", "nothing", "conflicting lengths", "negative length"):
        with pytest.raises(ConnectFailed):
            look(MALFORMED[name], deadline=2)
    for name in ("long header", "many headers", "wide headers"):
        with pytest.raises((ConnectFailed, TooLarge)):
            look(MALFORMED[name], deadline=2)


def test_a_reason_in_latin_1_hides_no_page(look):
    told = look(b"HTTP/1.1 404 Non trouv\xe9\r\nContent-Length: 2\r\n\r\nno")
    assert told.status == 404


def test_bodies_beyond_the_caps_are_not_taken(look, answer):
    limits = Limits(page_wire=5000, page_decoded=20_000, file_wire=8000, file_decoded=30_000)
    html, pdf = b"Content-Type: text/html", b"Content-Type: application/pdf"
    assert look(answer(b"x" * 5000, html), limits=limits).wire_bytes == 5000
    assert look(answer(b"x" * 8000, pdf), limits=limits).wire_bytes == 8000
    for kind, length in ((html, 5001), (pdf, 8001)):
        for framing in (True, False):
            with pytest.raises(TooLarge):
                look(answer(b"x" * length, kind, length=framing), limits=limits)
    bomb = gzip.compress(b"x" * 20_001)
    with pytest.raises(TooLarge):
        look(answer(bomb, html, b"Content-Encoding: gzip"), limits=limits)


def test_an_endless_body_is_stopped_at_the_cap(look):
    async def script(head, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x" * 65536)
            await writer.drain()

    with pytest.raises(TooLarge, match="10 MiB"):
        look(script)


def test_an_unknown_coding_is_never_content(look, answer):
    for coding in (b"zstd", b"gzip, br", b"snappy"):
        with pytest.raises(Undecodable):
            look(answer(b"x" * 100, b"Content-Encoding: " + coding))
    plain = look(answer(b"page", b"Content-Encoding: identity"))
    assert plain.body == b"page"
    assert plain.wire_sha256 == ""  # it is the body's own
    assert look(answer(b"", b"Content-Encoding: gzip")).body == b""


def routes(**pages):
    async def script(head, writer):
        writer.write(pages[head.split()[1].decode().strip("/").partition("?")[0] or "root"])
        await writer.drain()

    return script


def moved(to, status=b"302 Found", *headers):
    return b"\r\n".join([b"HTTP/1.1 " + status, b"Location: " + to, *headers, b"Content-Length: 0"]) + b"\r\n\r\n"


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage"


def test_redirects_are_followed_and_the_chain_is_kept(look):
    told = look(routes(root=moved(b"/a"), a=moved(b"b?x=1#frag", b"301 Moved"), b=OK))
    assert told.body == b"page"
    assert [(hop.status, hop.location, hop.ip) for hop in told.hops] == [
        (302, "/a", "127.0.0.1"),
        (301, "b?x=1#frag", "127.0.0.1"),
    ]
    assert told.final_url.endswith("/b?x=1")
    assert told.hops[1].url.endswith("/a")


def test_a_location_in_raw_utf_8_or_with_spaces_is_followed(look):
    assert look(routes(root=moved("/é".encode()), **{"%C3%A9": OK})).body == b"page"
    assert look(routes(root=moved(b"/a b"), **{"a%20b": OK})).body == b"page"


def test_five_redirects_are_followed_and_no_more(look):
    pages = {str(number): moved(b"/%d" % (number + 1)) for number in range(8)}
    assert len(look(routes(root=moved(b"/4"), **{**pages, "7": OK})).hops) == 4
    assert len(look(routes(root=moved(b"/3"), **{**pages, "7": OK})).hops) == 5
    with pytest.raises(RedirectLoop) as looped:
        look(routes(root=moved(b"/2"), **{**pages, "7": OK}))
    assert looped.value.outcome == "redirect_loop"


def test_a_loop_is_told_as_one(look):
    for pages in ({"root": moved(b"/")}, {"root": moved(b"/a"), "a": moved(b"/")}):
        with pytest.raises(RedirectLoop) as looped:
            look(routes(**pages))
        assert len(looped.value.trail.hops) == len(pages)


@pytest.mark.parametrize("location", [b"", b"   ", b"http://[::1/", b"http://a:b:c/"])
def test_a_redirect_to_nowhere_is_the_answer_itself(location, look):
    told = look(moved(location))
    assert told.status == 302
    assert told.hops == ()


def test_other_three_hundreds_are_not_followed(look):
    for status in (b"300 Multiple", b"304 Not Modified", b"305 Use Proxy"):
        assert look(moved(b"/a", status)).hops == ()


def test_cookies_live_for_one_look_at_one_origin(serve, new_client, names):
    resolver = names({"one.test": ["127.0.0.1"], "two.test": ["127.0.0.1"]})

    async def ask():
        async with serve(b"") as server:

            async def script(head, writer):
                path = head.split()[1]
                cookie = b"Set-Cookie: session=s3cret; Domain=test; Path=/"
                to = {b"/start": b"/second", b"/second": b"http://two.test:%d/third" % server.port}.get(path)
                writer.write(moved(to, b"302 Found", cookie, b"Set-Cookie: bad\x01=1") if to else OK)
                await writer.drain()

            server.script = script
            async with new_client(allow=["one.test", "two.test"], resolver=resolver) as client:
                for _ in range(2):
                    await client.get(
                        f"http://one.test:{server.port}/start",
                        headers={"X-Api-Key": "k3y", "Authorization": "Basic x", "If-None-Match": '"e"'},
                    )
            return server.heads

    first, second, third, again, _, _ = asyncio.run(ask())
    assert b"Cookie" not in first
    assert b"Cookie: session=s3cret\r\n" in second
    assert b"X-Api-Key" in second
    assert b"s3cret" not in third
    assert b"k3y" not in third
    assert b"Authorization" not in third
    assert b'If-None-Match: "e"' in third
    assert b"Cookie" not in again


def test_a_page_that_wants_its_cookie_back_is_reached(look):
    async def script(head, writer):
        writer.write(OK if b"seen=1" in head else moved(b"/", b"302 Found", b"Set-Cookie: seen=1"))
        await writer.drain()

    assert look(script).body == b"page"


def test_connections_are_used_again(serve, new_client, answer):
    async def ask():
        async with serve(b"") as server, new_client() as client:

            async def handle(reader, writer):
                server.connections += 1
                try:
                    while await reader.readuntil(b"\r\n\r\n"):
                        writer.write(answer(b"page"))
                except asyncio.IncompleteReadError:
                    writer.close()

            again = await asyncio.start_server(handle, "127.0.0.1", 0)
            async with again:
                port = again.sockets[0].getsockname()[1]
                for _ in range(20):
                    assert (await client.get(f"http://127.0.0.1:{port}/")).ip == "127.0.0.1"
                assert server.connections == 1
                again.close()

    asyncio.run(ask())


def test_a_closed_port_is_a_failed_connection(new_client):
    async def ask():
        async with new_client() as client:
            with pytest.raises(ConnectFailed) as failed:
                await client.get("http://127.0.0.1:9/")
            return failed.value

    assert asyncio.run(ask()).outcome == "connect_error"


def test_cancelled_looks_leave_the_client_usable(serve, new_client, answer):
    async def hang(head, writer):
        await asyncio.sleep(5)

    async def ask():
        async with serve(hang) as hung, serve(answer(b"page")) as good, new_client(deadline=0.2) as client:
            looks = [client.get(f"http://127.0.0.1:{hung.port}/{number}") for number in range(30)]
            failures = await asyncio.gather(*looks, return_exceptions=True)
            assert {type(failure) for failure in failures} == {TimedOut}
            assert (await client.get(f"http://127.0.0.1:{good.port}/")).body == b"page"

    asyncio.run(ask())
