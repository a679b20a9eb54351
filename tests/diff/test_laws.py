"""What holds of every alignment."""

from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.diff import align, rebuild
from watcher.model import Block, Document, Link, Op

SAID = "may will not 3,181 program office the of in people January 2013 rule"
KINDS = "paragraph heading list-item row question answer item document toc image notice"
WORDS = st.sampled_from(SAID.split())
TEXT = st.lists(WORDS, max_size=9).map(" ".join)
KEYS = st.sampled_from(["", "a", "b", "c"])
LINKS = st.lists(st.builds(Link, st.sampled_from(["https://a.gov/1", "https://a.gov/2"]), WORDS), max_size=1).map(tuple)
BLOCK = st.builds(
    Block,
    st.sampled_from(KINDS.split()),
    KEYS,
    TEXT,
    st.just(()),
    LINKS,
)
FACT = st.builds(Block, st.just("fact"), st.sampled_from(["title", "updated", "archived"]), TEXT)
DOCUMENT = st.builds(
    Document,
    st.just("article"),
    st.lists(FACT, max_size=3, unique_by=lambda block: block.key).map(tuple),
    st.lists(BLOCK, max_size=12).map(tuple),
)


@given(DOCUMENT)
def test_nothing_differs_from_itself(document):
    assert align(document, document) == ()


@settings(max_examples=200)
@given(DOCUMENT, DOCUMENT)
def test_edits_rebuild_the_new_document_from_the_old(before, after):
    rebuilt = rebuild(before, align(before, after))
    assert [(block.says(), block.links) for block in rebuilt] == [
        (block.says(), block.links) for block in (*after.facts, *after.blocks)
    ]


@given(DOCUMENT, DOCUMENT)
def test_every_edit_names_the_places_of_its_blocks(before, after):
    old, new = (*before.facts, *before.blocks), (*after.facts, *after.blocks)
    for edit in align(before, after):
        assert (edit.before is None) == (edit.op is Op.ADDED)
        assert (edit.after is None) == (edit.op is Op.REMOVED)
        assert edit.was_at is None or old[edit.was_at] is edit.before
        assert edit.now_at is None or new[edit.now_at] is edit.after


@given(DOCUMENT, DOCUMENT)
def test_no_edits_means_the_same_words(before, after):
    said = [[block.says() for block in (*one.facts, *one.blocks)] for one in (before, after)]
    if not align(before, after):
        assert said[0] == said[1]
