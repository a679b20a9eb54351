"""Plain text in pages, as RFCs and printers make it: the paper it was set on is no text."""

import textwrap

import pytest

from watcher.model import Source
from watcher.pipeline.saved import Comparison, Saved, compare_saved

ADDRESS = "https://www.example.org/memo.txt"
PLACES = ("north", "south", "east", "west", "coast", "border", "harbour", "airport")


def paragraphs(years: str = "ten") -> list[str]:
    """A memorandum of eight sections."""
    return [
        text
        for place in PLACES
        for text in (
            f"THE {place.upper()} OFFICE",
            (
                f"The {place} office decides within two days. Its decision is written down so that everybody who is "
                f"concerned may read it, and whoever disagrees may ask the {place} supervisor to look at it once more."
            ),
            (
                f"Reports of the {place} office go to headquarters, which keeps them for {years} years and shows them "
                "to whoever asks for them in writing, without a fee and without asking for a reason."
            ),
        )
    ]


def paged(texts: list[str], width: int = 72, lines: int = 30) -> bytes:
    """The paragraphs on sheets with a running header and footer, parted by form feeds."""
    laid = [line for text in texts for line in (*textwrap.wrap(text, width), "")]
    sheets = [laid[at : at + lines] for at in range(0, len(laid), lines)]
    return "\f".join(
        "\n".join(["Rossi            Memorandum 8821            May 2026", "", "", *sheet, "", "",
                   f"Rossi            Informational            [Page {number}]", ""])
        for number, sheet in enumerate(sheets, 1)
    ).encode()  # fmt: skip


def compared(before: bytes, after: bytes) -> Comparison:
    sides = (Saved(body, ADDRESS, content_type="text/plain") for body in (before, after))
    return compare_saved(*sides, Source("memo", ADDRESS))


def test_what_sheets_repeat_is_shown_under_its_rule(read):
    document = read(paged(paragraphs()), content_type="text/plain")
    told = {piece.rule: piece.text for piece in document.stripped}
    assert told["running-header"] == "Rossi Memorandum 8821 May 2026"
    assert told["running-footer"].startswith("Rossi Informational [Page 1] · Rossi Informational [Page 2]")
    assert not any("Rossi" in block.text for block in document.blocks)


@pytest.mark.parametrize(
    "again",
    [
        paged(paragraphs(), 66, 34),
        paged(paragraphs()).replace(b"\n", b"\r\n"),
        paged(paragraphs()).replace(b"            ", b"\t"),
        "\n".join(line for text in paragraphs() for line in (*textwrap.wrap(text, 72), "")).encode(),
    ],
    ids=["another width", "line ends of another system", "tabs", "one sheet"],
)
def test_the_same_words_on_other_paper_are_noise(again: bytes):
    comparison = compared(paged(paragraphs()), again)
    assert comparison.same_text
    assert [finding.kind for finding in comparison.findings if finding.level] == []


def test_a_changed_word_is_told_whatever_the_paper():
    comparison = compared(paged(paragraphs()), paged(paragraphs("six"), 66, 34))
    loud = [finding for finding in comparison.findings if finding.level]
    assert loud
    assert all("ten" in finding.before and "six" in finding.after for finding in loud)
