"""Names that were seen before are answered from memory: as if they were looked through anew."""

import re

from hypothesis import given
from hypothesis import strategies as st

from watcher.normalize.marks import found_in

PATTERN = re.compile(r"(?i)(?:^|[-_])(?:menu|nav)(?:[-_]|$)")
WORDS = st.sampled_from(["menu", "nav", "main", "x" * 101, "Menu", ""])
NAMES = st.frozensets(st.lists(WORDS, min_size=1, max_size=3).map("-".join), max_size=12)


@given(st.lists(NAMES, max_size=6))
def test_page_after_page_finds_what_a_search_finds(pages):
    for names in pages:
        assert found_in(PATTERN, names) == {name for name in names if PATTERN.search(name)}


def test_names_without_end_are_told_right_after_it_began_anew():
    pattern = re.compile("nav-1")
    for page in range(20):
        names = {f"nav-{page}-{number}" for number in range(1_000)}
        assert found_in(pattern, names) == {name for name in names if name.startswith("nav-1")}
    assert found_in(pattern, {"nav-1", "nav-2"}) == {"nav-1"}
