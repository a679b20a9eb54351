"""Each kind of page is cut into what a person would call one thing."""

import pytest

from watcher.model import Document, Source
from watcher.text import fold


def _pairs(document: Document) -> list[tuple[str, str]]:
    answers = {block.key: block.text for block in document.blocks if block.kind == "answer"}
    return [(block.text, answers.get(block.key, "")) for block in document.blocks if block.kind == "question"]


def _items(document: Document) -> list[tuple[str, str]]:
    return [(block.key, block.text) for block in document.blocks if block.kind == "item"]


FAQ = [
    ("What is a detainer?", "A request.\n\nIt lapses."),
    ("Who may ask?", "Any officer."),
    ("Does it expire?", "Yes."),
]
FORMS = {
    "labels": "<p>Q1: What is a detainer?</p><p>A1: A request.</p><p>It lapses.</p><p>Q2: Who may "
              "ask?</p><p>A2: Any officer.</p>"
              "<p>Q3: Does it expire?</p><p>A3: Yes.</p>",
    "uswds": "<div class='usa-accordion'><h3 class=usa-accordion__heading><button class=usa-accordion__button "
             "aria-controls=ui-id-1>"
             "What is a detainer?</button></h3><div id=ui-id-1 class=usa-accordion__content><p>A "
             "request.</p><p>It lapses.</p></div>"
             "<h3 class=usa-accordion__heading><button>Who may ask?</button></h3><div "
             "class=usa-accordion__content><p>Any officer.</p>"
             "</div><h3 class=usa-accordion__heading><button>Does it expire?</button></h3><div><p>Yes.</p></div></div>",
    "uscis": "<div class='accordion content-accordion'><div class=accordion__header>What is a "
             "detainer?</div><div class="
             "accordion__panel><p>A request.</p><p>It lapses.</p></div><div class=accordion__header>Who may "
             "ask?</div><div class="
             "accordion__panel><p>Any officer.</p></div><div class=accordion__header>Does it expire?</div><div "
             "class=accordion__panel>"
             "Yes.</div></div>",
    "dl": "<dl><dt>What is a detainer?</dt><dd><p>A request.</p><p>It lapses.</p></dd><dt>Who may "
          "ask?</dt><dd>Any officer.</dd>"
          "<dt>Does it expire?</dt><dd>Yes.</dd></dl>",
    "details": "<details><summary>What is a detainer?</summary><p>A request.</p><p>It "
               "lapses.</p></details><details><summary>Who may "
               "ask?</summary>Any officer.</details><details><summary>Does it "
               "expire?</summary><div>Yes.</div></details>",
    "headings": "<h4>What is a detainer?</h4><p>A request.</p><p>It lapses.</p><h4>Who may ask?</h4><p>Any officer.</p>"
                "<h4>Does it expire?</h4><p>Yes.</p>",
    "bold": "<p><strong>What is a detainer?</strong></p><p>A request.</p><p>It lapses.</p><p><b>Who may "
            "ask?</b></p><p>Any officer.</p>"
            "<p><strong>3. Does it expire?</strong></p><p>Yes.</p>",
    "one paragraph": "<p>Q. What is a detainer? A. A request.</p><p>It lapses.</p><p>Q. Who may ask? A. Any "
                     "officer.</p>"
                     "<p>Q. Does it expire? A. Yes.</p>",
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_questions_are_found_with_the_whole_of_their_answers(read, form: str):
    document = read(
        f"<main><h1>Detainers</h1><p>Read this first.</p>{form}<h2>Contact</h2><p>Call us.</p></main>", "qa"
    )
    assert _pairs(document) == FAQ
    rest = [block.text for block in document.blocks if block.kind not in ("question", "answer")]
    assert rest == ["Detainers", "Read this first.", "Contact", "Call us."]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_a_page_of_questions_is_known_as_one(read, form: str):
    document = read(f"<main><h1>Detainers</h1>{form}</main>")
    assert document.kind == "qa"
    assert document.confidence > 0.6


def test_a_question_keeps_its_key_when_its_number_changes(read):
    before = read(
        "<main><p>Q11: Who may ask?</p><p>A11: Any officer.</p><p>Q12: Does it expire?</p><p>A12: Yes.</p></main>", "qa"
    )
    after = read("<main><p>Q11: Does it expire?</p><p>A11: Yes.</p></main>", "qa")
    assert after.blocks == before.blocks[2:]
    assert "Q12:" in before.stripped[-1].text


def test_a_question_asked_twice_is_two_questions(read):
    document = read("<main><h2>Who may ask?</h2><p>You.</p><h2>Who may ask?</h2><p>They.</p></main>", "qa")
    assert len({block.key for block in document.blocks}) == 2


def test_a_list_in_an_answer_belongs_to_it(read):
    body = (
        "<main><h3>Who may ask?</h3><p>These may:</p><ul><li>an officer</li><li>a judge</li></ul><p>Nobody "
        "else.</p></main>"
    )
    assert _pairs(read(body, "qa")) == [("Who may ask?", "These may:\n\nan officer\n\na judge\n\nNobody else.")]


def test_headings_that_ask_are_questions_where_the_operator_says_so(read):
    body = "<main><h1>Program</h1><h3>How does it work?</h3><p>By request.</p></main>"
    source = Source("p", "https://www.ice.gov/p", headings_as_questions=True)
    assert _pairs(read(body, "program")) == []
    assert _pairs(read(body, "program", source=source)) == [("How does it work?", "By request.")]


def test_links_to_places_on_the_page_are_contents_where_they_repeat_a_heading(read):
    body = (
        "<main><ul><li><a href='#a'>Who may ask?</a></li><li><a href='#b'>Other words</a></li></ul><h3 "
        "id=a>Who may ask?</h3><p>You.</p></main>"
    )
    assert [(block.kind, block.links) for block in read(body, "qa").blocks[:2]] == [("toc", ()), ("list-item", ())]


LISTING = """<main><h1>Secure Communities</h1><div class="view-content">
<div class="views-row"><h3><a href="/news/a?utm_source=x">Record results</a></h3>
<p>Statistics of the year, including every
office and each of the unprecedented num</p></div>
<div class="views-row"><h3><a href="/news/b">One year later</a></h3>
<p>A look back. <a href="/news/b">Read more</a></p></div>
<div class="views-row"><h3><a href="/news/c">Resources</a></h3><p>For towns.</p></div></div>
<ul class="pager"><li><a href="?page=1">next</a></li></ul></main>"""


def test_a_listing_reads_entry_by_entry(read):
    document = read(LISTING, url="https://www.dhs.gov/keywords/secure-communities")
    assert document.kind == "listing"
    assert _items(document) == [
        (
            "dhs.gov/news/a",
            "Record results\nStatistics of the year, including every office and each of the unprecedented num…",
        ),
        ("dhs.gov/news/b", "One year later\nA look back."),
        ("dhs.gov/news/c", "Resources\nFor towns."),
    ]


def test_an_entry_without_a_link_goes_by_its_title(read):
    document = read(
        "<main><h1>News</h1><h3>Record Results!</h3><p>All of it.</p><h3>Later</h3><p>More.</p></main>", "listing"
    )
    assert _items(document) == [("record results", "Record Results!\nAll of it."), ("later", "Later\nMore.")]


def test_a_curated_list_reads_entry_by_entry_under_its_headings(read):
    document = read(
        """<main><h1>PEP, S-Comm, Etc.</h1><h2>PEP</h2>
        <p><a href="/pep.pdf">Why PEP fails</a><br>It keeps the faults of its forerunner.</p>
        <h2>Related</h2><p><strong><a href="/rules.html">No rules</a></strong></p>
        <p>Four points:</p><ul><li>It is imposed.</li></ul>
        <p>The memo is no longer there.</p>
        <ul><li><a href="/es.pdf">En español</a> (also in Korean)</li></ul></main>""",
        "resource-list",
        url="https://www.nilc.org/list",
    )
    assert _items(document) == [
        ("nilc.org/pep.pdf", "Why PEP fails\nIt keeps the faults of its forerunner."),
        ("nilc.org/rules.html", "No rules\nFour points:\nIt is imposed.\nThe memo is no longer there."),
        ("nilc.org/es.pdf", "En español\n(also in Korean)"),
    ]
    assert [block.path for block in document.blocks if block.kind == "item"] == [("PEP",), ("Related",), ("Related",)]


def test_a_file_that_is_offered_is_a_document_known_by_its_address(read):
    document = read(
        """<main><ul><li><a href="/doclib/memo.pdf">Memo</a> (PDF | 260 KB)</li></ul>
        <p>View the <a href="/doclib/report.pdf">whole report</a> (PDF | 273 KB | 5 pages) before you decide.</p>
        <table><tr><th>Attachment</th><th>Ext.</th><th>Size</th></tr>
        <tr><th><a href="/files/plan.pdf">Plan</a></th><td>PDF</td><td>1.19 MB</td></tr></table></main>""",
        "article",
    )
    assert [(block.kind, block.key, block.text) for block in document.blocks] == [
        ("document", "dhs.gov/doclib/memo.pdf", "Memo (PDF | 260 KB)"),
        ("paragraph", "", "View the whole report (PDF | 273 KB | 5 pages) before you decide."),
        ("row", "", "Attachment | Ext. | Size"),
        ("document", "dhs.gov/files/plan.pdf", "Plan | PDF | 1.19 MB"),
    ]


def test_blocks_know_the_headings_above_them_and_their_links(read):
    document = read(
        "<main><h1>A</h1><h2>B</h2><h3>C</h3><p>See <a href='../x#y'>that</a>.</p><h2>D</h2><p>E</p></main>", "article"
    )
    assert [block.path for block in document.blocks] == [(), (), ("B",), ("B", "C"), (), ("D",)]
    assert [(link.href, link.text) for link in document.blocks[3].links] == [("https://www.dhs.gov/x#y", "that")]


def test_a_picture_is_told_by_its_words_once(read):
    document = read("<main><figure><img src=a alt='Two presidents'><figcaption>Beijing, 2009</figcaption></figure>"
                    "<img alt='Same words'><p>Same words</p><img alt=''></main>", "article")  # fmt: skip
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("image", "Two presidents"),
        ("paragraph", "Beijing, 2009"),
        ("paragraph", "Same words"),
    ]


def test_an_alert_that_is_no_archive_label_is_a_notice(read):
    document = read(
        "<main><div class='usa-alert'><h3>Closed</h3><p>The office is closed today.</p></div><p>Text.</p></main>",
        "article",
    )
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("notice", "Closed The office is closed today."),
        ("paragraph", "Text."),
    ]


def test_a_layout_table_is_read_as_its_contents(read):
    document = read(
        "<main><table><tr><td><h2>Left</h2><p>One.</p></td><td><ul><li>Two.</li></ul></td></tr></table></main>",
        "article",
    )
    assert [block.kind for block in document.blocks] == ["heading", "paragraph", "list-item"]


def test_breaks_part_the_paragraphs_of_old_pages(read):
    document = read("<body>One line<br>runs on.<br><br>Another paragraph.</body>", "article")
    assert [fold(block.text) for block in document.blocks] == ["One line runs on.", "Another paragraph."]


@pytest.mark.parametrize("kind", ["article", "program", "plain", "qa", "listing", "resource-list"])
def test_an_empty_page_has_no_blocks(read, kind: str):
    assert read("", kind).blocks == ()


def test_a_page_known_as_nothing_else_is_an_article(read):
    assert read("<main><h1>A</h1><p>Running text.</p></main>").kind == "article"
    assert read("Only one line of text", content_type="text/plain").kind == "plain"
