"""Every kind of finding is shown by a pair, and something that looks like it is not taken for it."""

from pathlib import Path

import pytest

from tests.eval.pairs import own_pairs
from watcher.model import KINDS

ROOT = Path(__file__).resolve().parents[2]
ASKED = {kind for pair in own_pairs() if not pair.known for entry in pair.expect for kind in entry}
RULED_OUT = {kind for pair in own_pairs() if not pair.known for kind in pair.forbid}

# What two saved answers cannot show is told in a story: kind → (the test that shows it, the trap).
IN_STORIES: dict[str, tuple[str, str]] = {}

# Nothing finds these yet. Whoever makes one findable takes it off here and adds its pairs or its stories.
PENDING = {"link.dead", "link.revived", "item.delisted", "template.changed", "copy.converged"}


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - PENDING - IN_STORIES.keys()))
def test_a_pair_shows_the_kind(kind: str) -> None:
    assert kind in ASKED


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - PENDING - IN_STORIES.keys()))
def test_a_pair_looks_like_the_kind_and_is_none(kind: str) -> None:
    assert kind in RULED_OUT


def test_every_story_that_stands_for_a_kind_is_there() -> None:
    for place in (place for places in IN_STORIES.values() for place in places):
        path, _, name = place.partition("::")
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


def test_what_is_pending_is_a_kind_that_no_pair_shows() -> None:
    assert KINDS.keys() >= PENDING
    assert PENDING & (ASKED | IN_STORIES.keys()) == set()
