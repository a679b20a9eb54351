import asyncio
import gzip
import hashlib

import pytest

from watcher.fetch.fetching import Known, fetch
from watcher.fetch.robots import Robots
from watcher.model import Monotonic, Outcome, Source

KNOWN = Known('W/"abc"', "Sat, 21 Nov 2026 10:00:00 GMT", "ab" * 32, 4321)


def look(visit, pages, known=None, path="/page", host="www.ice.test", override=None, **manners):
    async def go():
        async with visit(**manners) as (site, client, clock, rules):
            site.pages.update(pages(site) if callable(pages) else pages)
            source = Source("memo", f"http://{host}:{site.port}{path}", robots_override=override)
            got = await fetch(source, client, clock, Robots(client, clock, rules), known)
            return got, site, source

    return asyncio.run(go())


def test_a_page_becomes_a_snapshot_with_its_payload(visit, answer, text):
    page = text("Detention management | ICE", "The visits were 3,181 in 2018.")
    body = gzip.compress(page)
    pages = {"/page": answer(body, b"Content-Type: text/html", b'ETag: W/"abc"', b"Content-Encoding: gzip")}
    got, site, source = look(visit, pages)
    snapshot = got.snapshot
    assert snapshot.outcome is Outcome.OK
    assert snapshot.reasons == ()
    assert snapshot.id == "memo/20261121T103000.417Z"
    assert snapshot.started_at.microsecond == 417_000
    assert snapshot.url == source.url
    assert snapshot.final_url == source.url
    assert (snapshot.status, snapshot.ip, snapshot.complete) == (200, "127.0.0.1", "proven")
    assert snapshot.body_sha256 == hashlib.sha256(page).hexdigest()
    assert (snapshot.body_bytes, snapshot.wire_bytes) == (len(page), len(body))
    assert snapshot.wire_sha256 == hashlib.sha256(body).hexdigest()
    assert snapshot.clock == Monotonic("a-start", 0)
    assert snapshot.header("etag") == 'W/"abc"'
    assert got.payload.body == page
    assert got.payload.content_type == "text/html"
    assert got.payload.url == source.url
    assert site.paths() == ["/robots.txt", "/page"]
    assert b"If-None-Match" not in site.asked[1][1].encode()


def test_a_redirected_page_keeps_its_chain_and_says_where_it_came_from(visit, answer, text):
    page = answer(text("Memo | ICE", "Same words at a new place."), b"Content-Type: text/html")
    pages = {"/page": answer(b"", b"Location: /new/page", status=b"301 Moved"), "/new/page": page}
    got, _, source = look(visit, pages)
    assert got.snapshot.outcome is Outcome.OK
    assert got.snapshot.url == source.url
    assert got.snapshot.final_url.endswith("/new/page")
    assert got.payload.url == got.snapshot.final_url
    assert [(hop.status, hop.location) for hop in got.snapshot.hops] == [(301, "/new/page")]


def test_a_page_that_is_still_the_one_we_have_is_confirmed(visit, answer):
    not_modified = answer(b"", b'ETag: W/"abc"', status=b"304 Not Modified")
    got, site, _ = look(visit, {"/page": not_modified}, KNOWN)
    assert got.snapshot.outcome is Outcome.NOT_MODIFIED
    assert (got.snapshot.body_sha256, got.snapshot.body_bytes) == (KNOWN.body_sha256, 4321)
    assert got.payload is None
    head = site.asked[-1][1]
    assert 'If-None-Match: W/"abc"\r\n' in head
    assert "If-Modified-Since: Sat, 21 Nov 2026 10:00:00 GMT\r\n" in head


def test_a_page_that_changed_is_taken_whole_although_we_asked_conditionally(visit, answer, text):
    page = text("Memo | ICE", "Now it says may.")
    got, _, _ = look(visit, {"/page": answer(page, b"Content-Type: text/html")}, KNOWN)
    assert got.snapshot.outcome is Outcome.OK
    assert got.payload.body == page


@pytest.mark.parametrize(
    "known", [None, Known(None, None, "ab" * 32), Known('"x"', None, None), Known('"\xe9"', None, "ab")]
)
def test_a_304_that_nobody_asked_for_confirms_nothing(known, visit, answer):
    got, site, _ = look(visit, {"/page": answer(b"", status=b"304 Not Modified")}, known)
    assert got.snapshot.outcome is Outcome.ERROR_PAGE
    assert got.snapshot.body_sha256 is None
    assert "If-None-Match" not in site.asked[-1][1]


def test_an_error_page_is_kept_as_evidence(visit, answer, plain):
    body = plain("Access Denied", "You don't have permission to access this page. Reference #18.5c4d17.1763721000.1a2b")
    got, _, _ = look(visit, {"/page": answer(body, b"Server: AkamaiGHost", status=b"403 Forbidden")})
    assert got.snapshot.outcome is Outcome.BLOCKED
    assert got.payload.body == body
    assert got.snapshot.body_sha256 == got.payload.sha256
    assert "Akamai" in got.snapshot.reasons[0]


def failing(site, answer):
    yield "redirect_loop", answer(b"", b"Location: /page", status=b"302 Found")
    yield "truncated", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\ncut"
    yield "too_large", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20000000\r\n\r\n"
    yield "decode_error", answer(b"x" * 50, b"Content-Encoding: gzip")
    yield "connect_error", b"not http at all\r\n\r\n"
    yield "connect_error", b""
    yield "refused", answer(b"", b"Location: http://10.0.0.1/", status=b"302 Found")
    yield "refused", answer(b"", b"Location: file:///etc/passwd", status=b"302 Found")
    yield "error_page", answer(b"", b"Location: ", status=b"302 Found")
    yield "empty", answer(b"")
    yield "gone", answer(b"no", status=b"410 Gone")
    yield "rate_limited", answer(b"", b"Retry-After: 120", status=b"429 Too Many Requests")
    yield "server_error", answer(b"", status=b"503 Service Unavailable")


def test_whatever_a_site_does_is_a_snapshot_and_no_exception(visit, answer):
    for expected, reply in failing(None, answer):
        got, _, source = look(visit, {"/page": reply})
        assert got.snapshot.outcome == expected
        assert got.snapshot.reasons
        assert got.snapshot.url == source.url
        assert got.snapshot.finished_at >= got.snapshot.started_at
        if expected in ("truncated", "too_large", "decode_error", "redirect_loop"):
            assert got.snapshot.status in (200, 302)
            assert got.payload is None


def test_hosts_that_cannot_be_reached_are_recorded_as_such(visit):
    for host, expected in (("nowhere.test", "dns_error"), ("10.0.0.8", "refused"), ("127.1", "refused")):
        got, site, _ = look(visit, {}, host=host)
        assert got.snapshot.outcome == expected
        assert got.snapshot.status is None
        assert site.asked == []
    for host, path in (("www.ice.test", "/a b"), ("[::1", "/"), ("user:pw@www.ice.test", "/"), ("", "/")):
        got, _, _ = look(visit, {}, path=path, host=host)
        assert got.snapshot.outcome == "refused"


def test_a_site_that_hangs_is_timed_out(visit):
    async def go():
        async with visit(total_deadline=0.3, respect_robots=False) as (_site, client, clock, rules):

            async def hang(reader, writer):
                await asyncio.sleep(2)
                writer.close()

            hung = await asyncio.start_server(hang, "127.0.0.1", 0)
            async with hung:
                source = Source("memo", f"http://www.ice.test:{hung.sockets[0].getsockname()[1]}/")
                return await fetch(source, client, clock, Robots(client, clock, rules))

    assert asyncio.run(go()).snapshot.outcome is Outcome.TIMEOUT
