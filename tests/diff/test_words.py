"""Words that differ, word by word."""

import time
import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.diff import likeness, spans

AWKWARD = "may will be not 3,181 é e\u0301 👩\u200d👩\u200d👧 🇫🇷🇩🇪 👍🏽 “ ” . , – \u0301"
TEXT = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*AWKWARD.split(), "\n"]), max_size=30).map(" ".join),
)


def side(pieces, *kinds):
    return "".join(text for kind, text in pieces if kind in kinds)


@given(TEXT, TEXT)
def test_spans_spell_both_texts_exactly(before, after):
    pieces = spans(before, after)
    assert side(pieces, "equal", "delete") == before
    assert side(pieces, "equal", "insert") == after
    assert all(text for _, text in pieces)


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text):
    assert all(kind == "equal" for kind, _ in spans(text, text))


@given(TEXT, TEXT)
def test_no_span_begins_inside_a_visible_character(before, after):
    pieces = spans(before, after)
    for kinds in (("equal", "delete"), ("equal", "insert")):
        own = [text for kind, text in pieces if kind in kinds]
        for text in own[1:]:
            assert not unicodedata.category(text[0]).startswith("M")
            assert text[0] != "\u200d"


def test_one_word_is_one_edit():
    assert spans("Officers may act.", "Officers will act.") == (
        ("equal", "Officers "),
        ("delete", "may"),
        ("insert", "will"),
        ("equal", " act."),
    )


def test_a_number_is_never_cut():
    assert ("delete", "3,181") in spans("all 3,181 jurisdictions", "all 3,182 jurisdictions")


def test_words_that_agree_by_chance_do_not_shred_an_edit():
    pieces = spans("the officers who may act in all of the cases", "a person that must wait in none of them here")
    assert len(pieces) <= 5


@pytest.mark.parametrize("words", [9_000, 60_000])
def test_unrelated_books_are_compared_in_bounded_time(words):
    chance = Random(1)
    before, after = (" ".join(str(chance.random())[2:7] for _ in range(words)) for _ in range(2))
    start = time.process_time()
    pieces = spans(before, after)
    assert time.process_time() - start < 4
    assert side(pieces, "equal", "insert") == after


def test_likeness_counts_words_and_not_letters():
    assert likeness("You MAY apply.", "you may apply") == 1
    assert likeness("one two three four", "one two three five") == 0.75
    assert likeness("planet", "plane") == 0
    assert likeness("", "word") == 0
