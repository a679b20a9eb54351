"""How a digest becomes shorter."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.deliver.conftest import RECORD, retold
from watcher.deliver.briefing import COUNTS, Cut, brief
from watcher.deliver.fitting import fitted
from watcher.deliver.passage import shortened

SPANS = st.lists(
    st.tuples(st.sampled_from(["equal", "delete", "insert"]), st.text(min_size=1, max_size=300)), max_size=6
)


@given(SPANS, st.integers(100, 400))
def test_a_passage_is_never_too_long_and_short_ones_stay(passage, length):
    told = shortened(passage, length)
    assert sum(len(text) for _, text in told) <= length
    if sum(len(text) for _, text in passage) <= length:
        assert list(told) == passage


@pytest.mark.parametrize("length", [100, 160, 260])
def test_what_differs_outlives_what_is_the_same(length):
    before, after = "one word after another " * 20, " and so on it goes" * 20
    passage = [("equal", before), ("delete", "may"), ("insert", "will"), ("equal", after)]
    told = shortened(passage, length)
    assert ("delete", "may") in told
    assert ("insert", "will") in told
    assert told[0][1].endswith("one word after another ")


def test_a_long_removal_leaves_room_for_what_came_instead():
    told = dict(shortened([("delete", "gone " * 100), ("insert", "here " * 100)], 160))
    assert told["delete"].startswith("gone")
    assert told["insert"].startswith("here")


def sizes(record):
    """How much each step tells, from the fullest to the counts."""
    seen = []
    fitted(record, 8, seen.append, lambda _: False)
    return [
        (
            len(one.full),
            len(one.lines),
            sum(len(text) for said in one.full for hunk in said.passages for _, text in hunk),
        )
        for one in seen
    ]


def test_words_go_before_changes_and_changes_before_counts():
    record = retold(RECORD, "a passage of some length, " * 10, 30)
    steps = sizes(record)
    assert steps == sorted(steps, reverse=True)
    assert steps[0][:2] == (8, 8)
    assert steps[-1] == (0, 0, 0)


def test_what_is_not_told_is_counted():
    record = retold(RECORD, "words", 30)
    assert brief(record, Cut(8, 8, 1, 100)).rest == "and 14 more"
    assert brief(record, COUNTS).rest == ""


def test_passages_that_are_not_shown_are_counted_too():
    (one,) = brief(retold(RECORD, "words"), Cut(8, 8, 1, 100)).full
    assert one.more == ("… and 2 more passages", "words")
    (one,) = brief(RECORD, Cut(8, 8, 3, 400)).full
    assert one.more == ()


def test_pages_that_could_not_be_read_are_counted_too():
    record = copy.deepcopy(RECORD)
    record["words"]["unreadable"] = [f"Not readable: {number}" for number in range(7)]
    assert brief(record, Cut(8, 8, 1, 100)).unread[-1] == "and 2 more pages could not be read"


def test_where_nothing_is_published_it_says_what_to_type():
    told = brief({**RECORD, "url": None}, COUNTS)
    assert told.whole == "Digest 01KAK3V8Q0ZJ5T7M9X2N4B6C8D, all of it: watcher digest show 01KAK3V8Q0ZJ5T7M9X2N4B6C8D"


def test_a_record_of_an_earlier_release_can_still_be_told():
    record = {key: value for key, value in RECORD.items() if key != "why"}
    assert brief(record, Cut(8, 8, 1, 100)).footer == ("5 of 6 pages read, 38 checks since 20 Nov 07:00 EST.",)
