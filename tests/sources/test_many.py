"""A long list is read entry by entry; nothing that is said of it, or told of its mistakes, depends on that."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from watcher import sources
from watcher.sources.composing import Composer, events
from watcher.sources.entries import secrets
from watcher.sources.literals import scalars
from watcher.sources.marked import Page
from watcher.sources.nodes import MappingNode as OurMapping
from watcher.sources.ordinary import ordinary
from watcher.sources.plain import plain
from watcher.sources.strictness import Strictness

PEAK = """
import sys, tracemalloc
from pathlib import Path
from watcher import sources
sources.load(Path(sys.argv[2]), {})
tracemalloc.start()
assert len(sources.load(Path(sys.argv[1]), {}).sources) == int(sys.argv[3])
print(tracemalloc.get_traced_memory()[1])
"""


def peak(folder, small, number):
    """The most memory in bytes that so many sources needed at once, in a process of its own."""
    entries = "".join(
        f"  - id: page-{at}\n    name: 'Page {at}: what it says'\n    url: https://www.site{at % 97}.gov/pages/{at}\n"
        f"    kind: article\n    every: 1d\n    tags: [dhs, pep]\n    expect: {{archived: x, pairs: {at % 5}}}\n"
        for at in range(number)
    )
    folder.mkdir()
    (folder / "sources.yaml").write_text(f"defaults: {{tags: [enforcement]}}\nsources:\n{entries}", encoding="utf-8")
    asked = [sys.executable, "-c", PEAK, str(folder), str(small), str(number)]
    return int(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)


def test_a_source_more_costs_what_is_kept_of_it(files, tmp_path):
    """Its text twice (150 bytes each), itself, its words: 1.0 kB were measured, and 13 kB with the whole tree."""
    few, many = (peak(tmp_path / f"of-{number}", files(), number) for number in (1_000, 5_000))
    assert (many - few) / 4_000 < 1_500


WORDS = st.sampled_from(
    [": ", "- ", "\n", "\n  ", "\n  - ", "{", "}", "[", "]", ", ", "'", '"', "|", "&a ", "*a", "!x ", "!!str ", "! ",
     "? ", "#", "~", "1", "0x1f", "1.5", "true", "NO", "2021-02-05", "<<", "=", "é", "${env:X}", "id", "url", "xoxb-1",
     "https://a.gov", "https://u:p@a.gov"]
)  # fmt: skip
ENTRY = st.lists(
    st.tuples(
        st.sampled_from(["id", "url", "name", "tags", "2", "!x k", "? k\n "]),
        st.sampled_from(["a", "x ", "'1'", "1", "[a, b]", "{a: 1, b: ~}", "{a: 1, a: 2}", "!x y", "{[a]: b}", "xoxb-12",
                         "https://u:p@a.gov", '"\\x78oxb-12"', "${env:X}", "hooks.slack.com/services/T"]),
    ),
    min_size=1,
).map(lambda pairs: "- " + "\n  ".join(f"{key}: {value}" for key, value in pairs))  # fmt: skip


def marks(node):
    """A tree as its tags, words and places."""
    at = (node.start_mark.line, node.start_mark.column, node.end_mark.line, node.end_mark.column)
    tag = (node.tag or "").removeprefix("tag:yaml.org,2002:")
    if isinstance(node.value, str):
        return tag, at, node.value
    below = [marks(one) for each in node.value for one in (each if isinstance(each, tuple) else (each,))]
    return tag, at, node.flow_style, below


def composed(compose):
    """The tree, or that there is none."""
    try:
        root = compose()
        return root and marks(root)
    except YAMLError:
        return "no YAML"
    except RecursionError:
        return "nested in itself"


@given(text=st.lists(WORDS, max_size=30).map("".join))
def test_our_nodes_are_those_of_the_library(text):
    theirs = composed(lambda: YAML(typ="safe", pure=False).compose(text))
    ours = composed(lambda: Composer(events(text, pure=False)).whole())
    assert ours == theirs or "&a" in text  # an anchor may be given twice, which libyaml's own composer refuses


@given(text=ENTRY)
def test_what_is_taken_at_its_word_has_no_mistake_that_a_closer_look_would_find(text):
    try:
        root = Composer(events(text, pure=False)).whole()
    except YAMLError:
        return
    entry = root.value[0]
    said = ordinary(entry)
    page = Page("sources.yaml", text, OurMapping("map", [], root.start_mark, root.end_mark))
    faults = [*Strictness(page).mistakes(entry, ("sources", 0)), *secrets(page, list(scalars(entry, ("sources", 0))))]
    assert said is None or (said == plain(entry) and not faults)
    is_simple = isinstance(entry, OurMapping) and not faults and "xoxb" not in text and "hook" not in text
    assert said is not None or not is_simple


@pytest.mark.parametrize("wrong", ["id: A", "url: ftp://x", "name: ''", "urk: 1", "id: 5", "name: [x]"])
def test_a_mistake_is_told_in_the_same_words_wherever_it_stands(check, wrong):
    key = wrong.partition(":")[0]
    entry = {"id": "id: x", "url": "url: https://a.gov/x", "name": "name: X"} | {key: wrong}
    right = "".join(f"- {{id: r{at}, url: https://a.gov/{at}, name: R}}\n" for at in range(3))
    bad = f"- {{{', '.join(entry.values())}}}\n"
    first, last = check("sources:\n" + bad + right), check("sources:\n" + right + bad)
    assert first
    assert [(each.line + 3, each.where.replace("[0]", "[3]"), each.message) for each in first] == [
        (each.line, each.where, each.message) for each in last
    ]


def test_no_line_shows_a_secret_that_stands_behind_the_mistake(check):
    text = "sources: [{url: htps://a.gov}, {url: 'https://me:hunter2@b.gov'}]\n"
    problems = check(text)
    assert [problem.code for problem in problems] == ["WC011", "WC040"]
    assert "hunter2" not in "".join(str(problem) + json.dumps(problem.form()) for problem in problems)
    (useless,) = check("sources: [&x [*x], {url: 'https://me:hunter2@b.gov'}]\n")
    assert "hunter2" not in str(useless)


def test_defaults_hold_wherever_they_stand(files):
    defaults, listed = "defaults: {every: 2h, tags: [x]}\n", "sources:\n- {id: a, url: https://a.gov, tags: [y]}\n"
    before, behind = (sources.load(files(text), {}).sources for text in (defaults + listed, listed + defaults))
    assert before == behind
    assert (before[0].every, before[0].tags) == (timedelta(hours=2), ("x", "y"))


def test_entries_may_repeat_what_others_say(files):
    text = (
        "sources: &all\n- &one {id: a, url: https://a.gov, ignore: &i [{select: .promo}]}\n"
        "- {id: b, url: https://b.gov, ignore: *i}\n"
    )
    one, other = sources.load(files(text), {}).sources
    assert one.ignore == other.ignore
    assert one.ignore.select == (".promo",)


def test_a_secret_that_is_repeated_is_told_of_once(check):
    text = "sources:\n- {url: &u 'https://me:hunter2@b.gov', id: a}\n- {url: *u, id: b}\n"
    assert [problem.code for problem in check(text)] == ["WC040"]


def test_sources_that_say_the_same_share_what_they_say(files):
    kinds = ["article", "qa", "article", "qa"]
    entries = "".join(
        f"- {{id: p{at}, url: https://a.gov/{at}, tags: [t], kind: {kind}, expect: {{pairs: 2}}}}\n"
        for at, kind in enumerate(kinds)
    )
    loaded = sources.load(files(f"sources:\n{entries}"), {}).sources
    assert [(each.id, each.kind) for each in loaded] == list(zip(["p0", "p1", "p2", "p3"], kinds, strict=True))
    assert len({id(each.expect) for each in loaded}) == len({id(each.tags) for each in loaded}) == 1
