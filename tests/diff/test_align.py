"""Which block became which."""

import time
from dataclasses import replace
from random import Random

from watcher.diff import align, rebuild
from watcher.model import Block, Document, Link, Op


def ops(edits):
    return [(edit.op.value, edit.block.kind) for edit in edits]


def test_a_reworded_paragraph_is_altered_and_its_words_are_marked(document):
    (edit,) = align(document("One.", "Officers may detain people."), document("One.", "Officers will detain people."))
    assert edit.op is Op.ALTERED
    assert ("delete", "may") in edit.spans
    assert ("insert", "will") in edit.spans
    assert (edit.was_at, edit.now_at) == (1, 1)


def test_positions_count_the_facts_first(document):
    (edit,) = align(document("One.", title="A", updated="B"), document("One.", "Two.", title="A", updated="B"))
    assert edit.now_at == 3


def test_facts_are_known_by_name(document):
    (edit,) = align(document("X.", updated="2021-02-05"), document("X.", updated="2025-01-24"))
    assert (edit.op, edit.block.key) == (Op.ALTERED, "updated")


def test_quote_style_and_white_space_are_no_edit(document):
    assert align(document("The “new” rule – here’s"), document('The "new"  rule - here\'s')) == ()


def test_a_passage_elsewhere_is_moved_and_its_neighbours_are_not(document):
    edits = align(document("A a.", "B b.", "C c.", "D d."), document("B b.", "C c.", "D d.", "A a."))
    assert [(edit.op, edit.block.text) for edit in edits] == [(Op.MOVED, "A a.")]


def test_questions_are_matched_by_wording_and_not_by_number(document, pair):
    before = document(*pair("Q1: What?", "A1: This."), *pair("Q2: How?", "A2: So."))
    after = document(*pair("Q1: How?", "A1: So."))
    edits = align(before, after)
    removed = {edit.block.text for edit in edits if edit.op is Op.REMOVED}
    assert removed == {"Q1: What?", "A1: This."}
    assert {edit.block.key for edit in edits if edit.op is Op.ALTERED} == {"how"}


def test_a_reworded_question_takes_its_answer_along(document, pair):
    before = document(*pair("How will officers use the program?", "They will use it daily."))
    after = document(*pair("How will the officers now use the program?", "They will use it weekly."))
    assert ops(align(before, after)) == [("altered", "question"), ("altered", "answer")]


def test_a_question_with_other_words_is_known_by_a_long_answer(document, pair):
    answer = "The program ends once every office has been told of it in writing."
    edits = align(document(*pair("When?", answer)), document(*pair("What is the closing day?", answer)))
    assert ops(edits)[0] == ("altered", "question")


def test_a_short_answer_does_not_make_two_questions_one(document, pair):
    edits = align(document(*pair("Is it open?", "Yes.")), document(*pair("Must people register?", "Yes.")))
    assert {edit.op for edit in edits} == {Op.ADDED, Op.REMOVED}


def test_entries_are_known_by_address_then_by_title(document):
    def entry(address: str, text: str) -> Block:
        return Block("item", address, text, links=(Link(f"https://{address}", text.partition("\n")[0]),))

    (edit,) = align(document(entry("a.gov/1", "Old title\nBlurb.")), document(entry("a.gov/1", "New name\nBlurb.")))
    assert edit.op is Op.ALTERED
    (edit,) = align(document(entry("a.gov/1", "The title\nBlurb.")), document(entry("b.gov/2", "The title\nOther.")))
    assert edit.op is Op.ALTERED


def test_a_row_is_known_by_its_first_cell(document):
    rows = [Block("row", "", text) for text in ("Africa | 45,000 | A 1", "Africa | 58,500 | B 2")]
    (edit,) = align(document("X.", rows[0], "Y."), document("X.", rows[1], "Y."))
    assert edit.op is Op.ALTERED


def test_a_paragraph_that_became_a_list_entry_is_one_altered_block_without_spans(document):
    (edit,) = align(document("Same words."), document(Block("list-item", "", "Same words.")))
    assert (edit.op, edit.spans) == (Op.ALTERED, ())


def test_a_link_that_leads_elsewhere_is_an_edit_without_spans(document):
    old = Block("paragraph", "", "Read the memo.", links=(Link("https://a.gov/1", "memo"),))
    (edit,) = align(document(old), document(replace(old, links=(Link("https://a.gov/2", "memo"),))))
    assert (edit.op, edit.spans) == (Op.ALTERED, ())


def test_a_paragraph_split_in_two_is_neither_removed_nor_added(document):
    whole, first, second = "It began early. It ended late.", "It began early.", "It ended late."
    for before, after in (((whole,), (first, second)), ((first, second), (whole,))):
        edits = align(document("A.", *before, "Z."), document("A.", *after, "Z."))
        assert {edit.op for edit in edits} == {Op.MOVED}
        assert [block.text for block in rebuild(document("A.", *before, "Z."), edits)] == ["A.", *after, "Z."]


def test_what_is_gone_stands_where_it_stood(document):
    edits = align(
        document("One is first.", "Two is gone.", "Three is here."),
        document("Zero.", "One is first.", "Three is here."),
    )
    assert [(edit.op, edit.block.text) for edit in edits] == [(Op.ADDED, "Zero."), (Op.REMOVED, "Two is gone.")]


def prose(chance: Random, blocks: int) -> list[str]:
    lexicon = [f"word{number}" for number in range(3000)]
    return [" ".join(chance.choices(lexicon, k=40)) for _ in range(blocks)]


def seconds(before: Document, after: Document) -> float:
    start = time.process_time()
    edits = align(before, after)
    spent = time.process_time() - start
    assert [block.says() for block in rebuild(before, edits)] == [block.says() for block in after.blocks]
    return spent


def test_three_thousand_passages_against_three_thousand_others_stay_quick(document):
    chance = Random(1)
    before = prose(chance, 3000)
    assert seconds(document(*before), document(*prose(chance, 3000))) < 4  # 1.2 s on a free core
    reworded = [text.replace("word1", "term") for text in before]
    chance.shuffle(reworded)
    assert seconds(document(*before), document(*reworded)) < 4


def test_twenty_thousand_lines_stay_quick(document):
    before = [f"line {number} of the old text" for number in range(20_000)]
    after = [f"line {number} of another" for number in range(20_000)]
    assert seconds(document(*before), document(*after)) < 8  # 1.4 s on a free core
