"""An exhibit tells one change with its receipts, the same whenever it is made again, and says what it cannot show."""

import hashlib
import html
import io
import re
import zipfile
from dataclasses import replace

import pytest
from pypdfium2 import PdfDocument, raw

from tests.evidence.conftest import EXCHANGE, MAY, WILL
from watcher.evidence.exhibit import ALONE
from watcher.evidence.exhibit import page as page_of
from watcher.evidence.matter import Matter, Place, Seal
from watcher.model import Provenance


@pytest.fixture
def change(desk):
    """The id of the one change that was told."""
    with desk.open() as store:
        return next(told.change_id for told in store.history.changes() if told.findings)


@pytest.fixture
def page(desk, change):
    """The exhibit as a page."""
    return desk.writes("exhibit", change, "-o", "one.html").read_text(encoding="utf-8")


def words(page: str) -> str:
    """What the page says, its tags left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page[page.index("<body>") :]))


def test_it_shows_the_words_before_and_after_as_one_text(page):
    assert "You [deleted: may][inserted: will] apply" in words(page)
    assert "[moved: Moved words.]" in words(page)
    assert '<del><span class="mk">' in page


def test_it_claims_an_interval_and_no_moment(page):
    assert "on 21 Nov. 2026 10:21:00 UTC than on 21 Nov. 2026 10:01:00 UTC" in words(page)
    assert "which one is not known" in words(page)


def test_both_receipts_name_the_look_the_body_and_the_seal(page, desk):
    told = words(page)
    with desk.open() as store:
        found = next(told for told in store.history.changes() if told.findings)
    for look in (found.before, found.after):
        assert look.body_sha256 in told
        assert look.started_at.strftime("2026-11-21T%H:%M") in told
    for number in (1, 3):
        manifest = desk.vault / "seals" / f"{number:08}.sha256"
        assert hashlib.sha256(manifest.read_bytes()).hexdigest() in told
    assert "Redirect (301)" in told
    assert found.after.exchange == EXCHANGE
    assert found.before.wire_sha256 in told
    assert f"86400.125 s counted since start {found.before.clock.boot} of the machine" in told
    assert "watcher 0.1.0, as watcher/0.1 (+https://bot.test)" in told
    assert "HTTP/1.1, TLSv1.3" in told
    for certificate in EXCHANGE.certificates:
        assert certificate in told
    assert "Time stamp of local" in told
    assert "none when this was made" in told


def test_the_full_texts_are_annexed_each_passage_numbered(page):
    _, before, after = re.split(r"<h2>Annex [AB]: the full text (?:before|after)</h2>", page)
    for annex, letter, said in ((before, "A", MAY), (after, "B", WILL)):
        passages = re.findall(r'<span class="no">(.*?)</span> (.*?)</p>', annex)
        assert [number for number, _ in passages] == [f"{letter} {place}" for place in range(1, len(passages) + 1)]
        assert html.escape(html.unescape(re.sub("<[^>]*>", "", said))) in [text for _, text in passages]


def test_where_nothing_is_kept_the_annex_says_so(desk, change):
    with desk.open() as store:
        before = next(told for told in store.history.changes() if told.findings).before
        store.redact(before.body_sha256, "by order of a court", "desk")
        store.seal()
    told = words(desk.writes("exhibit", change, "-o", "gone.html").read_text(encoding="utf-8"))
    assert "There is no text before: no page was shown, or the answer was withdrawn" in told
    assert "Annex B: the full text after" in told


def test_it_can_be_cited_in_four_forms(page):
    for form in ("Bluebook", "Plain", "Markdown", "BibTeX"):
        assert words(page).count(form) == 2
    assert "www.dhs.test, https://www.dhs.test/dhs (captured 21 Nov. 2026 10:21:00 UTC), watcher v2, sha256" in words(
        page
    )


def test_it_says_what_it_does_not_prove_and_is_no_certificate(page):
    assert "What it does not prove" in words(page)
    assert "Not legal advice. Unsigned, it certifies nothing" in words(page)


def test_words_of_the_page_do_nothing_in_it(page):
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page
    assert "default-src 'none'" in page
    assert not re.search(r'(?:src|href)="', page)


@pytest.mark.parametrize("form", ["html", "pdf", "zip"])
def test_it_is_the_same_whenever_it_is_made_again(desk, change, form):
    once = desk.writes("exhibit", change, "-o", f"once.{form}").read_bytes()
    with desk.open() as store:
        store.seal()
    assert desk.writes("exhibit", change[:8], "-o", f"again.{form}").read_bytes() == once


def test_the_pdf_is_tagged_and_carries_its_evidence(desk, change):
    made = desk.writes("exhibit", change, "-o", "one.pdf")
    pdf = PdfDocument(made)
    assert raw.FPDFCatalog_IsTagged(pdf)
    assert pdf.get_metadata_dict()["CreationDate"] == "D:20261121102200Z"
    attached = {
        one.get_name(): bytes(one.get_data()) for one in map(pdf.get_attachment, range(pdf.count_attachments()))
    }
    bodies = {name: content for name, content in attached.items() if name.startswith("bodies-")}
    assert {hashlib.sha256(content).hexdigest() for content in bodies.values()} == {name[7:71] for name in bodies}
    assert len(bodies) == 2
    assert {"seals-00000001.sha256", "seals-00000001.sha256.sig", "VERIFY.txt"} <= set(attached)
    with zipfile.ZipFile(io.BytesIO(attached[f"exhibit-{change}.zip"])) as archive:
        assert archive.testzip() is None
        names = {name.partition("/")[2] for name in archive.namelist()}
    assert {"exhibit.html", "VERIFY.txt", "SHA256SUMS", "captures.warc.gz", "CERTIFICATE-902.md"} <= names


def test_the_pdf_shows_on_paper_what_colour_shows_on_the_screen(desk, change):
    pdf = PdfDocument(desk.writes("exhibit", change, "-o", "one.pdf"))
    text = re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in pdf))
    assert "[deleted: may]" in text
    assert "[inserted: will]" in text
    assert f"page 1 of {len(pdf)}" in text


def test_a_change_that_is_not_there_and_a_form_that_is_none(desk, change):
    assert desk.says("exhibit", "0123456789", "-o", "x.pdf").code == 2
    assert desk.says("exhibit", change, "-o", "x.docx").code == 2
    assert desk.says("exhibit", "dhs", "-o", "x.pdf").code == 2


def test_what_was_not_sealed_yet_is_sealed_first(desk, change):
    with desk.open() as store:
        store.history.review(change, "confirmed", "once more", "desk")
    desk.writes("exhibit", change, "-o", "one.html")
    assert desk.says("verify").code == 0
    assert len(list((desk.vault / "seals").glob("*.sha256"))) == 4


def test_an_answer_that_somebody_else_captured_is_called_theirs(desk, change):
    with desk.open() as store:
        told = store.history.change(change)
    theirs = Provenance(
        "web.archive.org", "https://archive.test/20261121100100/https://www.dhs.test/dhs", "Sat, 21 Nov 2026"
    )
    place = Place("records/000000000001.json", "0" * 64, Seal(1, "0" * 64, "keys/k.pub.pem"))
    imported = replace(told, before=replace(told.before, provenance=theirs))
    found = Matter(imported, "Questions", "DHS", "", place, place, place, {}, {})
    said = words(page_of(found, ALONE).decode())
    assert "The answer before was captured by web.archive.org and imported" in said
    assert "web.archive.org, not by this watcher" in said
    assert "by web.archive.org), watcher v1" in said
