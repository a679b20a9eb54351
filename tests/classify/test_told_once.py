"""One edit is told once, as what it is."""

import pytest

from watcher.classify import classify
from watcher.model import Flag, Severity

LONG = "The program led to the transfer of people who had been in this country for years. "
REVIEW = "Quarterly reviews are made of every county in which the program runs. "


def test_a_sentence_that_stands_elsewhere_in_its_paragraph_is_order(tell, form):
    before = f"{LONG}It removes the controversy of before. {REVIEW}"
    after = f"{LONG}{REVIEW}It removes the controversy of before."
    assert tell(before, after) == {}
    assert list(form(before, after)) == ["order.changed"]


def test_a_sentence_that_went_to_another_paragraph_is_neither_gone_nor_new(tell, form):
    before = f"{LONG}The policy is rescinded as of today.\n{REVIEW}"
    after = f"{LONG}\n{REVIEW}The policy is rescinded as of today."
    assert tell(before, after) == {}
    assert "2 passages have the same sentences in other places" in form(before, after)["order.changed"].summary


def test_a_sentence_that_went_to_another_answer_alters_both(tell):
    before = "? Who may apply?\n= Anyone here may. It costs nothing at all to do so.\n? When?\n= Any day of the week."
    after = "? Who may apply?\n= Anyone here may.\n? When?\n= Any day of the week. It costs nothing at all to do so."
    assert list(tell(before, after, "qa")) == ["faq.answer-altered"]


def test_a_sentence_that_left_its_link_behind_is_told(tell):
    before = f"{LONG}See the [guide](https://x.example/guide) for what to do.\n{REVIEW}"
    after = f"{LONG}\n{REVIEW}See the guide for what to do."
    assert "link.removed" in tell(before, after)


def test_a_figure_is_not_told_again_as_altered_text(tell):
    before = f"{LONG}In all 3,181 jurisdictions it runs. Full use was reached in winter."
    told = tell(before, f"{LONG}In all 3,074 jurisdictions it runs.")
    assert sorted(told) == ["figure.changed", "text.altered"]
    assert told["text.altered"].summary == 'text altered: "Full use was reached in winter." is gone'
    assert "3,181" not in (told["text.altered"].before or "")


def test_a_short_edit_shows_the_words_around_it(tell):
    before = "We have ended this program in every county of the country."
    told = tell(before, before.replace("have", "have not"))
    assert told["text.altered"].summary == f'text altered: "not" is new, in "{before.replace("have", "have not")}"'


def test_a_short_line_is_shown_whole(tell):
    told = tell(
        "^title T\n# T\n## From Sister Organizations\nText.", "^title T\n# T\n## From Partner Organizations\nText."
    )
    assert (
        told["text.altered"].summary
        == 'heading altered under "T": "From Sister Organizations" → "From Partner Organizations"'
    )


def test_the_note_on_a_file_in_running_text_is_no_figure(tell):
    before = "View the Overview of Quarterly Monitoring (PDF | 260 KB), which is made four times a year."
    told = tell(before, before.replace("260 KB", "273 KB | 5 pages"))
    assert list(told) == ["document.replaced"]
    assert "(PDF | 260 KB) → (PDF | 273 KB | 5 pages)" in told["document.replaced"].summary
    assert "Overview of Quarterly Monitoring" in told["document.replaced"].summary


def test_the_size_of_a_file_makes_no_answer_critical(tell):
    before = "^updated 2017-02-21\n? How?\n= Use the form (PDF | 260 KB)."
    told = tell(before, before.replace("260", "273").replace("02-21", "03-01"), "qa")
    assert told["faq.answer-altered"].severity is Severity.HIGH


BLURB = "A paper on what the program does to the counties that take part in it."


def test_an_entry_that_took_another_title_and_address_is_told_once(tell):
    before = f"* [Reforms fail to help](https://n.example/fail): {BLURB} [Read more](https://n.example/fail)"
    after = before.replace("fail to help", "do not help").replace("/fail", "/no-help")
    told = tell(before, after, "listing")
    assert list(told) == ["item.altered"]
    assert told["item.altered"].summary.endswith("now at n.example/no-help")


def test_a_card_whose_links_lead_elsewhere_is_one_link_retargeted(changed):
    before = "* [Reforms](https://n.example/a): A paper. [Read more](https://n.example/a)"
    told = [one.kind for one in classify(changed(before, before.replace("/a)", "/b)"), "listing"))]
    assert told == ["link.retargeted"]


TEASER = (
    "In a few hours the Secretary joins the director to announce record-breaking enforcement statistics "
    "achieved under the administration this year - including "
)


@pytest.mark.parametrize(
    ("was", "now"), [("unprecedented num", "unprecedented numbers of con"), ("unprec", "unprecedented")]
)
def test_a_teaser_cut_elsewhere_on_a_page_nobody_called_a_listing_is_silent(tell, was, now):
    assert tell(f"## Results\n{TEASER}{was}", f"## Results\n{TEASER}{now}", "plain") == {}


def test_a_paragraph_that_is_finished_later_is_altered(tell):
    assert list(tell(f"{TEASER}unprecedented num", f"{TEASER}unprecedented numbers.", "plain")) == ["text.altered"]


def test_a_list_entry_without_a_full_stop_may_be_altered_at_its_end(tell):
    before = f"- {TEASER}people convicted of an offense"
    assert list(tell(before, f"{before} of moral turpitude", "plain")) == ["text.altered"]


def test_the_line_that_shows_the_day_of_release_is_the_pages_own_date(tell, form):
    before = "^published 2017-02-21\nRelease Date: February 21, 2017\nText."
    after = "^published 2017-02-22\nRelease Date: February 22, 2017\nText."
    assert tell(before, after) == {}
    assert list(form(before, after)) == ["page.redated"]


def test_a_page_that_gains_a_line_of_date_is_not_edited_in_silence(tell, form):
    before = "^updated 2017-02-21\nThe program covers everyone who asks."
    after = "^updated 2017-02-21\n%last-updated UPDATED: March 1, 2017\nThe program covers those who ask."
    assert Flag.SILENT not in tell(before, after)["text.altered"].flags
    assert "UPDATED: March 1, 2017" in form(before, after)["page.redated"].summary


def test_a_heading_after_running_text_is_no_title(tell):
    before = f"{LONG * 2}\n## The Basics\nText."
    assert list(tell(before, before.replace("Basics", "Facts"))) == ["text.altered"]


def test_an_hour_of_the_day_is_no_count(tell):
    before = "Appointment Times: Monday-Friday, 8 a.m.-3 p.m."
    told = tell(before, before.replace("8 a.m.-3", "9 a.m.-2"))
    assert list(told) == ["text.altered"]
    assert "8 a.m.-3 p.m." in told["text.altered"].summary


def test_two_long_labels_are_shown_where_they_part(tell):
    before = "@ [Access Plan (Updated 2023) of the whole department | PDF | 1.19 MB | 11/15/2023](/plan.pdf)"
    told = tell(before, before.replace("11/15", "12/15"))
    assert '1.19 MB | 11/15/2023" → "' in told["document.replaced"].summary
    assert told["document.replaced"].summary.endswith('1.19 MB | 12/15/2023"')


def test_a_title_read_off_another_line_is_no_new_title(tell, form):
    before = "^title PEP and related programs\n# PEP and related programs\n## Sign up\nText of the page."
    after = "^title Sign up\n# PEP and related programs\n## Sign up\nText of the page."
    assert tell(before, after) == {}
    assert list(form(before, after)) == ["metadata.changed"]


def test_a_line_that_calls_these_answers_superseded_is_their_status(tell):
    told = tell("Questions and answers.", "Questions and answers.\nThese answers were superseded in part in March.")
    assert list(told) == ["status.changed"]


def test_a_comma_that_came_along_with_a_word_is_not_counted(tell):
    before = "It applies only to people who have been convicted of a listed offense under the law of a state."
    after = before.replace(" only", "").replace("been convicted of a", "been arrested for, or convicted of, a")
    said = tell(before, after)["text.altered"].summary
    assert said.startswith('text altered: "only" is gone; "arrested for, or" is new, in "It applies to people')


def test_a_list_entry_that_is_nothing_but_a_link_is_relabelled_once(tell):
    before = "- [Questions](https://x.example/faq)\nText of the page that stays."
    assert list(tell(before, before.replace("Questions", "Frequently asked questions"))) == ["link.relabelled"]
