"""What holds of every set of findings."""

from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.classify import classify, diverged
from watcher.model import KINDS

SIGNS = [
    *("", "# ", "## ", "- ", "| ", "! ", "~ ", "& ", "? Q1: ", "? Q2: ", "= A1: ", "* "),
    *("^updated ", "^title ", "^archived ", "^description ", "%footer ", "^redirect https://x.gov/"),
]
LINE = st.builds(
    lambda sign, words: f"{sign}{' '.join(words)}",
    st.sampled_from(SIGNS),
    st.lists(
        st.sampled_from(
            [
                "may",
                "will",
                "not",
                "3,181",
                "4,000",
                "May 1, 2013",
                "02/05/2021",
                "rescinded",
                "the program is",
                "[memo](https://a.gov/m.pdf)",
                "[page](https://a.gov/p)",
                "202-282-8010",
                "The Office.",
                "Yes.",
                "no",
            ]
        ),
        min_size=1,
        max_size=6,
    ),
)
TEXT = st.lists(LINE, max_size=10).map("\n".join)
KIND = st.sampled_from(["article", "qa", "listing", "program"])


@settings(max_examples=300, deadline=None)
@given(before=TEXT, after=TEXT, kind=KIND)
def test_every_edit_is_explained_by_a_finding_of_a_known_kind(changed, before, after, kind):
    change = changed(before, after, kind)
    found = classify(change)
    explained = {id(edit) for finding in found for edit in finding.explains}
    assert {id(edit) for edit in change.edits} <= explained
    for finding in found:
        assert finding.kind in KINDS
        assert 0 < len(finding.summary) <= 160
        assert "\n" not in finding.summary
        assert finding.rule
        assert finding.severity is not None
        assert {id(edit) for edit in finding.explains} <= {id(edit) for edit in change.edits}


@settings(max_examples=100, deadline=None)
@given(before=TEXT, kind=KIND)
def test_equal_documents_say_nothing(changed, before, kind):
    assert classify(changed(before, before, kind)) == ()


@settings(max_examples=100, deadline=None)
@given(before=TEXT, after=TEXT)
def test_a_copy_is_judged_without_fail(changed, before, after):
    change = changed(before, after)
    assert all(finding.kind == "copy.diverged" for finding in diverged(change.source, change.edits))
