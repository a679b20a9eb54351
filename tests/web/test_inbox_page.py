"""The first page: what happened since the last visit, what is open, what was covered where there is nothing."""

import sqlite3
from datetime import timedelta

from tests.web.conftest import FEWER, PAIRS, answers


def later(shelf, **by: float) -> None:
    """Time goes on."""
    shelf.clock.at += timedelta(**by)


def changes_of(desk) -> list[str]:
    return [told.change_id for told in desk.store.history.changes_to_review()]


def test_it_says_what_happened_since_the_last_visit(told, seated):
    desk = seated(told)
    later(told, minutes=1)
    assert "In the last 7 days: " in desk.read("/")
    later(told, hours=1)
    told.show("original", answers(*PAIRS))
    page = desk.read("/")
    assert "Since your last visit, " in page
    assert "1 change</a> on 1 page (1 critical), 1 check." in page
    assert page.count("<b>new</b>") == 1
    later(told, minutes=10)
    assert "1 change</a> on 1 page" in desk.read("/"), "the visit goes on"
    later(told, hours=1)
    assert "nothing new, but no page was looked at" in desk.read("/")


def test_only_what_is_new_since_the_last_visit_is_shown_where_asked(told, seated):
    desk = seated(told)
    later(told, minutes=1)
    desk.read("/")
    later(told, hours=1)
    told.show("original", answers(*PAIRS))
    page = desk.read("/?state=all&since=visit")
    newest, *others = changes_of(desk)
    assert newest in page
    assert others
    assert not any(one in page for one in others)


def test_a_visit_is_kept_by_the_browser_alone(told, seated):
    desk = seated(told)
    with sqlite3.connect(told.home / "watcher.db") as before:
        dump = "\n".join(before.iterdump())
    for _ in range(3):
        desk.read("/")
        later(told, hours=1)
    with sqlite3.connect(told.home / "watcher.db") as after:
        assert "\n".join(after.iterdump()) == dump


def test_a_cookie_that_cannot_be_is_none(desk):
    for odd in ("x", "99999999999-99999999999", "-", "1-2-3", "1-" + "9" * 400):
        desk.browser.cookies.set("watcher_visit", odd)
        assert "In the last 7 days: " in desk.read("/"), odd
        desk.browser.cookies.clear()


def test_what_is_hidden_is_counted_and_can_be_shown(told, seated):
    told.show("original", answers(*FEWER).replace("11/01/2026", "11/09/2026"))
    desk = seated(told)
    page = desk.read("/")
    assert "1 cosmetic hidden" in page
    shown = desk.read("/?state=open&sev=noise")
    assert "· </span> NOISE" in shown.replace("·</span>", "· </span>")
    assert "hidden (" not in shown
    assert "1 cosmetic hidden" in desk.read("/?sev=critical")


def test_no_result_is_never_bare(told, seated):
    desk = seated(told)
    mark = desk.log_in()
    desk.post("/reviewed", mark=mark, change=changes_of(desk))
    page = desk.read("/")
    assert "Nothing to review." in page
    assert "2 sources, 6 checks in the last 7 days, all readable. Last change: " in page
    assert "Nothing found at severity critical or above of kind link.dead since" in desk.read(
        "/?state=all&sev=critical&kind=link.dead&since=1d"
    )


def test_a_first_run_says_what_comes(shelf, seated):
    shelf.watch("fresh")
    assert "No copy is kept yet" in seated(shelf).read("/")
    shelf.show("fresh", "<h1>A page</h1><p>Words that stay.</p>")
    page = seated(shelf).read("/")
    assert "First copies saved; changes appear from the next check." in page
    assert "1 source, 1 check in the last 7 days, all readable." in page


def test_a_page_that_cannot_be_read_is_named_with_reason_and_way_out(told, seated):
    told.fail("original")
    page = seated(told).read("/")
    assert "1 not readable" in page
    assert "blocked by the site or a protection service in front of it" in page
    assert "v3 stays the last good copy" in page
    assert "watcher check original" in page


def test_filters_are_part_of_the_address_and_go_on_to_older_ones(desk):
    page = desk.read("/?state=all&sev=high&tag=dhs&since=2026-11-01&kind=faq.pair-removed")
    for chosen in (">all</option>", 'value="high" selected', "selected>dhs<", "selected>2026-11-01<"):
        assert chosen in page, chosen
    assert "inbox.csv?state=all&amp;sev=high&amp;kind=faq.pair-removed&amp;tag=dhs&amp;since=2026-11-01" in page
    assert desk.read("/?since=nonsense&sev=odd&state=odd&kind=odd")
