"""What other programs ask: Prometheus, Memento clients, whoever writes the other end of a webhook."""

import re
import sqlite3
from datetime import timedelta
from email.utils import parsedate_to_datetime

import jsonschema_rs
import pytest

from tests.web.conftest import Desk, Door
from watcher.digest.compose import compose
from watcher.digest.entries import entries
from watcher.model import Coverage, Digest
from watcher.wiring.instance import templates

URL = "https://www.dhs.test/original"
MEMENTO = re.compile(r'<([^>]+)>; rel="([^"]*memento)"; datetime="([^"]+)"')


def figures(ask):
    """What Prometheus reads: name with labels → value."""
    answer = ask.desk.browser.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r'watcher_[a-z_]+(\{[a-z_]+="[^"\\]*"\})? [0-9.e+]+', line) for line in lines), lines
    return dict(line.rsplit(" ", 1) for line in lines)


def test_prometheus_reads_what_there_is(archive, ask):
    told = figures(ask)
    assert told["watcher_sources"] == told["watcher_sources_read"] == "2"
    assert (told['watcher_deliveries{state="pending"}'], told['watcher_deliveries{state="dropped"}']) == ("2", "1")
    assert float(told["watcher_last_read_seconds"]) == archive.clock.now().timestamp()
    assert (told["watcher_versions"], told["watcher_seal"]) == ("4", "1")


def test_a_timemap_lists_every_look_that_showed_the_page(ask):
    answer = ask.desk.browser.get(f"/timemap/link/{URL}")
    assert answer.headers["content-type"].startswith("application/link-format")
    assert f'<{URL}>; rel="original"' in answer.text
    found = MEMENTO.findall(answer.text)
    assert [relation for _, relation, _ in found] == ["first memento", "memento", "last memento"]
    times = [parsedate_to_datetime(time) for _, _, time in found]
    assert times == sorted(times)
    for address, _, _ in found:
        assert ask.desk.browser.get(address).status_code == 200
    assert f'from="{found[0][2]}"; until="{found[-1][2]}"' in answer.text


@pytest.mark.parametrize(
    "spelt", [URL.replace("https", "http"), URL + "/", URL.replace("www.", ""), URL + "?utm_source=x"]
)
def test_an_address_is_known_however_it_is_spelt(ask, spelt):
    assert MEMENTO.findall(ask.desk.browser.get(f"/timemap/link/{spelt}").text)


def test_a_timegate_leads_to_the_version_in_force_then(ask):
    versions = brought(ask)
    for version, days in ((versions[0], -30), (versions[0], 0), (versions[1], 0), (versions[2], 300)):
        when = parsedate_to_datetime(version[1]) + timedelta(days=days, seconds=1)
        asked = {"accept-datetime": f"{when:%a, %d %b %Y %H:%M:%S GMT}"}
        answer = ask.desk.browser.get(f"/timegate/{URL}", headers=asked, follow_redirects=False)
        assert (answer.status_code, answer.headers["vary"]) == (302, "accept-datetime")
        assert answer.headers["location"] == version[0].removeprefix(ask.desk.origin)
    answer = ask.desk.browser.get(f"/timegate/{URL}", follow_redirects=False)
    assert answer.headers["location"] == versions[-1][0].removeprefix(ask.desk.origin)


def brought(ask):
    """(address, time) of the looks that brought a version, oldest first."""
    return [(address, time) for address, _, time in MEMENTO.findall(ask.desk.browser.get(f"/timemap/link/{URL}").text)]


def test_what_was_never_seen_has_no_timemap(ask):
    for path in ("/timemap/link/https://no.test/", "/timegate/https://no.test/", "/timemap/link/"):
        answer = ask.desk.browser.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_what_a_webhook_is_sent_keeps_to_its_schema(archive, ask):
    schema = ask.desk.browser.get("/schema/event.v1.json").json()
    told_by = jsonschema_rs.validator_for(schema)
    now = archive.clock.now()
    told = ask.desk.store.history.changes_to_review()
    owed = entries([(one, tuple(range(len(one.findings)))) for one in told], archive.sources)
    digest = Digest("01D", "desk", "w9", now, tuple(owed), Coverage(now, now, 2, 2, 9))
    for one in (digest, Digest("01E", "desk", "w8", now, (), Coverage(now, now, 2, 2, 9))):
        sent = dict(compose(one, templates(), public_url="https://w.example.test").record)
        told_by.validate(sent)
    assert len(sent) > 10
    assert not told_by.is_valid(sent | {"severity": "dire"})


def test_health_is_503_when_what_is_kept_cannot_be_read(told):
    door = Door(told)
    try:
        desk = Desk(door.browser, door.store)
        assert desk.browser.get("/healthz").status_code == 200
        with sqlite3.connect(told.home / "watcher.db") as connection:
            connection.execute("ALTER TABLE source RENAME TO gone")
        answer = desk.browser.get("/healthz")
        assert (answer.status_code, answer.json()["status"]) == (503, "unwell")
    finally:
        door.close()
