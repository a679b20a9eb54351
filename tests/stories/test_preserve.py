"""After a change the public archive is asked to save the page, once; down or slow it stops nothing."""

import json

import pytest

from tests.archive import WebArchive
from tests.stories.conftest import LOCAL


@pytest.fixture
def archive():
    """A web archive on loopback."""
    archive = WebArchive()
    yield archive
    archive.close()


def preserved(bot):
    """Every record of a saved page."""
    ledger = sorted((bot.home / "snapshots" / "ledger").iterdir())
    lines = [json.loads(line) for path in ledger for line in path.read_bytes().splitlines()]
    return [one for one in lines if one["type"] == "preserved"]


def test_a_change_is_saved_once_and_its_address_goes_on_record(site, bot, archive, frame):
    url = site.shows("/a", frame("<p>Applicants may wait thirty days.</p>"))
    other = site.shows("/b", frame("<p>Applicants may wait thirty days.</p>"))
    bot.writes(
        f"sources:\n- {{id: a, url: '{url}', preserve: wayback}}\n- {{id: b, url: '{other}'}}\n",
        f"{LOCAL}\narchive: {{url: '{archive.url}', gap: 0s}}\n",
    )
    bot.checks()
    assert archive.saved == []
    for path in ("/a", "/b"):
        site.shows(path, frame("<p>Applicants will wait sixty days.</p>"))
    told = bot.checks().source("a")["findings"][0]["change"]
    bot.checks()
    assert archive.saved == [url]
    (record,) = preserved(bot)
    assert (record["source"], record["change"]) == ("a", told)
    assert record["address"] == f"{archive.url}/web/20261121120000/{url}"
    assert bot.says("verify").code == 0


def test_an_archive_that_is_busy_is_asked_again_later_and_stops_nothing(site, bot, archive, frame):
    url = site.shows("/a", frame("<p>Applicants may wait thirty days.</p>"))
    archives = f"{LOCAL}\narchive: {{url: '{archive.url}', gap: 0s}}\n"
    bot.writes(f"defaults: {{preserve: wayback}}\nsources:\n- {{id: a, url: '{url}'}}\n", archives)
    bot.checks()
    site.shows("/a", frame("<p>Applicants will wait sixty days.</p>"))
    archive.busy = 1
    assert bot.checks().loud != []
    assert preserved(bot) == []
    bot.checks()
    assert len(preserved(bot)) == 1
