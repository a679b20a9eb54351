"""Feed readers get what changed, and nothing twice."""

import re

import pytest


def ids(answer):
    """The ids of the entries, as they come."""
    assert answer.status_code == 200, answer.text[:300]
    return re.findall(r"<entry><id>([^<]+)</id>", answer.text)


def rooms(number):
    """A page whose words change a little."""
    said = f"<h1>Rooms</h1><p>There are {number} rooms here today.</p><p>Guests are welcome on each working day.</p>"
    return f"<html><title>Rooms</title><main>{said}</main></html>"


def test_a_feed_of_all_of_a_source_of_a_tag_and_of_a_severity(told, seated):
    told.watch("hall", tags=("city",))
    for number in (14, 15):
        told.show("hall", rooms(number))
    browser = seated(told).browser
    everything = browser.get("/feed.atom")
    assert everything.headers["content-type"].startswith("application/atom+xml")
    assert len(ids(everything)) == 3
    assert ids(browser.get("/sources/hall/feed.atom")) == ids(browser.get("/tags/city/feed.atom"))
    assert ids(browser.get("/tags/city/feed.atom")) == ids(everything)[:1]
    assert ids(browser.get("/feed.atom?sev=critical")) == ids(everything)[1:]


PLACES = (
    "/tags/no/feed.atom",
    "/sources/no/feed.atom",
    "/feed.atom?sev=dire",
    "/feed.atom?before=x",
    "/feed.atom?before=0001-01-01T00:00%2B23:59",
)


@pytest.mark.parametrize("address", PLACES)
def test_what_is_not_there_has_no_feed(desk, address):
    assert '"status":404' in desk.refused(address)


def test_a_reader_who_has_it_gets_nothing_until_something_changes(told, desk):
    first = desk.browser.get("/feed.atom")
    tag, time = first.headers["etag"], first.headers["last-modified"]
    for said in ({"if-none-match": tag}, {"if-none-match": f'"x", W/{tag}'}, {"if-modified-since": time}):
        again = desk.browser.get("/feed.atom", headers=said)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (
        desk.browser.get("/feed.atom", headers={"if-none-match": '"x"', "if-modified-since": time}).status_code == 200
    )
    told.show("original", "<html><title>Questions on the order</title><main><h1>Moved</h1><p>See elsewhere.</p></main>")
    after = desk.browser.get("/feed.atom", headers={"if-none-match": tag})
    assert ids(after)[1:] == ids(first)
    assert desk.browser.get("/feed.atom", headers={"if-modified-since": time}).status_code == 200


def test_a_feed_of_nothing_was_last_changed_in_1970(shelf, seated):
    shelf.watch("quiet")
    empty = seated(shelf).browser.get("/feed.atom")
    assert ids(empty) == []
    assert empty.headers["last-modified"] == "Thu, 01 Jan 1970 00:00:00 GMT"
    assert "<updated>1970-01-01T00:00:00.000Z</updated>" in empty.text


def test_older_changes_are_a_feed_further_and_none_is_lost(shelf, seated):
    shelf.watch("busy")
    for number in range(104):
        shelf.show("busy", rooms(number + 7))
    browser = seated(shelf).browser
    first = browser.get("/feed.atom?sev=low")
    older = re.search(r'rel="prev-archive" href="([^"]+)"', first.text)[1]
    second = browser.get(older)
    assert len(ids(first)) == 100
    assert len({*ids(first), *ids(second)}) == 103
    assert "prev-archive" not in second.text


def test_every_page_names_the_feed(desk):
    assert '<link rel="alternate" type="application/atom+xml" title="What changed" href="/feed.atom">' in desk.read("/")
