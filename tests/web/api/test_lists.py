"""Every list has its twins: JSON, a table, a feed; none of them does anything to who opens it."""

import csv
import io
from xml.etree import ElementTree as ET

import pytest

from tests.web.conftest import Desk, Door

ATOM = "{http://www.w3.org/2005/Atom}"
LISTS = ("/inbox", "/sources", "/sources/original", "/digests", "/deliveries", "/health", "/search")
ASKED = {"/inbox": "?state=all&sev=noise", "/search": "?q=will+be+held"}


def got(ask, path, form):
    answer = ask.desk.browser.get(f"{path}.{form}{ASKED.get(path, '')}")
    assert answer.status_code == 200, (path, form, answer.text[:300])
    return answer


def entries(answer):
    return ET.fromstring(answer.content).findall(f"{ATOM}entry")


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_had_as_json_as_a_table_and_as_a_feed(ask, path):
    assert got(ask, path, "json").json()["schema"].startswith("watcher.")
    rows = list(csv.reader(io.StringIO(got(ask, path, "csv").text)))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    feed = got(ask, path, "atom")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    told = entries(feed)
    assert told
    ids = [one.findtext(f"{ATOM}id") for one in told]
    assert len(set(ids)) == len(ids)
    for one in told:
        assert one.findtext(f"{ATOM}title")
        assert one.findtext(f"{ATOM}updated").endswith("Z")


@pytest.mark.parametrize("path", LISTS)
def test_a_feed_that_is_known_is_not_sent_again(ask, path):
    first = got(ask, path, "atom")
    again = ask.desk.browser.get(str(first.url), headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_that_is_no_list_has_no_feed(ask):
    for path in ("/compare.atom", "/verify.csv", "/help.json"):
        assert ask.desk.browser.get(path).status_code == 404, path


def test_who_is_refused_in_json_is_told_in_json(ask):
    answer = ask.desk.browser.get("/c/ffffffff.json")
    assert answer.status_code == 404
    assert answer.json()["code"] == "E_NOT_KNOWN"


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")


def test_no_cell_is_a_formula_and_no_name_breaks_a_feed(shelf):
    for number, name in enumerate((*FORMULAS, "a\x00b\x1b[31m\u202ec\ufffe<b>")):
        shelf.watch(f"page-{number}", name=name)
    door = Door(shelf)
    try:
        desk = Desk(door.browser, door.store)
        cells = [cell for row in csv.reader(io.StringIO(desk.read("/sources.csv"))) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
        assert "'=1+1" in cells
        titles = [one.findtext(f"{ATOM}title") for one in entries(desk.browser.get("/sources.atom"))]
        assert len(titles) == 7
        assert "\u202e" not in "".join(titles)
        assert "<b>" in titles[-1]
    finally:
        door.close()
