"""Two versions side by side."""

import re


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
    assert "1= same" in page
    gone = plain(desk.read("/sources/original/v2..v3"))
    assert "3− removed" in gone
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
    assert "Both say the same words in the same order" in desk.read("/sources/original/v1..v1")


def test_an_unknown_version_names_the_nearest(desk):
    assert "the nearest is v3" in desk.refused("/sources/original/v1..v7")


def test_a_copy_is_compared_with_its_original_as_it_stood(told, seated):
    told.show("copy", answers_with_a_stamp())
    page = plain(seated(told).read("/sources/copy/v1..v2?view=original"))
    assert "original" in page
    assert "The copy" in page


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


def test_a_block_page_is_not_compared(desk):
    blocked = next(look for look in desk.store.history.snapshots("original") if not look.outcome.is_page)
    assert "it may show our looking fail" in desk.refused(f"/compare?a=original@v1&b={blocked.id}")


def test_programs_get_the_record(desk):
    told = desk.store.history.told_of(desk.store.history.version("original", 2))
    assert desk.browser.get("/sources/original/v1..v2.json").json()["change"] == told.change_id
    assert desk.browser.get("/sources/original/v1..v3.json").json()["schema"] == "watcher.diff/1"
