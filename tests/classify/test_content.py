"""What is said of the words of a page."""

from datetime import timedelta

import pytest

from watcher.model import Flag, Severity, Source

QA = """
^title Q&A
^updated 2017-02-21
? Q1: What is the 287(g)?
= A1: It lets local officers act as partners. Aliens may be detained.
? Q2: How soon are people hired?
= A2: Within 180 days.
"""


def test_an_answer_in_which_may_became_will_is_critical(tell):
    told = tell(QA, QA.replace("may be", "will be").replace("02-21", "03-01"), "qa")
    assert list(told) == ["faq.answer-altered"]
    finding = told["faq.answer-altered"]
    assert finding.severity is Severity.CRITICAL
    assert finding.summary == 'answer altered: "may" became "will", in "Q1: What is the 287(g)?"'
    assert finding.after == "A1: It lets local officers act as partners. Aliens will be detained."
    assert finding.rule == "faq"


def test_an_answer_in_which_a_number_changed_is_critical(tell):
    assert tell(QA, QA.replace("180", "90"), "qa")["faq.answer-altered"].severity is Severity.CRITICAL


def test_an_answer_put_in_other_words_is_high(tell):
    told = tell(QA, QA.replace("act as partners", "take part").replace("02-21", "03-01"), "qa")
    assert told["faq.answer-altered"].severity is Severity.HIGH


def test_an_answer_that_opens_with_no_is_critical(tell):
    told = tell(QA, QA.replace("A2: Within", "A2: No. Within"), "qa")
    assert told["faq.answer-altered"].severity is Severity.CRITICAL


def test_renumbered_questions_are_not_altered(tell, form):
    after = QA.replace("Q2", "Q3").replace("A2", "A3")
    assert tell(QA, after, "qa") == {}
    assert list(form(QA, after, "qa")) == ["order.changed"]


def test_a_pair_that_goes_is_critical_even_when_the_others_are_renumbered(tell):
    after = "^title Q&A\n? Q1: How soon are people hired?\n= A1: Within 180 days."
    told = tell(QA.replace("^updated 2017-02-21", ""), after, "qa")
    assert list(told) == ["faq.pair-removed"]
    assert told["faq.pair-removed"].severity is Severity.CRITICAL
    assert "What is the 287(g)?" in (told["faq.pair-removed"].before or "")


def test_a_new_pair_is_told_once_with_its_line_in_the_contents_list(tell):
    before = "~ Who are we?\n? Who are we?\n= A department."
    after = "~ Who are we?\n~ Why now?\n? Who are we?\n= A department.\n? Why now?\n= The law asks it."
    assert list(tell(before, after, "qa")) == ["faq.pair-added"]


def test_a_question_in_other_words_is_known_by_its_answer(tell):
    before = "? When does it end?\n= The program ends once every office has been told of it in writing."
    after = "? What is the closing day?\n= The program ends once every office has been told of it in writing."
    told = tell(before, after, "qa")
    assert list(told) == ["faq.question-altered"]


def test_a_figure_says_before_after_and_difference(tell):
    before = "More than 283,000 convicted people have been removed. It began in 2008."
    told = tell(before, before.replace("283,000", "363,400"))
    assert list(told) == ["figure.changed"]
    assert "283,000 → 363,400 (+80,400)" in told["figure.changed"].summary
    assert told["figure.changed"].after == "More than 363,400 convicted people have been removed."


def test_a_figure_beside_other_new_words_is_told_and_so_are_the_words(tell):
    before = "More than 283,000 people have been removed. The offices help them."
    after = "More than 363,400 people have been removed. Nobody at all helps them."
    assert set(tell(before, after)) == {"figure.changed", "text.altered"}


def test_a_figure_in_a_table_is_named_by_its_row(tell):
    told = tell("| Africa | 45,000 | Kenya 20", "| Africa | 58,500 | Kenya 20")
    assert told["figure.changed"].summary.startswith("figure changed: 45,000 → 58,500 (+13,500)")
    assert "Africa" in told["figure.changed"].summary


def test_a_figure_that_the_operator_named_goes_by_its_name(tell):
    source = Source("pep", "https://www.dhs.example/", figures=(("convicted", "{n} convicted criminal aliens"),))
    before = "More than 283,000 convicted criminal aliens were removed by it."
    after = "In its last year the program led to the removal of 363,400 convicted criminal aliens."
    told = tell(before, after, source=source)
    assert told["figure.changed"].key == "convicted"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Under Executive Order No. 13768 the offices act.", "Under Executive Order No. 13780 the offices act."),
        ("See section 236 for all of it.", "See section 287 for all of it."),
        ("The 9th office opens to the public.", "The 10th office opens to the public."),
        ("Use Form I-694 for it, please.", "Use Form I-765 for it, please."),
    ],
)
def test_the_number_of_a_law_or_a_form_is_no_figure(tell, before, after):
    assert list(tell(before, after)) == ["text.altered"]


def test_the_same_number_written_otherwise_is_no_change_of_figure(tell):
    assert "figure.changed" not in tell("It fell to 98 percent of all.", "It fell to 98% of all.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("15OCT23", "01SEP23"),
        ("Jan. 22, 2013", "Feb. 1, 2013"),
        ("02/05/2021", "02/06/2021"),
        ("2026-01-07", "2026-02-07"),
        ("May 13, 2021", "April 22, 2021"),
        ("3 March 2017", "4 March 2017"),
    ],
)
def test_a_date_in_the_content_is_a_date_and_no_figure(tell, old, new):
    told = tell(f"The rule takes hold on {old} in all offices.", f"The rule takes hold on {new} in all offices.")
    assert list(told) == ["date.changed"]
    assert f"{old} → {new}" in told["date.changed"].summary


def test_a_table_cell_with_a_cut_off_date_is_a_date(tell):
    told = tell("| 2nd | 15OCT23 | C", "| 2nd | 01SEP23 | C")
    assert list(told) == ["date.changed"]


def test_the_same_day_written_otherwise_is_no_change_of_date(tell):
    assert "date.changed" not in tell("Due on 02/05/2021 at noon.", "Due on February 5, 2021 at noon.")


def test_words_of_standing_are_critical(tell):
    told = tell(
        "The memorandum of 2014 remains in effect for all offices.",
        "The memorandum of 2014 has been rescinded for all offices.",
    )
    assert list(told) == ["status.changed"]
    assert told["status.changed"].severity is Severity.CRITICAL
    assert "rescinded" in told["status.changed"].summary


def test_a_new_sentence_that_calls_the_program_ended_is_a_status(tell):
    told = tell("It began early.", "It began early.\nThis program was terminated by the Secretary.")
    assert "status.changed" in told


def test_an_ended_lease_is_no_status(tell):
    told = tell("Offices are open daily.", "Offices are open daily and on the day the lease ended too.")
    assert list(told) == ["text.altered"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("202-282-8010", "202-282-9999"),
        ("1-866-DHS-2-ICE", "1-888-DHS-4-ICE"),
        ("press@dhs.example", "media@dhs.example"),
        ("500 12th Street SW, Washington, DC 20536", "801 I Street NW, Washington, DC 20536"),
    ],
)
def test_telephone_mail_and_postal_addresses_are_contacts(tell, old, new):
    told = tell(f"Reach the office at {old} on weekdays.", f"Reach the office at {new} on weekdays.")
    assert list(told) == ["contact.changed"]


def test_the_same_telephone_written_otherwise_is_no_new_contact(tell):
    told = tell("Call (202) 282-8010 on weekdays.", "Call 202.282.8010 on weekdays.")
    assert "contact.changed" not in told


def test_a_mail_link_that_opens_another_address_is_a_contact(tell):
    told = tell("Write to [us](mailto:a@dhs.example).", "Write to [us](mailto:b@dhs.example).")
    assert list(told) == ["contact.changed"]


def test_a_watched_term_that_drops_out_is_told(tell):
    source = Source("pep", "https://www.dhs.example/", watch_terms=("climate change",))
    told = tell("We study climate change here.\nOther words.", "We study weather here.\nOther words.", source=source)
    assert told["term.dropped"].key == "climate change"
    assert "text.altered" in told
    told = tell("We study weather.\nOther.", "We study weather and climate change.\nOther.", source=source)
    assert "term.introduced" in told


def test_one_term_that_takes_anothers_place_throughout_is_told_once(tell):
    before = "Officers meet noncitizens daily.\nThe rights of noncitizens are listed here."
    told = tell(before, before.replace("noncitizens", "aliens"))
    assert list(told) == ["term.replaced"]
    assert told["term.replaced"].summary == '"aliens" takes the place of "noncitizens", 2 times'


def test_a_single_swap_is_no_term_replaced(tell):
    assert list(tell("Officers meet noncitizens daily.", "Officers meet aliens daily.")) == ["text.altered"]


SECTIONS = "# Program\nAn opening.\n## How it works\nPrints are sent.\nThey are matched.\n## Contact\nWrite to us."


def test_a_heading_that_goes_with_all_under_it_is_a_section(tell):
    told = tell(SECTIONS, "# Program\nAn opening.\n## Contact\nWrite to us.")
    assert list(told) == ["section.removed"]
    assert told["section.removed"].before == "How it works\nPrints are sent.\nThey are matched."


def test_a_heading_over_text_that_stays_is_no_section(tell):
    told = tell(SECTIONS, SECTIONS.replace("## How it works\n", ""))
    assert list(told) == ["text.removed"]


def test_a_new_section_is_told_once(tell):
    told = tell("# Program\nAn opening.\n## Contact\nWrite to us.", SECTIONS)
    assert list(told) == ["section.added"]


def test_a_reworded_sentence_is_quoted_and_not_the_whole_paragraph(tell):
    before = "The first sentence stays as it is. The office may help. The last one stays too."
    told = tell(before, before.replace("may help", "is open"))
    assert told["text.altered"].before == "The office may help."
    assert told["text.altered"].after == "The office is open."


def test_a_modal_verb_raises_a_text_edit(tell):
    told = tell("The office may detain a person.", "The office shall detain a person.")
    assert told["text.altered"].severity is Severity.HIGH


def test_neighbouring_new_passages_are_told_together(tell):
    told = tell("# A\nOne.", "# A\nOne.\nTwo is new.\nThree is new.")
    assert told["text.added"].after == "Two is new.\nThree is new."
    assert len(told["text.added"].explains) == 2


def test_a_notice_comes_and_goes(tell):
    assert list(tell("One.", "! Offices are closed today.\nOne.")) == ["notice.added"]
    assert list(tell("! Offices are closed today.\nOne.", "One.")) == ["notice.removed"]


def test_the_title_is_told_once_with_its_heading(tell):
    told = tell(
        "^title Secure Communities\n# Secure Communities\nX.", "^title Secure Community\n# Secure Community\nX."
    )
    assert list(told) == ["title.changed"]
    assert len(told["title.changed"].explains) == 2


def test_a_title_in_capitals_is_the_same_title(tell):
    assert tell("^title Secure Communities\nX.", "^title SECURE COMMUNITIES\nX.") == {}


def test_another_aila_number_is_news(tell):
    assert list(tell("^aila-number 17022130\nX.", "^aila-number 17022131\nX.")) == ["text.altered"]


def test_words_that_changed_while_the_page_date_did_not_are_silent(tell):
    before = "^updated 2021-02-05\nThe office helps people."
    finding = tell(before, before.replace("helps", "ignores"))["text.altered"]
    assert finding.flags == (Flag.SILENT,)
    assert finding.severity is Severity.HIGH
    moved = tell(before, before.replace("helps", "ignores").replace("02-05", "02-06"))["text.altered"]
    assert moved.flags == ()
    assert moved.severity is Severity.MEDIUM


def test_a_new_passage_on_a_page_that_keeps_its_date_is_a_silent_edit(tell):
    finding = tell("^updated 2021-02-05\nOne.", "^updated 2021-02-05\nOne.\nTwo is new here.")["text.added"]
    assert (finding.flags, finding.severity) == ((Flag.SILENT,), Severity.MEDIUM)


def test_what_the_operator_wants_wins(tell):
    source = Source(
        "pep", "https://www.dhs.example/", every=timedelta(hours=1), alert=(("text.added", Severity.CRITICAL),)
    )
    assert tell("One.", "One.\nTwo is new.", source=source)["text.added"].severity is Severity.CRITICAL


def test_a_page_that_is_back_to_earlier_words_says_which(tell, read):
    first = read("The office may help.")
    told = tell("The office will help.", first, earlier=((4, first.fingerprint),))
    assert Flag.REVERTED in told["text.altered"].flags
    assert told["text.altered"].summary.endswith("(as in v4)")


def test_a_reading_that_lost_text_says_so(tell, read):
    told = tell("The office may help.", read("The office will help.", lossy=True))
    assert Flag.LOSSY in told["text.altered"].flags


def test_a_figure_of_something_else_is_no_change_of_figure(tell):
    told = tell("They wait up to 48 hours in a local jail.", "They meet with 3 officers in a local jail.")
    assert list(told) == ["text.altered"]


def test_a_question_reworded_in_its_place_is_one_question(tell):
    before = "? What is it?\n= A program.\n? Who may apply?\n= Anyone.\n? When does it end?\n= In 2027."
    told = tell(before, before.replace("Who may apply?", "Who can now apply?"), "qa")
    assert list(told) == ["faq.question-altered"]


def test_a_new_sentence_with_a_not_in_it_is_no_turn_of_sense(tell):
    told = tell("The office is open.", "The office is open. It does not close at noon, as people had expected of it.")
    assert told["text.altered"].severity is Severity.MEDIUM


def test_silence_and_sense_raise_a_paragraph_once(tell):
    told = tell("^updated 2021-02-05\nThe office may act.", "^updated 2021-02-05\nThe office will act.")
    assert told["text.altered"].severity is Severity.HIGH
    assert told["text.altered"].flags == (Flag.SILENT,)
