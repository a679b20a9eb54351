"""Whatever a stranger sends is refused, and nothing is changed by it."""

import pytest

REFUSALS = {400, 401, 403, 404, 405, 413, 414, 429, 431}
NAMES = (
    "evil.test", "127.0.0.1.evil.test", "localhost.evil.test", "127.0.0.1@evil.test", "evil.test@127.0.0.1",
    "127.0.0.1, evil.test", "127.0.0.1:80#@evil.test", "127.0.0.1/", "127.0.0.1:0", "127.0.0.1:99999999",
    "[::1", "[::1]evil.test", "0.0.0.0", "127.1", "0x7f.1", "2130706433", "localhost:evil", "127.0.0.1%00",
    "\xb9\xb2\xb7.0.0.1", "127.0.0.1\\evil.test", "*", "rebind.127.0.0.1.nip.test", "127.0.0.1.",
)  # fmt: skip
TARGETS = (
    "/static/../../../../etc/passwd", "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2f..%2fetc%2fpasswd",
    "/static/%5c..%5c..%5cetc%5cpasswd", "/static//etc/passwd", "//evil.test/", "/sources/..%2f..%2fetc%2fpasswd",
    "/sources/original/..%2f..%2fwatcher.db", "/sources/original/v1/raw%00", "/c/..%2f..%2fwatcher.token",
    "/digests/%2e%2e%2fwatcher.key", "/api/v1/../../watcher.db", "/api/v1/sources/..%2f..%2fetc", "/%00", "/watcher.db",
    "/schema/..%2f..%2fevent.v1.json", "/tags/%3Cscript%3E/feed.atom", "/timemap/link/file:///etc/passwd",
    "http://evil.test/", "http://127.0.0.1/sources", "evil.test:80", "*", "/" + "a" * 100_000,
)  # fmt: skip
METHODS = ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "PROPFIND", "POST")


@pytest.mark.parametrize("name", NAMES)
def test_no_other_name_is_answered(gate, change, name):
    before = gate.kept()
    assert gate.asks("/", host=name).status == 400
    form = f"mark={gate.mark()}&verdict=important"
    assert gate.posts(f"/c/{change}/review", form, host=name, **gate.logged_in()).status in REFUSALS
    assert gate.kept() == before


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target[:40])
def test_no_path_leads_out(gate, target):
    before = gate.kept()
    answer = gate.asks(target)
    assert answer.status in REFUSALS
    assert b"root:" not in answer.body
    assert gate.kept() == before


@pytest.mark.parametrize("method", METHODS)
def test_no_other_method_is_answered(gate, method):
    before = gate.kept()
    target = "/sources" if method != "CONNECT" else "127.0.0.1:80"
    assert gate.asks(target, method, **gate.logged_in()).status in REFUSALS
    assert gate.kept() == before


FORMS = {
    "/c/{change}/review": "verdict=important&note=n",
    "/reviewed": "change={change}",
    "/deliveries/01SENT1/again": "",
    "/deliveries/retry": "",
    "/sources/original/v1/verify": "",
    "/share": "path=/feed.atom",
}


@pytest.mark.parametrize("path", FORMS)
def test_no_form_of_another_site_is_taken(gate, change, path):
    before, target = gate.kept(), path.format(change=change)
    form, ours = f"{FORMS[path].format(change=change)}&mark={gate.mark()}", gate.logged_in()
    cookie = {"Cookie": ours["Cookie"]}
    for origin in ("null", "http://evil.test", f"http://evil.test:{gate.port}", "http://127.0.0.1:1", "http://[", ""):
        assert gate.posts(target, form, Origin=origin, **cookie).status == 403, origin
    assert gate.posts(target, form, **cookie).status == 403
    assert gate.posts(target, form, Referer="http://evil.test/", **cookie).status == 403
    assert gate.posts(target, form, Origin=gate.origin).status == 401
    for stolen in ("watcher_session=", "watcher_session=x", "watcher_session=\xff", "=;;", "watcher_session"):
        assert gate.posts(target, form, Origin=gate.origin, Cookie=stolen).status == 401, stolen
    assert gate.kept() == before


@pytest.mark.parametrize("path", FORMS)
def test_no_form_without_the_mark_of_its_session_is_taken(gate, change, path):
    before, target = gate.kept(), path.format(change=change)
    other = gate.sessions.mark(gate.sessions.of("ben"))
    for mark in ("", "x", other, "%FF", "0" * 64):
        form = f"{FORMS[path].format(change=change)}&mark={mark}"
        assert gate.posts(target, form, **gate.logged_in()).status in {403, 422}, mark
    assert gate.kept() == before


def test_no_form_is_larger_than_a_form(gate, change):
    before, target = gate.kept(), f"/c/{change}/review"
    form = f"mark={gate.mark()}&verdict=important&note="
    assert gate.posts(target, form + "x" * 70_000, **gate.logged_in()).status == 413
    lines = "".join(f"{name}: {value}\r\n" for name, value in gate.logged_in().items())
    head = f"POST {target} HTTP/1.1\r\nHost: 127.0.0.1:{gate.port}\r\n{lines}Connection: close\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\n"
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    assert gate.says((head + "Transfer-Encoding: chunked\r\n\r\n").encode() + chunk * 2 + b"0\r\n\r\n").status == 413
    for length in ("-1", "1e3", "0x10", "99999999999999999999999"):
        assert gate.says(f"{head}Content-Length: {length}\r\n\r\n".encode()).status in REFUSALS, length
    assert gate.kept() == before


def test_no_request_means_two_things(gate):
    host = f"Host: 127.0.0.1:{gate.port}\r\n"
    for lines in (
        "",
        host * 2,
        host + "Host: evil.test\r\n",
        host + "Transfer-Encoding: gzip\r\n",
        host + "Content-Length: 1\r\nContent-Length: 2\r\n",
        host + "Bad Header: x\r\n",
        host + "X: " + "y" * 100_000 + "\r\n",
    ):
        assert gate.says(f"GET / HTTP/1.1\r\n{lines}Connection: close\r\n\r\n".encode()).status in REFUSALS, lines[:90]


def test_what_a_proxy_would_say_is_not_believed_from_a_stranger(gate, change):
    said = {"X-Forwarded-Host": "127.0.0.1", "X-Forwarded-For": "127.0.0.1", "X-Remote-User": "ana"}
    assert gate.asks("/", host="evil.test", **said).status == 400
    assert gate.posts(f"/c/{change}/review", "verdict=important", Origin=gate.origin, **said).status == 401


def test_the_token_cannot_be_guessed(archive, gate_to):
    gate = gate_to(archive)
    answers = [gate.posts("/login", f"token=guess{number}", Origin=gate.origin) for number in range(7)]
    assert [one.status for one in answers] == [401] * 5 + [429] * 2
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60
    assert gate.posts("/login", "token=the-operators-own-token", Origin=gate.origin).status == 429
    archive.clock.at = archive.clock.at.replace(year=archive.clock.at.year + 1)
    entered = gate.posts("/login", "token=the-operators-own-token", Origin=gate.origin)
    assert entered.status == 303
    assert {"httponly", "samesite=strict"} <= set(entered.headers["set-cookie"].lower().split("; "))


def test_hostile_requests_are_many():
    assert len(NAMES) + len(TARGETS) + len(METHODS) + len(FORMS) * 19 > 150
