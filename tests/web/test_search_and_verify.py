"""Search for words, and for what a hash is of."""

import json


def test_a_phrase_has_a_life_span_on_each_page(desk):
    page = desk.read("/search?q=may+be+HELD")
    assert "is or was on 2 pages; 1 has it now" in page
    assert 'First seen <a href="/sources/original/v1">v1</a>' in page
    assert 'gone in <a href="/sources/original/v2">v2</a>' in page
    assert 'still in <a href="/sources/copy/v1">v1</a>' in page
    assert "People found there <mark>may be held</mark> for up to 48 hours." in page
    assert page.count("<svg") == 2
    assert "there in the first copy" in page


def test_only_pages_on_which_it_came_or_went_are_shown_where_that_is_asked(desk):
    assert "came on 1 page; 1 has it now" in desk.read("/search?q=will+be+held&in=added")
    assert "went on 1 page; 0 have it now" in desk.read("/search?q=may+be+held&in=removed")
    assert "No page came to say" in desk.read("/search?q=may+be+held&in=added")
    assert "No page stopped saying" in desk.read("/search?q=will+be+held&in=removed")


def test_a_search_can_be_for_one_page_and_for_a_time(desk):
    assert "is or was on 1 page;" in desk.read("/search?q=48+hours&source=copy")
    assert "went on 1 page" in desk.read("/search?q=may+be+held&in=removed&since=2026-11-05&until=2026-11-08")
    assert "in that time" in desk.read("/search?q=may+be+held&in=removed&since=2026-11-20")
    assert "is or was on 2 pages" in desk.read("/search?q=48+hours&since=yesterday-ish")


def test_nothing_found_says_what_was_searched_and_where_to_look_instead(desk):
    page = desk.read("/search?q=nobody+wrote+this")
    assert "Searched: 4 versions of 2 pages, kept since" in page
    assert "in=removed" in page
    assert "2 Nov 2026" in page


def test_case_accents_quotes_and_dashes_do_not_matter(shelf, seated):
    shelf.watch("es")
    shelf.show("es", "<h1>Información</h1><p>La inmigración “en-línea” — sólo 3,181 casos del año.</p>")
    desk = seated(shelf)
    for asked in (
        "INMIGRACION",
        "inmigración en línea",
        "%22en línea%22 %22casos del ano%22",
        "'en‑línea'",
        "3.181",
        "inmigra*",
    ):
        assert "is or was on 1 page" in desk.read(f"/search?q={asked}"), asked
    assert "No page" in desk.read("/search?q=línea inmigración")


ODD = [
    *('"', '""', "'", "*", "(", "AND", "NEAR(a b)", "text:", "a OR", "-", "^may", "{text} : may", "a*b*", "\\", "%"),
    *("%00", "%ED%A0%80", "😀", "a" * 500, '"' * 300),
]


def test_no_question_is_an_error(desk):
    for asked in ODD:
        for form in ("/search", "/search.json", "/search.csv"):
            answer = desk.browser.get(form, params=f"q={asked}&in={asked}&source={asked}&since={asked}")
            assert answer.status_code == 200, (form, asked[:20])


def test_programs_get_the_same(desk):
    told = json.loads(desk.read("/search.json?q=will+be+held&in=added"))
    (page,) = told["pages"]
    (stay,) = page["stays"]
    assert (page["source"], page["stands"]) == ("original", True)
    assert (stay["first"], stay["gone"]) == ("v2", None)
    assert stay["last_seen_without"] < stay["first_seen_with"]
    assert [hit["in"] for hit in told["hits"]] == ["added"]
    assert desk.read("/search.csv?q=will+be+held").splitlines()[1].startswith("original,v2,")


def test_a_hash_is_known_or_not(desk):
    look = desk.store.history.snapshot(desk.store.history.version("original", 1).snapshot_id)
    assert "Matches" in desk.read(f"/verify?hash=sha256:{look.body_sha256}")
    version = desk.store.history.version("original", 1)
    assert "The words of a version" in desk.read(f"/verify?hash={version.fingerprint}")
    assert "A seal" in desk.read(f"/verify?hash={desk.store.archive.seal_hash(1)}")
    record = desk.store.archive.of_snapshot(look.id)
    assert record.path in desk.read(f"/verify?hash={record.sha256}")
    assert "Not from this archive" in desk.read(f"/verify?hash={'0' * 64}")
    assert "That is no SHA-256" in desk.read("/verify?hash=abc")
