"""PDFs read as their readers read them: what every page repeats is no text, and no sentence ends where a page does."""

import asyncio
import random
import re
from datetime import UTC, datetime

import pytest

from tests.paper import Line, pdf, printed
from watcher.model import Document, Outcome, Payload, Snapshot, Source
from watcher.pipeline.account import Answer, Question
from watcher.pipeline.reader import WorkerReader
from watcher.pipeline.saved import Comparison, Saved, compare_saved

ADDRESS = "https://library.example.org/docs/17022130.pdf"
STAMP = "AILA Doc. No. 17022130. (Posted 2/21/17)"
FRAME = {"header": STAMP, "footer": "Page {page} of {pages}"}


def questions(count: int = 22, altered: str = "may") -> list[str]:
    """Questions with answers; one word of the ninth answer can be another."""
    told = ["# Questions and answers on the directive", "Office of the Counsel"]
    for number in range(1, count + 1):
        word = altered if number == 9 else "may"
        told += [
            f"Q{number}: What does an officer do in case {number}, where rule {number * 7} covers a person as well?",
            (
                f"A{number}: The office acts within expansive statutory and civil enforcement authorities "
                f"in case {number}. Supervisors {word} review the decision within {number + 1} days, and they tell the "
                "governors and Homeland Security advisers of the states concerned, as far as the law allows."
            ),
        ]
    return told


def compared(before: bytes, after: bytes) -> Comparison:
    sides = (Saved(body, ADDRESS, content_type="application/pdf") for body in (before, after))
    return compare_saved(*sides, Source("memo", ADDRESS))


def loud(comparison: Comparison) -> list[str]:
    return [finding.kind for finding in comparison.findings if finding.level]


@pytest.fixture
def read_pdf(read):
    def read_it(body: bytes, content_type: str = "application/pdf") -> Document:
        """The PDF as a document."""
        return read(body, url=ADDRESS, content_type=content_type)

    return read_it


@pytest.mark.parametrize(("lines", "width"), [(31, 80), (17, 80), (40, 58), (44, 95)])
def test_twenty_two_questions_are_read_whatever_sentences_the_stamp_cuts(read_pdf, lines: int, width: int):
    document = read_pdf(printed(questions(), lines=lines, width=width, **FRAME))
    answers = [block.text for block in document.blocks if block.kind == "answer"]
    assert document.kind == "qa"
    assert len(answers) == 22
    assert all(text.startswith("The office acts") and text.endswith("as the law allows.") for text in answers)
    assert not any(re.search(r"AILA|Page \d", block.text) for block in document.blocks)


def test_a_stamp_misspelt_on_one_page_is_a_stamp(read_pdf):
    usual = read_pdf(printed(questions(), lines=31, **FRAME))
    odd = read_pdf(printed(questions(), lines=31, misprinted={3: STAMP.replace("AILA", "AIILA")}, **FRAME))
    assert odd.blocks == usual.blocks


def test_what_pages_repeat_is_shown_under_its_rule(read_pdf):
    document = read_pdf(printed(questions(12), lines=40, **FRAME))
    told = {piece.rule: piece.text for piece in document.stripped}
    assert told["running-header"] == STAMP
    assert told["running-footer"] == "Page 1 of 3 · Page 2 of 3 · Page 3 of 3"
    assert document.fact("aila-number") == "17022130"


def test_the_text_on_top_of_pages_is_no_header_because_it_is_like_another(read_pdf):
    body = ["The office keeps one file a person."] * 30
    document = read_pdf(printed(body, lines=12))
    assert sum(block.text.count("one file") for block in document.blocks) == 30


def test_one_answer_changed_is_one_finding_with_its_words():
    comparison = compared(printed(questions(), **FRAME), printed(questions(altered="must"), **FRAME))
    (finding,) = comparison.findings
    assert finding.kind == "faq.answer-altered"
    assert '"may" became "must"' in finding.summary


@pytest.mark.parametrize(
    "again",
    [
        {"lines": 23, "width": 64, **FRAME},
        {"info": {"Title": "memo final.docx", "ModDate": "D:20260301120000Z", "Producer": "Press 2"}, **FRAME},
        {"header": STAMP, "footer": "{page}"},
        {},
    ],
    ids=["another page size", "saved again", "another footer", "without a frame"],
)
def test_the_same_words_in_another_print_are_noise(again: dict):
    comparison = compared(printed(questions(), **FRAME), printed(questions(), **again))
    assert comparison.same_text
    assert loud(comparison) == []


def test_a_larger_line_heads_what_stands_under_it(read_pdf):
    body = ["# The rule", "Officers decide within two days.", "# Who is told", "Families are told at once."]
    blocks = read_pdf(printed(body)).blocks
    assert [block.kind for block in blocks] == ["heading", "paragraph", "heading", "paragraph"]
    assert blocks[3].path == ("Who is told",)


def test_a_word_divided_at_the_end_of_a_line_is_one_word_if_the_document_knows_it(read_pdf):
    lines = ["Their detention is reviewed, and field-office staff see to that. They note the deten-",
             "tion in the file and have the field-", "office sign it."]  # fmt: skip
    page = [Line(text, 700 - 14 * at) for at, text in enumerate(lines)]
    (block,) = read_pdf(pdf([page])).blocks
    assert block.text.endswith("They note the detention in the file and have the field-office sign it.")


def test_links_of_the_print_are_links(read_pdf):
    page = [Line("The office has a new manual.", 700), Line("Read the manual", 670, link="https://a.example/manual")]
    links = [link for block in read_pdf(pdf([page])).blocks for link in block.links]
    assert [(link.text, link.href) for link in links] == [("Read the manual", "https://a.example/manual")]


def test_the_title_of_the_file_is_the_title_where_a_reader_sees_it(read_pdf):
    body = ["# Custody rules", "Officers decide within two days, and they write it down."]
    seen = read_pdf(printed(body, info={"Title": "Custody Rules"}))
    assert (seen.fact("title"), seen.fact("file-title")) == ("Custody rules", None)
    hidden = read_pdf(printed(body, info={"Title": "Draft 7", "CreationDate": "D:20170221143000-05'00'"}))
    assert hidden.fact("title") == "Custody rules"
    assert (hidden.fact("file-title"), hidden.fact("file-created")) == ("Draft 7", "2017-02-21T14:30:00")


LOCK = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(a) (a)] /Size" % (b"o" * 32, b"u" * 32)
UNREADABLE = {
    "locked by a password": printed(["Secret."]).replace(b"/Size", LOCK),
    "scripts": printed(["Click."], extra=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"),
    "more than 2,000 pages": pdf([[Line("Page", 700)]] * 2_001),
    "no text": pdf([[], []]),
    "damaged": b"%PDF-1.7\n" + bytes(range(256)) * 40,
}


@pytest.mark.parametrize("why", UNREADABLE)
def test_what_cannot_be_read_is_kept_and_says_why(read_pdf, why: str):
    document = read_pdf(UNREADABLE[why])
    assert document.lossy
    assert why in document.fact("unread")
    assert "SHA-256" in document.blocks[0].text


def test_another_file_that_cannot_be_read_is_another_file():
    before, after = UNREADABLE["no text"], pdf([[], [], []])
    assert loud(compared(before, after)) == ["document.replaced"]


@pytest.mark.parametrize("scan_first", [True, False])
def test_a_text_exchanged_for_a_scan_is_another_file_and_no_claim_about_its_words(scan_first: bool):
    text, scan = printed(questions(), **FRAME), UNREADABLE["no text"]
    assert loud(compared(scan, text) if scan_first else compared(text, scan)) == ["document.replaced"]


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_file_is_read_or_said_to_be_damaged(read_pdf, seed: int):
    chance = random.Random(seed)
    for _ in range(15):
        body = bytearray(printed(questions(4), lines=20, **FRAME))
        for _ in range(chance.choice((1, 20, 300))):
            body[chance.randrange(8, len(body))] = chance.randrange(256)
        document = read_pdf(bytes(body[: chance.choice((len(body), len(body) // 2))]))
        assert document.lossy == (document.fact("unread") is not None)


@pytest.mark.parametrize("content_type", ["application/pdf", "application/octet-stream", "text/html", ""])
def test_the_bytes_tell_a_pdf_whatever_it_is_called(read_pdf, content_type: str):
    document = read_pdf(b"\xef\xbb\xbf\n" + printed(["Officers decide within two days."]), content_type)
    assert [block.text for block in document.blocks] == ["Officers decide within two days."]


async def _explained(before: bytes, after: bytes):
    def answer(body: bytes, version: int) -> Answer:
        payload = Payload(body, "application/pdf", ADDRESS)
        return Answer(_snapshot(payload), payload, version)

    async with WorkerReader(1) as reader:
        return await reader.explain(Question(Source("memo", ADDRESS), answer(before, 1), answer(after, 2)))


def _snapshot(payload: Payload) -> Snapshot:
    moment = datetime(2026, 5, 1, tzinfo=UTC)
    return Snapshot(
        source_id="memo", url=ADDRESS, started_at=moment, finished_at=moment, outcome=Outcome.OK, final_url=ADDRESS,
        status=200, body_sha256=payload.sha256, body_bytes=len(payload.body),
    )  # fmt: skip


def test_a_worker_reads_it_within_its_memory():
    account = asyncio.run(_explained(printed(questions(), **FRAME), printed(questions(altered="will"), **FRAME)))
    assert account.kind == "qa"
    assert [finding.kind for finding in account.findings] == ["faq.answer-altered"]
