"""The pages beside the service, over TLS, by a link: what is served where, and what is kept of what is done there."""

import json
import re
import signal
import socket
import ssl
import time
from contextlib import contextmanager

import httpx
import pytest
import trustme

from tests.stories.conftest import LOCAL

LONG = 120


@pytest.fixture
def kept(site, bot, frame):
    """A page that was looked at."""
    bot.watches(site.shows("/0", frame("<p>The office is open for 4 hours on each working day.</p>")), watcher=LOCAL)
    bot.checks()
    return bot


@contextmanager
def started(bot, *arguments, scheme="http", **said):
    """The command with somebody at its pages, as soon as they are served."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = bot.start(*arguments, "--port", str(port))
    origin = f"{scheme}://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=origin, timeout=LONG, headers={"origin": origin}, **said) as browser:
            until_served(browser, process)
            yield process, browser
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=LONG)


def until_served(browser, process):
    deadline = time.monotonic() + LONG
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if browser.get("/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(process.communicate(timeout=LONG) if process.poll() is not None else "not served")


def test_a_review_is_kept_while_the_service_runs_and_one_stop_ends_both(kept, site, frame):
    bot = kept
    site.shows("/0", frame("<p>The office is open for 9 hours on each working day.</p>"))
    bot.checks()
    with started(bot, "run", "--web") as (process, browser):
        token = (bot.home / "watcher.token").read_text().strip()
        assert browser.post("/login", data={"token": token}).status_code == 303
        change = browser.get("/api/v1/changes").json()["changes"][0]["change"]
        mark = re.search(r'name="mark" value="([^"]+)"', browser.get(f"/c/{change}").text)[1]
        form = {"mark": mark, "verdict": "important", "note": "ask them"}
        assert browser.post(f"/c/{change}/review", data=form).status_code == 303
        assert browser.get(f"/api/v1/changes/{change}").json()["reviews"][0]["note"] == "ask them"
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=LONG)
    assert process.returncode == 0
    assert "everything seen is kept" in said
    acts = [json.loads(line)["post"] for line in (bot.home / "watcher.actions").read_text().splitlines()]
    assert acts == ["/login", f"/c/{change}/review", f"/c/{change}/review"]
    assert bot.says("verify", "--json").json["whole"]


def test_where_others_can_come_the_pages_are_served_over_tls_to_who_has_the_token_or_a_link(kept, tmp_path):
    refused = kept.says("serve", "--host", "0.0.0.0")
    assert (refused.code, "--behind-proxy" in refused.err) == (2, True)
    link = kept.says("share", "/feed.atom", "--days", "1", "--json").json["link"]
    authority, certificate, key = trustme.CA(), tmp_path / "chain.pem", tmp_path / "key.pem"
    issued, trusted = authority.issue_cert("127.0.0.1"), ssl.create_default_context()
    certificate.write_bytes(b"".join(one.bytes() for one in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(str(key))
    authority.configure_trust(trusted)
    options = ("--behind-proxy", "--certificate", str(certificate), "--key", str(key))
    with started(kept, "serve", *options, scheme="https", verify=trusted) as (_, browser):
        assert browser.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200
        assert browser.get("/feed.atom").status_code == 401
        assert browser.get("/").status_code == 303
        token = (kept.home / "watcher.token").read_text().strip()
        assert "Secure" in browser.post("/login", data={"token": token}).headers["set-cookie"]
        assert browser.get("/").status_code == 200


def test_a_port_that_is_taken_is_said(kept):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = kept.says("run", "--web", "--port", str(taken.getsockname()[1]))
    assert (said.code, "cannot be served there" in said.err) == (2, True), said
    assert "Traceback" not in said.err
