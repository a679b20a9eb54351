"""Kinds of boilerplate as they are met, and what only looks like them."""

import pytest

from watcher.text import fold


def _said(document) -> str:
    return fold(" ".join(block.text for block in document.blocks))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (("<main><h2>Archived Content</h2><p>In an effort to keep DHS.gov current, the archive contains "
         "outdated information that may "
         "not reflect current policy or "
         "programs.</p><h1>A</h1><p>Text.</p></main>"), "In an effort to keep DHS.gov current"),
        (("<main><p><strong>Archived Content</strong></p><p>The information on this page is out of date. "
         "However, some of the content "
         "may still be useful, so we have archived the "
         "page.</p><p>Text.</p></main>"), "The information on this page is out of date"),
        (("<main><p>The program was replaced.</p><p><em>This information is archived as a result of the memo of "
         "November 20, 2014."
         "</em></p></main>"), "This information is archived as a result of"),
        (("<main><p>This page has been archived and is no longer "
         "updated.</p><p>Text.</p></main>"), "This page has been archived"),
    ],
    ids=["dhs", "uscis", "prose", "plain"],
)  # fmt: skip
def test_an_archive_label_is_a_fact_and_no_text(read, body: str, words: str):
    document = read(body)
    assert words in document.fact("archived")
    assert fold(words) not in _said(document)


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (("<main><h1>Archive</h1><h3>Archived Content</h3><p>The information on this page is out of date. "
         "However, some of the content "
         "may still be useful, so we have archived the page.</p><div class=views-row><a href=/a>A</a></div></main>"),
         "https://www.uscis.gov/archive?page=2"),
        (("<main><h1>About our archive</h1><p>Old pages carry a red box. It reads: “In an effort to keep the "
         "site current, the archive "
         "contains content from a previous administration.”</p></main>"), "https://www.ice.gov/about-archive"),
        ("<main><p>Text.</p></main><footer><a href=/archive>Archive</a></footer>", "https://www.ice.gov/x"),
        (("<main><p>Releases from previous administrations are available in the Archive section of our "
         "website.</p></main>"),
         "https://www.cbp.gov/newsroom"),
        ("<main><p>Text.</p><ul><li>Archived Content</li></ul></main>", "https://www.ice.gov/x"),
    ],
    ids=["index", "about", "footer", "cbp", "list"],
)  # fmt: skip
def test_what_only_speaks_of_archives_is_not_archived(read, body: str, url: str):
    assert read(body, url=url).fact("archived") is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Last Updated: 02/05/2021", "2021-02-05"),
        ("Last Reviewed/Updated: 10/28/2025", "2025-10-28"),
        ("Last updated: August 19, 2021", "2021-08-19"),
        ("Date modified: 2024-09-27", "2024-09-27"),
        ("Last Updated: April 1st 2026", "2026-04-01"),
        ("Last Published Date: February 21, 2017", "2017-02-21"),
        ("Page last reviewed: March 3, 2020, 2:00 p.m. EST", "2020-03-03"),
    ],
)
def test_a_page_stamp_is_not_text(read, words: str, day: str):
    document = read(f"<main><h1>A</h1><p>Text.</p><p>{words}</p></main>")
    assert document.fact("updated") == day
    assert _said(document) == "A Text."


@pytest.mark.parametrize("words", ["May 13, 2021", ("Updated guidance takes effect on May 13, "
                                                   "2021."), ("The list was last updated by the "
                                   "Secretary on 02/05/2021, when the program ended.")])  # fmt: skip
def test_a_date_inside_the_content_stays(read, words: str):
    assert fold(words) in _said(read(f"<main><p>{words}</p></main>"))


def test_halves_of_a_sentence_cut_by_a_stamp_are_joined(read):
    whole = (
        "<main><p>ICE uses its expansive statutory and civil enforcement authorities against "
        "gangs.</p><p>Next.</p></main>"
    )
    cut = (
        "<main><p>ICE uses its expansive statutory and civil</p><p>AILA Doc. No. 17022130. (Posted 2/21/17)</p>"
        "<p>enforcement authorities against gangs.</p><p>Next.</p></main>"
    )
    inside = (
        "<main><p>ICE uses its expansive AIILA Doc. No. 17022130. (Posted 2/21/17) statutory and civil enforcement "
    )
    assert read(cut).blocks == read(whole).blocks
    assert read(inside + "authorities against gangs.</p><p>Next.</p></main>").blocks == read(whole).blocks
    assert read(cut).fact("aila-number") == "17022130"


def test_a_replayed_page_reads_as_the_page_itself(read):
    live = '<main><p>See <a href="https://www.dhs.gov/blog">the blog</a> and <a href="/a/b">more</a>.</p></main>'
    replayed = (
        '<div id="wm-ipp-base">Wayback Machine 12 captures</div><main><p>See '
        '<a href="https://web.archive.org/web/20150730120000/https://www.dhs.gov/blog">the blog</a> and '
        '<a href="/web/20150730120000/https://www.dhs.gov/a/b">more</a>.</p></main>'
    )
    assert read(replayed).blocks == read(live).blocks


def test_addresses_hidden_by_cloudflare_are_written_out(read):
    for key in (7, 99):
        code = bytes([key, *(byte ^ key for byte in b"press@ice.example")]).hex()
        document = read(
            f'<main><p>Write to <a href="/cdn-cgi/l/email-protection#{code}">'
            f'<span class="__cf_email__" data-cfemail="{code}">'
            "[email&#160;protected]</span></a>.</p></main>"
        )
        assert document.blocks[0].text == "Write to press@ice.example."
        assert document.blocks[0].links[0].href == "mailto:press@ice.example"


def test_a_form_around_the_whole_page_is_not_taken_away(read):
    document = read(
        '<form id="Form"><input type="hidden" name="__VIEWSTATE" value="x"><div><h2>News</h2><p>All of '
        "it.</p></div></form>"
    )
    assert _said(document) == "News All of it."


def test_a_cell_of_a_table_is_no_boilerplate(read):
    document = read(
        "<main><table><tr><th>Group</th><th>Day</th></tr><tr><td>First</td><td>15OCT23</td></tr></table></main>"
    )
    assert document.blocks[1].text == "First | 15OCT23"


@pytest.mark.parametrize(
    ("head", "body", "target"),
    [
        (
            '<meta http-equiv="refresh" content="0; url=https://www.cisa.gov/d">',
            "<h1>Redirecting…</h1>",
            "https://www.cisa.gov/d",
        ),
        ("<title>Object moved</title>", '<h2>Object moved to <a href="/new">here</a>.</h2>', "https://www.dhs.gov/new"),
        (
            "",
            '<main><p>You should be redirected quickly, if not <a href="/e">click here</a>.</p></main>',
            "https://www.dhs.gov/e",
        ),
        ('<meta http-equiv="refresh" content="600">', "<p>News, reloaded every ten minutes.</p>", None),
        (
            "",
            "<main><p>The office has moved to a new building. <a href=/map>Map</a>. "
            + "It is open daily. " * 30
            + "</p></main>",
            None,
        ),
    ],
    ids=["refresh", "object-moved", "words", "reload", "content"],
)
def test_a_stub_names_where_it_sends_its_readers(read, head: str, body: str, target: str | None):
    assert read(f"<html><head>{head}</head><body>{body}</body></html>").fact("redirect") == target


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("Archived: Meth trafficker sentenced | ICE", "Meth trafficker sentenced", "Meth trafficker sentenced"),
        ("Priority Enforcement Program | Homeland Security", "", "Priority Enforcement Program"),
        ("Visa Bulletin For August 2025", "Department of State", "Visa Bulletin For August 2025"),
    ],
)
def test_a_title_is_the_page_s_own(read, head: str, heading: str, title: str):
    document = read(
        f"<html><head><title>{head}</title></head><body><main><h1>{heading}</h1><p>Text.</p></main></body></html>"
    )
    assert document.fact("title") == title


def test_an_archive_label_in_the_middle_of_a_paragraph_is_a_fact_and_no_text(read):
    live = "<main><p>The program ran until 2014. It was replaced by PEP.</p></main>"
    archived = live.replace("PEP.", "PEP. This information is archived as a result of the memo of Nov. 20, 2014.")
    assert read(archived).fact("archived") == "This information is archived as a result of the memo of Nov. 20, 2014."
    assert read(archived).blocks == read(live).blocks


def test_a_page_below_the_archive_may_be_archived_itself(read):
    body = (
        "<main><h2>Archived Content</h2>"
        "<p>In an effort to keep DHS.gov current, the archive contains old words.</p></main>"
    )
    assert read(body, url="https://www.dhs.gov/archive/secure-communities").fact("archived")
    assert read(body, url="https://www.dhs.gov/archive/news?year=2015").fact("archived") is None


def test_a_file_that_is_no_text_is_known_by_its_checksum(read):
    told = {"content_type": "application/pdf", "url": "https://www.ice.gov/doclib/memo.pdf"}
    document = read(b"%PDF-1.7 a", **told)
    assert [(block.kind, block.key) for block in document.blocks] == [("document", "ice.gov/doclib/memo.pdf")]
    assert document.lossy
    assert document.fingerprint != read(b"%PDF-1.7 b", **told).fingerprint
