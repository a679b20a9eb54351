"""Labelled pairs of pages are read, compared and explained as their labels say."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from watcher.model import KINDS, Flag, Severity


def _score() -> Any:
    """The scoring that `make eval` prints; tests are no package, so it is loaded from its file."""
    path = Path(__file__).resolve().parents[1] / "eval" / "score.py"
    spec = importlib.util.spec_from_file_location("watcher_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


eval_score = _score()
OWN = eval_score.own_pairs()
NAMED = [pair for pair in OWN if pair.kind]
NOISE = [pair for pair in OWN if pair.noise_only]
SHARED = eval_score.shared_pairs()
PAGES = list(eval_score.labelled_pages())
PRESENT = pytest.mark.skipif(not eval_score.SHARED.exists(), reason="../shared is not here")

FOR_ISSUE_ONE = {
    kind
    for kind in KINDS
    if kind.partition(".")[0] not in ("term", "template")
    and kind not in ("link.dead", "link.revived", "item.delisted", "copy.converged")
}


@pytest.mark.parametrize("pair", OWN, ids=[pair.name for pair in OWN])
def test_a_pair_is_explained_as_its_label_says(pair: Any) -> None:
    assert eval_score.score(pair).faults == [], pair.note


@pytest.mark.parametrize("pair", NAMED, ids=[pair.name for pair in NAMED])
def test_a_pair_is_explained_as_well_when_nobody_names_its_kind(pair: Any) -> None:
    assert eval_score.score(pair.unnamed()).faults == [], pair.note


@PRESENT
@pytest.mark.parametrize("pair", SHARED, ids=[pair.name for pair in SHARED])
def test_a_pair_of_real_captures_is_explained_as_its_label_says(pair: Any) -> None:
    assert eval_score.score(pair).faults == [], pair.note


@PRESENT
@pytest.mark.parametrize(("name", "saved", "label"), PAGES, ids=[name for name, _, _ in PAGES])
def test_a_real_page_is_read_as_its_label_says(name: str, saved: Any, label: Any) -> None:
    assert eval_score.page_faults(saved, label) == [], name


@pytest.mark.parametrize("pair", NOISE, ids=[pair.name for pair in NOISE])
def test_noise_is_noise_the_other_way_round_too(pair: Any) -> None:
    assert eval_score.score(pair.reversed()).loud == [], pair.note


def test_labels_use_only_kinds_and_flags_that_exist() -> None:
    for pair in OWN:
        kinds = {kind for entry in pair.expect for kind in entry} | set(pair.forbid)
        assert kinds <= KINDS.keys(), pair.name
        assert {*pair.flags, *pair.not_flags} <= set(Flag), pair.name
        assert not (pair.noise_only and any(KINDS[kind].severity for entry in pair.expect for kind in entry)), pair.name


def test_every_kind_is_asked_for_by_a_pair_and_every_telling_kind_ruled_out_by_another() -> None:
    asked = {kind for pair in OWN for entry in pair.expect for kind in entry}
    ruled_out = {kind for pair in OWN for kind in pair.forbid}
    silent = {kind for kind in FOR_ISSUE_ONE if KINDS[kind].severity is Severity.NOISE}
    assert FOR_ISSUE_ONE - asked == set()
    assert FOR_ISSUE_ONE - ruled_out - silent - {"copy.diverged"} == set()


def test_at_least_forty_pairs_hold_nothing_but_noise() -> None:
    assert sum(pair.noise_only for pair in OWN) >= 40
