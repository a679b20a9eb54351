"""Behind a proxy its word counts, and nobody else's."""

from ipaddress import ip_network

import pytest

from watcher.web.proxied import Proxy


@pytest.fixture(scope="module")
def behind(archive, gate_to):
    """The pages behind a proxy on this machine."""
    return gate_to(archive, is_private=True, proxy=Proxy([ip_network("127.0.0.0/8")], "x-remote-user"))


PUBLIC = {"X-Forwarded-Host": "w.example.test", "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.9.9.9, 192.0.2.7"}


def test_who_is_known_to_the_proxy_reads_and_acts_in_their_own_name(behind, change):
    known = PUBLIC | {"X-Remote-User": "ben"}
    page = behind.asks(f"/c/{change}", **known)
    assert page.status == 200
    mark = page.body.decode().partition('name="mark" value="')[2].partition('"')[0]
    form = f"verdict=important&mark={mark}"
    assert behind.posts(f"/c/{change}/review", form, Origin="http://evil.test", **known).status == 403
    assert behind.posts(f"/c/{change}/review", form, Origin="https://w.example.test", **known).status == 303
    assert behind.store.history.reviews(change)[-1].verdict == "important"
    acts = behind.acts.read_text()
    assert f'"by":"ben","from":"192.0.2.7","post":"/c/{change}/review","status":303' in acts


def test_who_is_not_known_to_the_proxy_gets_nothing(behind):
    assert behind.asks("/", **PUBLIC).headers["location"] == "/login"
    assert behind.asks("/", **PUBLIC, Remote_User="ben").status == 303
    assert behind.asks("/api/v1/sources", **PUBLIC, **{"X-Remote-User": " "}).status == 401


def test_a_session_over_tls_is_sent_over_tls_alone(behind):
    entered = behind.posts("/login", "token=the-operators-own-token", Origin="https://w.example.test", **PUBLIC)
    assert "Secure" in entered.headers["set-cookie"]


def test_what_comes_past_the_proxy_is_not_believed(archive, gate_to, change):
    gate = gate_to(archive, is_private=True, proxy=Proxy([ip_network("10.0.0.0/8")], "x-remote-user"))
    assert gate.asks("/", **{"X-Remote-User": "ben"}).status == 303
    assert gate.asks("/", host="evil.test", **PUBLIC).status == 400


def test_a_proxy_may_not_bring_any_name(behind):
    said = PUBLIC | {"X-Forwarded-Host": "evil.test", "X-Remote-User": "ben"}
    assert behind.asks("/", **said).status == 400
