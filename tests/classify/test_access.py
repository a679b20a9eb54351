"""What is said of a page as a whole."""

import pytest

from watcher.classify import classify
from watcher.model import Change, Flag, Outcome, Side, Source

PROGRAM = """
^title Secure Communities
# Secure Communities
The program finds people with a record who are held in local jails across the country.
## The Basics
More than 283,000 people were removed since the program began with 14 jurisdictions.
## How does it work?
Prints taken at a jail are sent to the department, which compares them with its own records.
## Contact
Write to the office at any time.
"""
STUB = """
^title Secure Communities
^archived This information is archived as a result of the end of the program
# Secure Communities
It was an enforcement effort from 2008 to 2014, replaced by the Priority Enforcement Program in July 2015.
"""
LABEL = "^archived Archived Content: it may not reflect current policy\n"


def test_archiving_a_page_is_said_once_and_is_no_edit_to_its_text(tell):
    before = "^title PEP\n^updated 2015-07-30\n^breadcrumb Home › Blog\nWe ended the program."
    after = LABEL + "^title PEP\n^updated 2021-02-05\n^breadcrumb Home › Archived › News\nWe ended the program."
    told = tell(before, after)
    assert list(told) == ["page.archived"]
    assert {edit.block.key for edit in told["page.archived"].explains} == {"archived", "updated", "breadcrumb"}
    assert list(tell(after, before)) == ["page.unarchived"]


def test_an_edit_made_while_archiving_is_told_beside_it(tell):
    told = tell("^title PEP\nWe ended it.\nStays.", LABEL + "^title PEP\nWe kept it.\nStays.")
    assert set(told) == {"page.archived", "text.altered"}


def test_a_new_date_alone_is_no_archiving(tell, form):
    before, after = "^updated 2021-02-05\nWords.", "^updated 2025-01-24\nWords."
    assert tell(before, after) == {}
    assert list(form(before, after)) == ["page.redated"]


def test_a_label_in_other_words_is_form(tell, form):
    before, after = LABEL + "Words.", "^archived Archived Content: out of date\nWords."
    assert tell(before, after) == {}
    assert list(form(before, after)) == ["boilerplate.changed"]


def test_a_page_replaced_by_a_stub_is_replaced_and_its_old_text_is_not_told_piece_by_piece(tell):
    told = tell(PROGRAM, STUB, "program")
    assert set(told) == {"page.replaced", "page.archived"}
    assert "replaced by the Priority Enforcement Program" in (told["page.replaced"].after or "")


def test_a_page_that_lost_most_of_its_text_is_not_replaced(tell):
    after = "\n".join(PROGRAM.strip().splitlines()[:3])
    assert "page.replaced" not in tell(PROGRAM, after, "program")


def test_a_listing_whose_entries_all_turned_over_is_not_replaced(tell):
    def entries(word: str) -> str:
        return "\n".join(f"* [{word} {n}](https://x.example/{word}{n}): {word} {n} of much." for n in range(20))

    assert set(tell(entries("old"), entries("new"), "listing")) == {"item.added", "item.removed"}


def test_a_page_that_is_gone_is_said_and_not_yet_confirmed(looked, read):
    told = classify(_ends(looked(), read(PROGRAM), looked(Outcome.GONE, status=404), None))
    assert [finding.kind for finding in told] == ["page.removed"]
    assert told[0].flags == (Flag.UNCONFIRMED,)
    assert "404" in told[0].summary


def test_a_page_that_is_back_says_whether_its_words_are(looked, read):
    document = read(PROGRAM)
    change = _ends(looked(Outcome.GONE, status=404), None, looked(hours=6), document)
    same = classify(_with_earlier(change, document.fingerprint))
    assert [finding.kind for finding in same] == ["page.restored"]
    assert "with the words of v1" in same[0].summary
    other = classify(_with_earlier(change, "f" * 64))
    assert "with other words than v1" in other[0].summary


@pytest.mark.parametrize("outcome", [one for one in Outcome if one.is_failing])
def test_weather_says_nothing_of_the_page(looked, read, outcome):
    assert classify(_ends(looked(), read(PROGRAM), looked(outcome), None)) == ()
    assert classify(_ends(looked(outcome), None, looked(), read(PROGRAM))) == ()


def test_the_same_words_at_another_address_have_moved(tell, looked, read):
    after = Side(looked(final_url="https://www.dhs.example/programs/secure-communities"), read(PROGRAM), 2)
    told = tell(PROGRAM, PROGRAM, after=after)
    assert list(told) == ["page.moved"]


def test_an_edit_of_a_moved_page_is_told_beside_it(tell, looked, read):
    text = PROGRAM.replace("283,000", "363,400")
    after = Side(looked(final_url="https://www.dhs.example/programs/secure-communities"), read(text), 2)
    assert set(tell(PROGRAM, text, after=after)) == {"page.moved", "figure.changed"}


def test_other_words_at_another_address_are_a_redirect(tell, looked, read):
    other = "^title Welcome\n# Welcome\nThis department keeps the country safe in many ways."
    after = Side(looked(final_url="https://www.dhs.example/welcome"), read(other), 2)
    assert list(tell(PROGRAM, other, after=after)) == ["page.redirected"]


def test_a_stub_that_points_elsewhere_is_a_redirect(tell):
    stub = "^title Redirecting\n^redirect https://www.cisa.example/x\nClick here if you are not redirected."
    told = tell(PROGRAM, stub)
    assert list(told) == ["page.redirected"]
    assert "www.cisa.example/x" in told["page.redirected"].summary


def test_https_and_www_are_no_move(tell, looked, read):
    after = Side(looked(final_url="http://dhs.example/secure-communities/"), read(PROGRAM), 2)
    assert tell(PROGRAM, PROGRAM, after=after) == {}


def test_a_move_into_the_archive_is_archiving(tell, looked, read):
    after = Side(looked(final_url="https://www.dhs.example/archive/secure-communities"), read(PROGRAM), 2)
    assert set(tell(PROGRAM, PROGRAM, after=after)) == {"page.archived", "page.moved"}


def _ends(before, old, after, new):
    return Change(Source("pep", "https://www.dhs.example/"), Side(before, old, 1), Side(after, new, 2))


def _with_earlier(change, fingerprint):
    return Change(change.source, change.before, change.after, change.edits, ((1, fingerprint),))
