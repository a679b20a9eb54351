"""What is said of entries, files and links."""

from watcher.classify import classify

LIST = """
# Resources
* [Why it fails](https://nilc.example/why): A look at the program and its failings.
* [No rules](https://nilc.example/rules): The program has no rules of the road.
"""
TEASER = "* [Results](https://dhs.example/r): The Secretary announces record statistics, including unprecedented num"


def test_an_entry_that_goes_is_told_by_its_title(tell):
    told = tell(LIST, "\n".join(LIST.splitlines()[:-1]), "resource-list")
    assert list(told) == ["item.removed"]
    assert told["item.removed"].key == "No rules"


def test_a_new_entry_is_told_and_the_others_are_not(tell):
    after = LIST.replace("# Resources", "# Resources\n* [New](https://nilc.example/new): Fresh words.")
    assert list(tell(LIST, after, "resource-list")) == ["item.added"]


def test_an_entry_with_another_blurb_is_altered(tell):
    told = tell(LIST, LIST.replace("no rules", "few rules"), "resource-list")
    assert list(told) == ["item.altered"]


def test_entries_in_another_order_are_no_news(tell, form):
    lines = LIST.strip().splitlines()
    after = "\n".join((lines[0], lines[2], lines[1]))
    assert tell(LIST, after, "resource-list") == {}
    assert list(form(LIST, after, "resource-list")) == ["order.changed"]


def test_a_teaser_cut_elsewhere_is_not_altered(tell, form):
    after = TEASER.replace("num", "numbers of criminals removed. Later, at noon,")
    assert tell(TEASER, after, "listing") == {}
    assert list(form(TEASER, after, "listing")) == ["boilerplate.changed"]


def test_a_teaser_cut_with_dots_is_not_altered(tell):
    assert tell(TEASER + "…", TEASER.removesuffix(" num") + "...", "listing") == {}


def test_a_teaser_that_was_cut_in_a_word_may_be_cut_after_a_sentence(tell):
    longer = TEASER.replace(" num", " numbers. Later, at noon, the secretary will answer ques")
    shorter = TEASER.replace(" num", " numbers.")
    assert tell(longer, shorter, "listing") == {}
    assert tell(shorter, longer, "listing") == {}


def test_a_teaser_that_loses_its_last_sentence_is_altered(tell):
    longer = TEASER.replace(" num", " numbers. The secretary will answer questions.")
    assert list(tell(longer, TEASER.replace(" num", " numbers."), "listing")) == ["item.altered"]


def test_a_blurb_that_says_more_is_altered(tell):
    after = LIST.replace("rules of the road.", "rules of the road. It was updated.")
    assert list(tell(LIST, after, "resource-list")) == ["item.altered"]


def test_an_entry_that_leads_elsewhere_is_one_link_retargeted(tell):
    told = tell(LIST, LIST.replace("nilc.example/rules", "nilc.example/2026/rules"), "resource-list")
    assert list(told) == ["link.retargeted"]


FILES = "# Memos\n@ [Setting the record straight (PDF | 260 KB)](https://ice.example/doc/record.pdf)"


def test_a_file_that_goes_is_told(tell):
    assert list(tell(FILES, "# Memos")) == ["document.removed"]
    assert list(tell("# Memos", FILES)) == ["document.added"]


def test_a_file_of_another_size_is_another_file(tell):
    told = tell(FILES, FILES.replace("260 KB", "273 KB | 5 pages"))
    assert list(told) == ["document.replaced"]
    assert "273 KB" in told["document.replaced"].summary


def test_a_file_label_that_leads_elsewhere_is_retargeted(tell):
    assert list(tell(FILES, FILES.replace("doc/record", "doclib/record"))) == ["link.retargeted"]


PROSE = "The office publishes [a guide](https://ice.example/guide) for everyone."


def test_a_link_that_goes_while_its_words_stay_is_removed(tell):
    told = tell(PROSE, "The office publishes a guide for everyone.")
    assert list(told) == ["link.removed"]
    assert "ice.example/guide" in told["link.removed"].summary


def test_a_link_that_comes_is_added(tell):
    assert list(tell("The office publishes a guide for everyone.", PROSE)) == ["link.added"]


def test_the_same_label_with_another_address_is_retargeted(tell):
    assert list(tell(PROSE, PROSE.replace("/guide)", "/other)"))) == ["link.retargeted"]


def test_the_same_address_with_another_label_is_no_link_removed(tell):
    told = tell(PROSE, PROSE.replace("[a guide]", "[a handbook]"))
    assert set(told) == {"link.relabelled", "text.altered"}


def test_another_spelling_of_the_same_address_is_form(tell, form):
    after = PROSE.replace("https://ice.example/guide", "http://www.ice.example/guide/")
    assert tell(PROSE, after) == {}
    assert list(form(PROSE, after)) == ["markup.changed"]


def test_links_of_a_passage_that_went_are_not_told_twice(tell):
    assert list(tell(f"One stays.\n{PROSE}", "One stays.")) == ["text.removed"]


def test_a_linked_memo_in_running_text_is_a_document(tell):
    told = tell("Read [the memo](https://ice.example/memo.pdf) first.", "Read the memo first.")
    assert list(told) == ["document.removed"]


def test_findings_come_gravest_first_then_in_document_order(changed):
    before = LIST + "The rule is in effect today.\nOne plain passage."
    after = LIST.replace("no rules", "few rules") + "The rule is suspended today.\nOne altered plain passage."
    levels = [finding.level for finding in classify(changed(before, after, "resource-list"))]
    assert levels == sorted(levels, reverse=True)


def test_a_list_entry_that_is_nothing_but_a_link_is_a_link(tell):
    before = "# More\n- [Guide](https://ice.example/guide)\n- [Form](https://ice.example/form)"
    assert list(tell(before, before.rsplit("\n", 1)[0])) == ["link.removed"]
    assert list(tell(before.rsplit("\n", 1)[0], before)) == ["link.added"]


def test_links_of_a_new_section_are_told_with_the_section(tell):
    after = "One.\n# More\n- [Guide](https://ice.example/guide)"
    assert list(tell("One.", after)) == ["section.added"]
