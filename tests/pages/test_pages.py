"""Labelled pairs of pages are read, compared and explained as their labels say."""

from typing import Any

import pytest

from tests.eval import pairs
from tests.eval.pairs import Pair
from tests.eval.score import score
from watcher.model import KINDS, Flag

OWN = pairs.own_pairs()
NAMED = [pair for pair in OWN if pair.kind and not pair.known]
NOISE = [pair for pair in OWN if pair.noise_only and not pair.known]
SHARED = pairs.shared_pairs()
PAGES = list(pairs.labelled_pages())
PRESENT = pytest.mark.skipif(not pairs.SHARED.exists(), reason="../shared is not here")


def _each(of: list[Pair]) -> list[Any]:
    """The pairs as parameters; one known to be told wrongly must fail, so that the note goes when it is mended."""
    marks = {pair.name: [pytest.mark.xfail(reason=pair.known, strict=True)] if pair.known else [] for pair in of}
    return [pytest.param(pair, id=pair.name, marks=marks[pair.name]) for pair in of]


@pytest.mark.parametrize("pair", _each(OWN))
def test_a_pair_is_explained_as_its_label_says(pair: Pair) -> None:
    assert score(pair).faults == [], pair.note


@pytest.mark.parametrize("pair", NAMED, ids=[pair.name for pair in NAMED])
def test_a_pair_is_explained_as_well_when_nobody_names_its_kind(pair: Pair) -> None:
    assert score(pair.unnamed()).faults == [], pair.note


@PRESENT
@pytest.mark.parametrize("pair", SHARED, ids=[pair.name for pair in SHARED])
def test_a_pair_of_real_captures_is_explained_as_its_label_says(pair: Pair) -> None:
    assert score(pair).faults == [], pair.note


@PRESENT
@pytest.mark.parametrize(("name", "saved", "label"), PAGES, ids=[name for name, _, _ in PAGES])
def test_a_real_page_is_read_as_its_label_says(name: str, saved: Any, label: Any) -> None:
    assert pairs.page_faults(saved, label) == [], name


@pytest.mark.parametrize("pair", NOISE, ids=[pair.name for pair in NOISE])
def test_noise_is_noise_the_other_way_round_too(pair: Pair) -> None:
    assert score(pair.reversed()).loud == [], pair.note


def test_labels_use_only_kinds_and_flags_that_exist() -> None:
    for pair in OWN:
        kinds = {kind for entry in pair.expect for kind in entry} | set(pair.forbid)
        assert kinds <= KINDS.keys(), pair.name
        assert {*pair.flags, *pair.not_flags} <= set(Flag), pair.name
        assert not (pair.noise_only and any(KINDS[kind].severity for entry in pair.expect for kind in entry)), pair.name


def test_at_least_forty_pairs_hold_nothing_but_noise() -> None:
    assert sum(pair.noise_only for pair in OWN) >= 40
