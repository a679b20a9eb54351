"""Two versions side by side."""

import re
import shutil
import subprocess

import pytest

from tests.web.conftest import WILL, answers
from watcher.model import Outcome, Source, Told, change_id
from watcher.store import Telling


def plain(page: str) -> str:
    """The page as somebody reads it who sees no colours."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_a_told_pair_is_shown_as_it_was_told(desk):
    page = desk.read("/sources/original/v1..v2?view=redline")
    told = desk.store.history.told_of(desk.store.history.version("original", 2))
    assert f"Shown as told, change {told.change_id}" in plain(page)
    assert "may] [inserted: will" in plain(page).replace("][", "] [")
    assert "CRITICAL" in page


def test_a_pair_that_was_never_told_is_compared_now(desk):
    page = plain(desk.read("/sources/original/v1..v3?view=redline"))
    assert "never told as a change: compared now" in page
    assert "[inserted: will]" in page
    assert "[deleted: " in page


def test_signs_lead_to_the_explicit_pair(desk):
    for pair, shown in (("^..v2", "v1..v2"), ("..v3", "v2..v3"), ("v1..$", "v1..v3"), ("v2..", "v2..v3")):
        assert desk.led(f"/sources/original/{pair}") == f"/sources/original/{shown}"
    assert desk.led("/sources/original/v1..$?view=split") == "/sources/original/v1..v3?view=split"


def test_questions_are_the_default_of_a_page_of_questions(desk):
    page = plain(desk.read("/sources/original/v1..v2"))
    assert "2≠ altered" in page
    assert "1= unchanged" in page
    gone = plain(desk.read("/sources/original/v2..v3"))
    assert "3− gone" in gone
    assert "(was 4)" in gone


def test_every_view_shows_something(desk):
    page = desk.read("/sources/original/v1..v3")
    views = set(re.findall(r"view=(\w+)\" data-view", page))
    assert views >= {"redline", "split", "faq", "links", "source"}
    for view in views:
        assert "will" in desk.read(f"/sources/original/v1..v3?view={view}") or view == "links"


def test_swapped_it_reads_backwards(desk):
    assert "[deleted: will][inserted: may]" in plain(desk.read("/sources/original/v2..v1?view=redline")).replace(
        "] [", "]["
    )


def test_the_same_words_are_said_to_be_the_same(desk):
    assert "Same words in the same order: the very same bytes" in desk.read("/sources/original/v1..v1")


def test_an_unknown_version_names_the_nearest(desk):
    assert "the nearest is v3" in desk.refused("/sources/original/v1..v7")


def test_a_copy_is_compared_with_its_original_as_it_stood(told, seated):
    told.show("copy", answers_with_a_stamp())
    page = plain(seated(told).read("/sources/copy/v1..v2?view=original"))
    assert "original" in page
    assert "1≠ differs" in page
    assert "2= same" in page


def answers_with_a_stamp() -> str:
    """The copy, in which one answer reads otherwise."""
    pair = "<h3>Q1: Who is meant by the order?</h3><p>A1: Nobody who is named in the second part is meant.</p>"
    rest = "<h3>Q2: What happens in a county jail?</h3><p>A2: People found there will be held for up to 48 hours.</p>"
    last = "<h3>Q4: Whom can I ask?</h3><p>A4: Ask the office in your state, which has copies of the order.</p>"
    title = "Questions on the order"
    return f"<html lang='en'><title>{title}</title><main><h1>{title}</h1>{pair}{rest}{last}</main>"


def test_any_two_pages_are_compared_by_their_words(desk):
    page = plain(desk.read("/compare?a=original@v2&b=copy@v1"))
    assert "Two different pages, compared now" in page
    assert desk.led("/compare?a=original@v3&b=original@v1") == "/sources/original/v1..v3"


def test_programs_get_the_record(desk):
    told = desk.store.history.told_of(desk.store.history.version("original", 2))
    assert desk.browser.get("/sources/original/v1..v2.json").json()["change"] == told.change_id
    assert desk.browser.get("/sources/original/v1..v3.json").json()["schema"] == "watcher.diff/1"


def test_where_only_the_markup_differs_it_says_in_how_many_places(told, seated):
    told.watch("plain")
    page = "<html><body><main><h1>A page</h1><p>Words that stay, in one long sentence.</p>{}</main></body></html>"
    told.show("plain", page.format("<p>One more.</p>"))
    told.show("plain", page.format("<p class='x'>One more.</p>"))
    desk = seated(told)
    looks = desk.store.history.snapshots("plain")
    shown = desk.read(f"/compare?a={looks[1].id}&b={looks[0].id}")
    assert "Same words in the same order; the markup differs in 1 place" in shown
    assert "view=source" in shown


def test_changes_of_form_can_be_hidden(told, seated):
    later = answers(*WILL).replace("11/01/2026", "11/09/2026").replace("meant.", "named.")
    told.show("original", later)
    desk = seated(told)
    shown = plain(desk.read("/sources/original/v3..v4?view=redline"))
    hidden = plain(desk.read("/sources/original/v3..v4?view=redline&noise=hide"))
    assert "of form alone shown (hide)" in shown
    assert "of form alone hidden (show)" in hidden
    many = len(re.findall(r"Change \d+ of", shown))
    assert len(re.findall(r"Change \d+ of", hidden)) < many
    assert "Change 1 of" in hidden


def test_a_look_that_brought_no_page_is_shown_with_a_warning(desk):
    blocked = next(look for look in desk.store.history.snapshots("original") if not look.outcome.is_page)
    page = plain(desk.read(f"/compare?a=original@v1&b={blocked.id}"))
    assert "may show our looking fail, not the page changing" in page
    assert "Not compared." in page
    assert "[inserted: " in page
    assert "Access denied" in page


def test_what_was_told_under_other_rules_can_be_read_under_todays(told, seated):
    told.rules = "older-rules"
    told.show("original", answers(*WILL))
    desk = seated(told)
    page = desk.read("/sources/original/v3..v4")
    assert "under rules older-ru; the rules have been changed since" in plain(page)
    assert "rules=today" in page
    again = plain(desk.read("/sources/original/v3..v4?rules=today"))
    assert "when told, older-ru: the comparison as it was told" in again


def test_two_very_large_answers_show_only_what_differs(told, seated):
    told.watch("large")
    body = "".join(f"<p>Passage {number} of a very long page. {'word ' * 6000}</p>" for number in range(40))
    for word in ("may", "will"):
        told.show("large", f"<html><body><main><h1>Long</h1><p>It {word} be so.</p>{body}</main></body></html>")
    desk = seated(told)
    page = desk.read("/sources/large/v1..v2?view=redline")
    assert "larger than 2 MB, so only what differs is shown" in plain(page)
    assert "[inserted: will]" in plain(page)
    assert len(page) < 20_000
    assert "/sources/large/v1..v2/patch" in page


def test_a_long_page_leaves_out_what_stayed_until_somebody_asks(told, seated):
    told.watch("longish")
    body = "".join(f"<p>Passage {number} of a long page. {'word ' * 60}</p>" for number in range(500))
    for word in ("may", "will"):
        told.show("longish", f"<html><body><main><h1>Long</h1><p>It {word} be so.</p>{body}</main></body></html>")
    desk = seated(told)
    assert len(desk.read("/sources/longish/v1..v2?view=redline")) < 20_000
    assert "Passage 499 of" in desk.read("/sources/longish/v1..v2?view=redline&context=all")


def test_the_patch_leads_from_one_text_to_the_other(desk, tmp_path):
    (tmp_path / "text").write_text(desk.read("/sources/original/v1/text"), encoding="utf-8")
    answer = desk.browser.get("/sources/original/v1..v3/patch")
    assert answer.headers["content-disposition"].endswith('original-v1-v3.patch"')
    command = [shutil.which("patch") or pytest.skip("patch is not here"), "-s", "text"]
    subprocess.run(command, cwd=tmp_path, input=answer.content, check=True, timeout=30)
    assert (tmp_path / "text").read_text(encoding="utf-8") == desk.read("/sources/original/v3/text")


def test_a_link_that_is_known_to_be_dead_is_named_with_its_last_copy(told, seated):
    page = "<html><body><main><h1>Sources</h1><p>{} <a href='https://www.ice.test/memo'>The memo</a> of the order.</p>"
    told.watch("list", kind="article")
    told.show("list", page.format("One may read"))
    told.show("list", page.format("One will read"))
    memo = Source("list.memo", "https://www.ice.test/memo", linked_from="list", linked_title="The memo")
    with told.open() as store:
        store.agenda.follow("list", [memo], told.clock.now())
    told.sources["list.memo"] = memo
    told.show("list.memo", "<h1>Memo</h1><p>Detain nobody.</p>")
    kept = told.last["list.memo"][0].snapshot
    look = told.look("list.memo", "<h1>Not found</h1>", Outcome.GONE, 404)
    with told.open() as store:
        store.keep([look])
        identity = change_id("list.memo", (1, kept), (None, look.snapshot))
        gone = Told(identity, "list.memo", kept, look.snapshot, 1, None, told.clock.now(), "rules")
        store.tell([Telling(gone, None, removal="removed")])
    shown = seated(told).read("/sources/list/v1..v2?view=links")
    assert ">now dead</th>" in shown
    assert "/sources/list.memo/latest" in shown


def test_the_last_copy_of_a_file_that_is_no_longer_linked_is_at_hand(told, seated):
    page = "<html><body><main><h1>Sources</h1><p>All that one may read.</p>{}</main></body></html>"
    told.watch("list", kind="article")
    told.show("list", page.format("<p><a href='https://www.ice.test/memo'>The memo</a> of the order.</p>"))
    memo = Source("list.memo", "https://www.ice.test/memo", linked_from="list", linked_title="The memo")
    with told.open() as store:
        store.agenda.follow("list", [memo], told.clock.now())
    told.sources["list.memo"] = memo
    told.show("list.memo", "<h1>Memo</h1><p>Detain nobody.</p>")
    del told.sources["list.memo"]
    told.show("list", page.format(""))
    with told.open() as store:
        store.agenda.follow("list", [], told.clock.now())
    desk = seated(told)
    shown = desk.read("/sources/list/v1..v2?view=links")
    assert ">removed</th>" in shown
    assert 'href="/sources/list.memo/latest">last copy kept here' in shown
    assert "Detain nobody." in desk.read("/sources/list.memo/latest")
