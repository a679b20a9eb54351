"""Where a copy no longer says what its original says."""

from watcher.classify import converged, diverged
from watcher.diff import align
from watcher.model import Severity, Source

COPY = Source("copy", "https://aila.example/", mirror_of="original")
ORIGINAL = """
^title Q&A on the order
? Q1: Under what authority is it done?
= A1: Under the act, and other laws.
? Q2: May officers use discretion?
= A2: Officers may use discretion. // They are told so.
"""


def test_a_copy_that_says_the_same_has_not_diverged(read):
    copy = ORIGINAL.replace("^title Q&A on the order", "^title AILA Doc").replace("Under the act,", "Under the act")
    assert diverged(COPY, align(read(ORIGINAL, "qa"), read(copy, "qa"))) == ()


def test_an_answer_that_differs_is_told_with_both_wordings(read):
    copy = ORIGINAL.replace("may use", "will use")
    told = diverged(COPY, align(read(ORIGINAL, "qa"), read(copy, "qa")))
    assert [finding.kind for finding in told] == ["copy.diverged"]
    assert 'the copy says "will" where the original says "may"' in told[0].summary
    assert "may use" in (told[0].before or "")
    assert "will use" in (told[0].after or "")
    assert told[0].level is Severity.HIGH


def test_only_the_sentences_that_differ_are_quoted(read):
    (told,) = diverged(COPY, align(read(ORIGINAL, "qa"), read(ORIGINAL.replace(" // They are told so.", ""), "qa")))
    assert (told.before, told.after) == ("They are told so.", None)
    assert told.summary == 'the copy lacks "They are told so."'


def test_a_missing_pair_is_one_finding(read):
    copy = "\n".join(ORIGINAL.strip().splitlines()[:-2])
    told = diverged(COPY, align(read(ORIGINAL, "qa"), read(copy, "qa")))
    assert len(told) == 1
    assert told[0].summary == 'the copy lacks "Q2: May officers use discretion?"'


def test_paragraphs_divided_otherwise_are_the_same_copy(read):
    whole = "The office opened early. It then closed at noon for everyone."
    parted = "The office opened early.\nIt then closed at noon for everyone."
    assert diverged(COPY, align(read(whole), read(parted))) == ()


def test_what_differed_before_is_no_news(read):
    copy = ORIGINAL.replace("may use", "will use")
    again = copy.replace("and other laws", "and no other laws")
    known, edits = (align(read(ORIGINAL, "qa"), read(text, "qa")) for text in (copy, again))
    assert [finding.key for finding in diverged(COPY, edits, known)] == ["under what authority is it done"]
    assert converged(COPY, known, edits) == ()


def test_of_two_differences_in_one_answer_the_one_that_is_mended_has_converged(read):
    copy = ORIGINAL.replace("may use", "will use").replace("are told so", "are told")
    mended = ORIGINAL.replace("are told so", "are told")
    known, edits = (align(read(ORIGINAL, "qa"), read(text, "qa")) for text in (copy, mended))
    assert diverged(COPY, edits, known) == ()
    (told,) = converged(COPY, known, edits)
    assert (told.kind, told.level) == ("copy.converged", Severity.LOW)
    assert (told.before, told.after) == ("Officers will use discretion.", "Officers may use discretion.")
    assert told.summary.startswith("the copy says again what the original says: ")


def test_the_original_may_come_to_say_what_the_copy_says(read):
    copy = read(ORIGINAL.replace("may use", "will use"), "qa")
    known, edits = align(read(ORIGINAL, "qa"), copy), align(copy, copy)
    (told,) = converged(COPY, known, edits, by_original=True)
    assert told.summary.startswith("the original now says what the copy says: ")
    assert (told.before, told.after) == ("Officers may use discretion.", "Officers will use discretion.")


def test_an_answer_that_differs_in_another_way_now_has_not_converged(read):
    known, edits = (
        align(read(ORIGINAL, "qa"), read(ORIGINAL.replace("may use", word), "qa")) for word in ("will use", "must use")
    )
    assert [finding.kind for finding in diverged(COPY, edits, known)] == ["copy.diverged"]
    assert converged(COPY, known, edits) == ()


def test_numbers_quotes_and_stamps_never_diverge_or_converge(read):
    quoted = ORIGINAL.replace("They are told so.", 'They are told "so".')
    copy = quoted.replace('"so"', "“so”").replace("? Q1:", "? 1.").replace("= A1: ", "= ") + "\n%aila-stamp AILA Doc."
    edits = align(read(quoted, "qa"), read(copy, "qa"))
    assert diverged(COPY, edits) == ()
    assert converged(COPY, edits, ()) == ()
