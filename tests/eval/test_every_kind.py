"""Every kind of finding is shown by a pair, and something that looks like it is not taken for it."""

from pathlib import Path

import pytest

from tests.eval.pairs import own_pairs
from watcher.model import KINDS

ROOT = Path(__file__).resolve().parents[2]
ASKED = {kind for pair in own_pairs() if not pair.known for entry in pair.expect for kind in entry}
RULED_OUT = {kind for pair in own_pairs() if not pair.known for kind in pair.forbid}

# What two saved answers cannot show is told in a story: kind → (the test that shows it, the trap).
_CLASSIFY = "tests/classify"
IN_STORIES: dict[str, tuple[str, str]] = {
    "link.dead": (
        f"{_CLASSIFY}/test_followed.py::test_a_link_that_does_not_answer_is_dead_and_no_page_was_removed",
        f"{_CLASSIFY}/test_followed.py::test_weather_says_nothing_of_a_link",
    ),
    "link.revived": (
        f"{_CLASSIFY}/test_followed.py::test_a_link_that_answers_again_is_revived",
        f"{_CLASSIFY}/test_followed.py::test_the_same_answer_says_nothing",
    ),
    "item.delisted": (
        f"{_CLASSIFY}/test_delisted.py::test_the_entry_of_a_watched_page_is_delisted_and_not_merely_removed",
        f"{_CLASSIFY}/test_delisted.py::test_a_page_that_the_list_still_leads_to_is_listed",
    ),
    "template.changed": (
        f"{_CLASSIFY}/test_sitewide.py::test_an_edit_to_what_the_pages_open_with_is_one_change_of_the_template",
        f"{_CLASSIFY}/test_sitewide.py::test_what_says_something_is_no_frame_wherever_it_stands",
    ),
    "copy.converged": (
        f"{_CLASSIFY}/test_mirror.py::test_of_two_differences_in_one_answer_the_one_that_is_mended_has_converged",
        f"{_CLASSIFY}/test_mirror.py::test_an_answer_that_differs_in_another_way_now_has_not_converged",
    ),
}


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - IN_STORIES.keys()))
def test_a_pair_shows_the_kind(kind: str) -> None:
    assert kind in ASKED


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - IN_STORIES.keys()))
def test_a_pair_looks_like_the_kind_and_is_none(kind: str) -> None:
    assert kind in RULED_OUT


def test_every_story_that_stands_for_a_kind_is_there() -> None:
    for place in (place for places in IN_STORIES.values() for place in places):
        path, _, name = place.partition("::")
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


def test_only_a_kind_that_no_pair_shows_is_left_to_a_story() -> None:
    assert KINDS.keys() >= IN_STORIES.keys()
    assert ASKED & IN_STORIES.keys() == set()
