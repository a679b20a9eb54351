"""Which words of a change are shown."""

from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.digest.excerpt import hunks, left_out, wdiff
from watcher.model import Block, Edit, Finding, Op

SENTENCES = [f"Sentence number {n} says what an office does on day {n}." for n in range(20)]


def shown(finding):
    return [wdiff(hunk) for hunk in hunks(finding)]


def altered(make, *spans, kind="text.altered", **more):
    return make.finding(kind, "a passage reads otherwise", make.altered(*spans), **more)


def test_the_sentence_that_differs_is_shown_with_one_on_either_side(make):
    before = " ".join(SENTENCES[:5]) + " Officers "
    finding = altered(
        make, ("equal", before), ("delete", "may"), ("insert", "will"), ("equal", " ask. " + " ".join(SENTENCES[5:9]))
    )
    assert shown(finding) == [f"… {SENTENCES[4]} Officers [-may-]{{+will+}} ask. {SENTENCES[5]} …"]


def test_two_places_far_apart_are_two_passages(make):
    finding = altered(
        make,
        ("delete", "Some"), ("insert", "All"), ("equal", " offices open. " + " ".join(SENTENCES[:9]) + " Calls cost "),
        ("delete", "5"), ("insert", "7"), ("equal", " dollars."),
    )  # fmt: skip
    first, second = shown(finding)
    assert first.startswith("[-Some-]{+All+} offices open. ")
    assert second.endswith("Calls cost [-5-]{+7+} dollars.")


def test_an_abbreviation_ends_no_sentence(make):
    finding = altered(
        make,
        ("equal", "Far. Away. Under Sec. 287(g) of the Act, the U.S. Border Patrol on Jan. 5 saw No. "),
        ("delete", "12"), ("insert", "13"), ("equal", " of Mr. Doe. It went on. And on."),
    )  # fmt: skip
    (told,) = shown(finding)
    assert told.startswith(
        "… Away. Under Sec. 287(g) of the Act, the U.S. Border Patrol on Jan. 5 saw No. [-12-]{+13+}"
    )
    assert told.endswith(" of Mr. Doe. It went on. …")


def test_a_passage_that_several_edits_share_is_shown_once(make):
    assert len(hunks(make.finding("text.added", "new", make.added("Twice."), make.added("Twice.")))) == 1


def test_what_is_new_or_gone_is_shown_in_its_own_words(make):
    finding = make.finding(
        "item.removed", "gone", make.removed("Memo\nOf 2014."), make.added("Letter\nOf 2026."), before="not asked"
    )
    assert shown(finding) == ["[-Memo · Of 2014.-]", "{+Letter · Of 2026.+}"]


def test_a_finding_without_edits_is_shown_by_what_it_quotes(make):
    assert shown(make.finding("page.moved", "moved", before="https://a.example", after="https://b.example")) == [
        "[-https://a.example-]{+https://b.example+}"
    ]


def test_what_an_address_did_is_no_passage_of_the_page(make):
    assert shown(make.finding("page.removed", "gone", after="it answers 404")) == []
    assert left_out(make.finding("page.restored", "back", before="it answers 404", after="The page")) == 0


def test_two_quoted_passages_share_the_words_that_they_have_in_common(make):
    said = "Offices open at nine. Persons {} be told of it. Calls are free. So is the letter. Ask for it."
    finding = make.finding(
        "copy.diverged", "the copy reads otherwise", before=said.format("may"), after=said.format("will")
    )
    assert shown(finding) == ["Offices open at nine. Persons [-may-]{+will+} be told of it. Calls are free. …"]


def test_each_of_two_findings_on_one_paragraph_shows_its_own_sentence(make):
    edit = make.altered(
        ("equal", "It runs in "), ("delete", "3,181"), ("insert", "3,074"), ("equal", " counties."),
        ("delete", " Full use was reached in winter."), ("equal", " Calls are free."),
    )  # fmt: skip
    figure = make.finding(
        "figure.changed", "3,181", edit, before="It runs in 3,181 counties.", after="It runs in 3,074 counties."
    )
    text = make.finding("text.altered", "is gone", edit, before="Full use was reached in winter.")
    assert shown(figure) == ["It runs in [-3,181-]{+3,074+} counties. …"]
    assert shown(text) == ["… [-Full use was reached in winter.-] Calls are free."]
    assert (left_out(figure), left_out(text)) == (0, 0)


def test_a_link_is_told_by_the_finding_not_by_the_words_round_it(make):
    edit = make.altered(("equal", "The memo lies here."))
    finding = make.finding(
        "link.retargeted", "leads elsewhere", edit, before="https://a.example", after="https://b.example"
    )
    assert shown(finding) == ["[-https://a.example-]{+https://b.example+}"]


def test_an_altered_block_whose_words_are_the_same_is_told_by_what_the_finding_quotes(make):
    finding = altered(make, ("equal", "Same words."), kind="item.altered", before="old address", after="new address")
    assert shown(finding) == ["[-old-]{+new+} address"]


def test_only_words_that_are_told_of_count_as_left_out(make):
    label = make.finding("page.archived", "labelled", make.added("Archived"), make.added("a date"), after="Archived")
    assert left_out(label) == 0
    twice = make.finding("faq.pair-added", "new", make.added("Same words."), make.added("Same words."))
    assert left_out(twice) == 0


def test_a_long_passage_keeps_its_change_and_says_how_much_is_left_out(make):
    passages = [" ".join(f"word{n}of{passage}" for n in range(300)) for passage in range(5)]
    finding = make.finding("section.removed", "gone", *map(make.removed, passages))
    told = hunks(finding)
    assert len(told) == 3
    assert all(len(wdiff(hunk)) <= 410 for hunk in told)
    assert told[0].spans[0][1].endswith("…")
    words = sum(len(hunk.spans[0][1].split()) for hunk in told)
    assert left_out(finding) == 1500 - words


def test_a_change_inside_an_endless_sentence_is_still_shown(make):
    flood = ", ".join(["and so on"] * 200)
    finding = altered(make, ("equal", f"{flood} they "), ("delete", "may"), ("insert", "will"), ("equal", f" {flood}."))
    (told,) = shown(finding)
    assert "they [-may-]{+will+} and" in told
    assert len(told) < 420


def test_marks_of_the_page_s_own_do_not_pass_for_ours(make):
    finding = make.finding("text.added", "new", make.added("a {+b+} [-c-] d"))
    assert shown(finding) == [r"{+a \{+b\+} \[-c\-] d+}"]


def test_characters_that_would_fool_a_reader_are_written_out(make):
    finding = make.finding("text.added", "new", make.added("pay\u202etxt.exe \x1b[31m red \ud800"))
    assert shown(finding) == [r"{+pay\u202etxt.exe \u001b[31m red \ud800+}"]


spans = st.lists(
    st.tuples(st.sampled_from(["equal", "delete", "insert"]), st.text(st.characters(), max_size=200)), max_size=30
)


@settings(max_examples=150, deadline=None)
@given(spans)
def test_whatever_the_words_passages_are_few_short_and_of_the_page(pieces):
    before = "".join(text for op, text in pieces if op != "insert")
    after = "".join(text for op, text in pieces if op != "delete")
    edit = Edit(Op.ALTERED, Block("paragraph", "k", before), Block("paragraph", "k", after), tuple(pieces), 0, 0)
    finding = Finding("text.altered", "differs", (edit,))
    told = hunks(finding)
    assert len(told) <= 3
    for hunk in told:
        assert sum(len(text) for _, text in hunk.spans) <= 6 * 400
        wdiff(hunk).encode()
    assert left_out(finding) >= 0
