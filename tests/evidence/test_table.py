"""The findings as a table that a spreadsheet shows and never computes."""

import csv
import io
from datetime import UTC, datetime

import pytest

from watcher.evidence.table import table
from watcher.model import Finding, Outcome, Snapshot, Told

LOOK = Snapshot(
    "dhs",
    "https://www.dhs.test/dhs",
    datetime(2026, 11, 21, 10, tzinfo=UTC),
    datetime(2026, 11, 21, 10, tzinfo=UTC),
    Outcome.OK,
)


def cell(words: str) -> str:
    """How a summary of these words stands in the table."""
    finding = Finding("text.altered", words)
    told = Told("0123456789ab", "dhs", LOOK, LOOK, 1, 2, LOOK.started_at, "r1", (), (finding,))
    (row,) = csv.DictReader(io.StringIO(table([told]).decode("utf-8"), newline=""))
    return row["summary"]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_what_a_spreadsheet_would_compute_is_text(start):
    assert cell(start).startswith("'")


@pytest.mark.parametrize("words", ["plain", 'with "quotes", commas', "two\nlines", "¿Qué es? — 統計"])
def test_words_come_through_as_they_are(words):
    assert cell(words) == words


def test_nothing_that_a_terminal_would_act_on_comes_through():
    assert cell("red \x1b[31m and \u202e turned \ud800").isprintable()


def test_the_command_prints_it_or_writes_it(desk):
    printed = desk.says("export", "--csv", "dhs")
    assert printed.code == 0
    rows = list(csv.DictReader(io.StringIO(printed.out.decode("utf-8"), newline="")))
    assert [row["kind"] for row in rows] == ["faq.answer-altered", "order.changed"]
    assert rows[0]["summary"] == '\'=HYPERLINK("x") answer altered'
    assert printed.out.count(b"\r\n") == 3
    assert desk.writes("export", "--csv", "dhs", "-o", "findings.csv").read_bytes() == printed.out
    assert len(desk.says("export", "--csv", "--since", "2026-11-22").out.splitlines()) == 1
