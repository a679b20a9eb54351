"""How the archive is asked: politely, again where it is busy, and believed in nothing that it should not be."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from tests.archive import WebArchive as Made
from watcher.errors import FetchError, NotKnown
from watcher.fetch.wayback import Wayback, digits
from watcher.model import Manners, WebArchive
from watcher.net import Client, Pace

URL = "https://www.dhs.gov/faq"


class Hand:
    """A clock that notes how long it was made to wait."""

    boot = ""

    def __init__(self):
        self.waited = []
        self.at = datetime(2026, 11, 21, tzinfo=UTC)
        self.passed = 0.0

    def now(self):
        """The wall clock."""
        return self.at

    def monotonic(self):
        """The other one."""
        return self.passed

    async def sleep(self, seconds):
        """Wait at no cost."""
        self.waited.append(seconds)
        self.passed += seconds
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def archive():
    """A web archive on loopback."""
    made = Made()
    yield made
    made.close()


def ask(made, question, gap=0.0):
    """What the question gets, and how long that took on the clock."""
    clock = Hand()
    manners = Manners(allow_private=("127.0.0.1/32",), total_deadline=5.0)

    async def story():
        async with Client(manners, clock) as client:
            wayback = Wayback(
                WebArchive(made if isinstance(made, str) else made.url, gap), client, Pace(manners, clock), clock
            )
            return await question(wayback)

    return asyncio.run(story()), clock.waited


def test_captures_are_listed_oldest_first_and_given_out_as_they_came(archive):
    archive.holds("20160301120000", URL, b"<p>two</p>")
    archive.holds("20140301120000", URL, b"<p>one</p>")

    async def question(wayback):
        listed = await wayback.captures(URL)
        return [await wayback.capture(one) for one in listed]

    found, _ = ask(archive, question)
    assert [one.body for one in found] == [b"<p>one</p>", b"<p>two</p>"]
    first = found[0]
    assert first.at == datetime(2014, 3, 1, 12, tzinfo=UTC)
    assert first.provenance.address == f"{archive.url}/web/20140301120000id_/{URL}"
    assert first.provenance.memento == "Sat, 01 Mar 2014 12:00:00 GMT"
    assert ("etag", '"old"') in first.headers


def test_a_busy_archive_is_asked_again_as_late_as_it_wishes(archive):
    archive.busy = 2
    archive.holds("20140301120000", URL, b"<p>one</p>")
    listed, waited = ask(archive, lambda wayback: wayback.captures(URL))
    assert len(listed) == 1
    assert len(waited) == 2
    assert min(waited) >= 30


def test_an_archive_that_stays_busy_or_down_is_given_up(archive):
    archive.busy = 100
    with pytest.raises(FetchError, match="429"):
        ask(archive, lambda wayback: wayback.captures(URL))
    assert len(archive.asked) == 5
    with pytest.raises(FetchError):
        ask("http://127.0.0.1:9", lambda wayback: wayback.captures(URL))


def test_between_two_questions_there_is_a_gap(archive):
    archive.holds("20140301120000", URL, b"<p>one</p>")

    async def question(wayback):
        for _ in range(3):
            await wayback.captures(URL)

    _, waited = ask(archive, question, gap=4.0)
    assert sum(waited) >= 8


def test_rows_that_are_no_captures_are_left_out(archive):
    archive.holds("20140301120000", URL, b"<p>one</p>")
    archive._rows = lambda query: [
        ["timestamp", "original", "statuscode"],
        ["20140301120000", URL, "200"],
        ["20149901120000", URL, "200"],
        ["../../../etc", URL, "200"],
        ["20140301120000", "file:///etc/passwd", "200"],
        ["20140301120000", "https://elsewhere.example/", "200"],
        ["20140301120000"],
        7,
    ]
    listed, _ = ask(archive, lambda wayback: wayback.captures(URL))
    assert [one.stamp for one in listed] == ["20140301120000"]


@pytest.mark.parametrize("rows", [{"a": 1}, "text", None, 5])
def test_a_list_that_is_none_holds_nothing(archive, rows):
    archive._rows = lambda query: rows
    listed, _ = ask(archive, lambda wayback: wayback.captures(URL))
    assert listed == []


def test_a_date_is_given_in_digits():
    assert [digits(text) for text in ("2019", "2019-03", "2019-03-01", "20190301")] == [
        "2019",
        "201903",
        "20190301",
        "20190301",
    ]
    for wrong in ("", "march", "19", "2019-03-01T12:00:00Z", "201903011200001"):
        with pytest.raises(NotKnown):
            digits(wrong)
