"""The operator's room: what is read, what is late, what waits, what wants attention, each in words."""

from datetime import timedelta

import pytest

from watcher.model import Channel, Subscription


@pytest.fixture
def failing(told):
    """One page that is blocked, one that nobody has subscribed to."""
    told.watch("lonely", tags=("nobody",), every=timedelta(days=7))
    told.fail("copy")
    told.fail("copy")
    told.said = {
        "channels": (Channel("box", "mailbox", {}),),
        "subscriptions": (Subscription("desk", "box", sources=("original", "copy")),),
    }
    return told


def test_what_cannot_be_read_comes_first_with_the_reason_in_words(failing, seated):
    page = seated(failing).read("/health")
    assert "1 of 3 pages read, 1 not; last read" in page
    rows = page.partition("How each page is seen")[2]
    assert rows.index("/sources/copy") < rows.index("/sources/original")
    assert "blocked by the site or a protection service in front of it" in rows
    assert "2, since" in rows


def test_each_of_the_last_days_is_a_cell_with_a_word(failing, seated):
    page = seated(failing).read("/health").partition('class="strips"')[2]
    row = page.partition("copy</th>")[2].partition("</tr>")[0]
    assert row.count("<td") == 30
    assert row.count('<span class="mk">failed</span>') == 2
    lonely = page.partition("lonely</th>")[2].partition("</tr>")[0]
    assert lonely.count("no look</span>") == 30


def test_a_page_that_should_have_been_looked_at_is_late(told, seated):
    told.clock.at += timedelta(days=4)
    page = seated(told).read("/health")
    assert "looks are overdue: does <code>watcher run</code> run?" in page
    row = page.partition("original</th>")[2].partition("</tr>")[0]
    assert row.count("late</span>") == 5, "one between two looks, three since, and today's, which is overdue"


def test_what_wants_attention_has_a_code_a_way_out_and_help(failing, seated):
    desk = seated(failing)
    page = desk.read("/health")
    assert 'href="/help/doctor#wd020"' in page
    assert "lonely: 0 subscribers" in page
    assert 'href="/help/doctor#wd031"' in page
    assert 'id="wd020"' in desk.read("/help/doctor")


def test_each_page_is_read_again_only_where_somebody_asks(told, seated):
    told.watch("narrow", select=("main .nothing-is-called-so",))
    told.show("narrow", "<main><h1>A page</h1><p>Words that stay.</p></main>")
    desk = seated(told)
    assert "nothing-is-called-so" not in desk.read("/health")
    assert "nothing on the page is found by" in desk.read("/health?examine=pages")


def test_channels_and_the_queue_are_told(failing, seated):
    page = seated(failing).read("/health")
    assert "nothing was sent on it yet" in page
    assert "Pages not compared yet" in page


def test_programs_get_the_same(failing, seated):
    desk = seated(failing)
    form = desk.browser.get("/health.json").json()
    assert form["sources"][0]["id"] == "copy"
    assert form["sources"][0]["failures"] == 2
    assert len(form["sources"][0]["days"]) == 30
    assert desk.read("/health.csv").startswith("id,state,last_read")


def test_before_anything_is_watched_it_says_so(shelf, seated):
    shelf.open().close()
    page = seated(shelf).read("/health")
    assert "No page was read yet" in page
    assert "No page is watched yet" in page
