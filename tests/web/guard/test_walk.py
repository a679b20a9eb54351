"""Every route is known to the guard: where others can come, none is open but those that have to be."""

import re

import pytest
from fastapi.routing import APIRoute

READ = {"/", "/sources", "/sources/{source_id}", "/c/{change}", "/digests", "/metrics", "/api/v1/changes", "/feed.atom"}
OPEN = {"/healthz", "/login", "/u/{ticket}", "/schema/{name}"}


def routes(gate):
    """(address, methods) of everything that the application answers."""
    return list(_routes(gate.pages, ""))


def _routes(holder, under):
    for route in holder.routes:
        inner = getattr(route, "original_router", None) or getattr(route, "app", None)
        if isinstance(route, APIRoute):
            yield under + route.path, route.methods
        elif hasattr(inner, "routes"):
            yield from _routes(inner, under + getattr(route, "path", ""))


def filled(path, change):
    """The route with names of what is kept."""
    known = dict.fromkeys(("point", "number", "version"), "v1") | dict.fromkeys(("digest", "digest_id"), "01DIGEST1")
    known |= {"source_id": "original", "change": change, "delivery_id": "01SENT1", "moment": "latest", "tag": "dhs"}
    known |= {"pair": "v1..v2", "sha256": "0" * 64, "name": "event.v1.json", "ticket": "x"}
    known |= {"url": "https://www.dhs.test/original", "stamp": "20261102T090000.000Z"}
    return re.sub(r"{(\w+)(?::\w+)?}", lambda part: known.get(part[1], "x"), path)


def test_the_walk_knows_every_route(gate):
    found = list(routes(gate))
    assert len(found) > 50
    assert {path for path, _ in found} >= OPEN


def test_where_others_can_come_nothing_is_read_without_a_log_in(private, change):
    for path, methods in routes(private):
        if "GET" not in methods or path in OPEN:
            continue
        for ending in ("", ".json", ".csv", ".atom"):
            answer = private.asks(filled(path, change) + ending)
            assert answer.status in {303, 401}, (path, ending, answer.status)
            assert answer.status == 401 or answer.headers["location"] == "/login"
            assert b"order" not in answer.body
    assert private.asks("/healthz").status == 200
    assert private.asks("/login").status == 200
    assert private.asks("/static/style.css").status == 200


def test_nothing_is_done_without_a_log_in_wherever_one_comes_from(gate, private, change):
    before = gate.kept()
    for one in (gate, private):
        for path, methods in routes(one):
            if "POST" in methods and path not in OPEN:
                answer = one.posts(filled(path, change), "verdict=important", Origin=one.origin)
                assert answer.status == 401, path
    assert gate.kept() == before


def test_whoever_has_the_token_may_read_all(private, change):
    token = {"Authorization": "Bearer the-operators-own-token"}
    for path, methods in routes(private):
        if "GET" in methods and not path.endswith(".pdf"):
            answer = private.asks(filled(path, change), **token)
            assert answer.status in {200, 302, 404, 422}, (path, answer)
            assert answer.status < 400 or path not in READ, path
            assert answer.headers["x-content-type-options"] == "nosniff"
    assert private.posts("/deliveries/retry", "", Origin=private.origin, **token).status == 401


@pytest.mark.parametrize(
    "said", ["Bearer x", "Bearer", "Basic eDp4", "bearer \xff", "Bearer the-operators-own-token x"]
)
def test_nothing_else_opens(private, said):
    assert private.asks("/api/v1/sources", Authorization=said).status == 401


def test_to_read_everything_twice_changes_nothing_and_sends_nothing(gate, change):
    before = gate.kept()
    for _ in range(2):
        for path, methods in routes(gate):
            if "GET" in methods:
                for ending in ("", ".json", ".csv", ".atom") if "exhibit" not in path else ("",):
                    assert gate.asks(filled(path, change) + ending).status < 500, path
    assert gate.kept() == before
    assert [one.attempt for one in gate.store.outbox.deliveries()] == [0]


def test_a_head_is_answered_as_its_page_without_the_page(gate):
    answer = gate.asks("/sources", "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
