"""The demo's noise is noise: what a reader is told stays the same."""

from typing import Any

import pytest

from watcher.demo import ManyPages
from watcher.demo.noise import Noise
from watcher.demo.render import PAGES
from watcher.demo.stamps import STAMP, stamped
from watcher.normalize import skim


@pytest.mark.parametrize("source_id", PAGES)
def test_two_answers_of_one_round_skim_alike(visitor: Any, source_id: str) -> None:
    first, second = (visitor.page(source_id)[2] for _ in range(2))
    assert (first == second) == (source_id == "nilc-pep-scomm")
    assert skim(first) == skim(second)


def test_many_pages_skim_alike_until_they_are_changed(visit: Any) -> None:
    pages = ManyPages(2, ["a.test"])
    visitor = visit(pages.start())
    try:
        url = pages.urls(visitor.port)[0]
        first, second = (visitor.get(url)[2] for _ in range(2))
        assert first != second
        assert skim(first) == skim(second)
        pages.change(0.5)
        assert skim(visitor.get(url)[2]) != skim(first)
    finally:
        pages.stop()


def test_the_same_seed_gives_the_same_tokens_and_another_seed_gives_others() -> None:
    assert [Noise("a").dom(), Noise("a").build()] == [Noise("a").dom(), Noise("a").build()]
    assert Noise("a").dom() != Noise("b").dom()
    assert Noise("a", "1").uuid("menu") == Noise("b", "2").uuid("menu")
    assert Noise("a", "1").asset != Noise("a", "2").asset


def test_stamps_are_put_between_lines_and_inside_them_and_take_nothing_away() -> None:
    lines = [f"This is line number {number} of the document." for number in range(40)]
    with_stamps = stamped(lines, 0)
    assert len(with_stamps) == len(lines) + 3
    plain = " ".join(with_stamps).replace(STAMP, "").replace("AIILA Doc. No. 17022130. (Posted 2/21/17)", "")
    assert plain.split() == " ".join(lines).split()
