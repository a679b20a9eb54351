"""A page that was read once is not read again as the older side of a comparison, and nothing is told otherwise."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.eval.pairs import own_pairs
from tests.pipeline.conftest import page
from tests.pipeline.test_reread import Here
from watcher.model import Block, Document, Ignore, Link, Outcome, Payload, Snapshot, Source, Stripped
from watcher.pipeline.account import Answer, Question
from watcher.pipeline.explain import explain
from watcher.pipeline.reading import read
from watcher.pipeline.remembered import key, packed, unpacked

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
URL = "https://www.agency.example.gov/fees"
PAYLOAD = Payload(b"<p>fees</p>", "text/html", URL)

words = st.text(max_size=12) | st.just("\ud800 “€”\x00")
links = st.lists(st.builds(Link, words, words), max_size=2).map(tuple)
blocks = st.lists(
    st.builds(Block, words, words, words, st.lists(words, max_size=3).map(tuple), links), max_size=4
).map(tuple)  # fmt: skip
documents = st.builds(
    Document,
    words,
    blocks,
    blocks,
    st.lists(st.builds(Stripped, words, words), max_size=2).map(tuple),
    st.floats(0, 1),
    st.booleans(),
    st.booleans(),
)


@given(documents)
def test_a_document_comes_back_as_it_was(document):
    assert unpacked(packed(document)) == document
    assert unpacked(packed(document)).fingerprint == document.fingerprint


def test_a_reading_too_long_to_keep_is_not_kept():
    assert packed(Document("article", blocks=(Block("paragraph", "", "x" * 1_000_000),))) == ""


def test_whatever_a_reading_depends_on_is_in_its_key():
    source = Source("fees", URL)
    other = replace(source, ignore=Ignore(stamps=("seen",)))
    keys = [
        key("rules", source, PAYLOAD, "skim"),
        key("rules-2", source, PAYLOAD, "skim"),
        key("rules", other, PAYLOAD, "skim"),
        key("rules", replace(source, moving=("p",)), PAYLOAD, "skim"),
        key("rules", source, replace(PAYLOAD, url=f"{URL}?new"), "skim"),
        key("rules", source, replace(PAYLOAD, content_type="text/plain"), "skim"),
        key("rules", source, PAYLOAD, "skim-2"),
    ]
    assert len(set(keys)) == len(keys)
    assert key("rules", source, replace(PAYLOAD, body=b"<p nonce=1>fees</p>"), "skim") == keys[0], "one skim, one page"


def test_nothing_is_kept_of_what_has_no_skim_or_is_a_list_of_pages():
    assert key("rules", Source("fees", URL), PAYLOAD, "") == ""
    assert key("rules", Source("fees", URL), replace(PAYLOAD, further=(PAYLOAD,)), "skim") == ""


def answer(saved, hours):
    at = NOON + timedelta(hours=hours)
    payload = Payload(saved.body, saved.content_type or "text/html", saved.final_url or saved.url)
    return Answer(Snapshot("it", saved.url, at, at, Outcome.OK, saved.url, body_sha256=payload.sha256), payload, 1)


@pytest.mark.parametrize("pair", [pair for pair in own_pairs()[::3] if not pair.mirror], ids=lambda pair: pair.name)
def test_every_labelled_pair_is_told_the_same(pair):
    source = Source("it", pair.before.url, kind=pair.kind, **pair.source)
    question = Question(source, answer(pair.before, 0), answer(pair.after, 6))
    kept = explain(Question(source, None, question.before)).as_read
    assert unpacked(kept) == read(question.before.payload, source)
    assert explain(replace(question, before_as_read=kept)) == explain(question)


def asked(start, says, meanwhile=lambda watch: None):
    """The questions put to the workers while a page says one thing after the other."""

    async def play():
        async with start({"fees": URL}) as watch:
            here = Here()
            watch.instance = replace(watch.instance, reader=here)
            for number, said in enumerate(says):
                if number == len(says) - 1:
                    meanwhile(watch)
                watch.script.says[URL] = said
                await watch.next_round()
            return here.asked, watch.told("fees")

    return asyncio.run(play())


def test_the_older_side_is_not_read_again(watch):
    says = [page("It is 10 dollars."), page("It is 12 dollars."), page("It is 15 dollars.")]
    questions, told = asked(watch, says)
    assert [bool(question.before_as_read) for question in questions] == [False, True, True]
    assert "12 dollars" in questions[2].before_as_read
    assert [(finding.before, finding.after) for finding in told][-1] == ("It is 12 dollars.", "It is 15 dollars.")


def test_looks_at_other_tokens_in_between_change_nothing(watch):
    moved = page("It is 10 dollars.").replace("<p>", '<p data-at="7">')
    questions, _ = asked(watch, [page("It is 10 dollars."), moved, page("It is 12 dollars.")])
    assert [bool(question.before_as_read) for question in questions] == [False, True]


def test_after_a_rebuilt_database_both_sides_are_read(watch):
    says = [page("It is 10 dollars."), page("It is 12 dollars."), page("It is 15 dollars.")]
    questions, told = asked(watch, says, lambda watch: watch.store.reindex())
    assert [bool(question.before_as_read) for question in questions] == [False, True, False]
    assert [(finding.before, finding.after) for finding in told][-1] == ("It is 12 dollars.", "It is 15 dollars.")


def test_who_asks_for_another_reading_gets_both_sides_read_so(watch):
    def otherwise(watch):
        source = replace(watch.sources[0], ignore=Ignore(text=("dollars",)))
        watch.store.agenda.sync([source], watch.clock.now())
        watch.instance = replace(watch.instance, configuration=replace(watch.instance.configuration, sources=(source,)))

    says = [page("It is 10 dollars.", "Pay here."), page("It is 12 dollars.", "Pay here.")]
    questions, told = asked(watch, says, otherwise)
    assert [bool(question.before_as_read) for question in questions] == [False, False]
    assert told == []
