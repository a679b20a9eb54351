"""What is counted and never sent alone."""


def test_what_the_rules_strip_is_boilerplate(tell, form):
    before = "%gov-banner Here's how you know\nWords."
    after = "%gov-banner Here is how you know\nWords."
    assert tell(before, after) == {}
    told = form(before, after)
    assert list(told) == ["boilerplate.changed"]
    assert told["boilerplate.changed"].after == "Here is how you know"


def test_the_same_words_in_another_role_are_markup(tell, form):
    assert tell("One line of words.", "- One line of words.") == {}
    assert list(form("One line of words.", "- One line of words.")) == ["markup.changed"]


def test_the_same_words_in_capitals_are_markup(tell, form):
    assert list(form("The Department of State.", "the department of state.")) == ["markup.changed"]
    assert tell("The Department of State.", "the department of state.") == {}


def test_a_paragraph_that_was_split_is_markup(tell, form):
    before = "The office opened early. It then closed at noon for everyone."
    after = "The office opened early.\nIt then closed at noon for everyone."
    for old, new in ((before, after), (after, before)):
        assert tell(old, new) == {}
        assert list(form(old, new)) == ["markup.changed"]


def test_a_comma_is_no_markup(tell):
    assert list(tell("Officers may not, must act.", "Officers may, not must act.")) == ["text.altered"]


def test_headings_nested_otherwise_are_markup(form):
    assert list(form("# A\n## B\nWords.", "# A\n# B\nWords.")) == ["markup.changed"]


def test_a_description_for_machines_is_metadata(tell, form):
    assert tell("^description Old\nWords.", "^description New\nWords.") == {}
    assert list(form("^description Old\nWords.", "^description New\nWords.")) == ["metadata.changed"]


def test_a_passage_that_moved_is_order(tell, form):
    before = "One stands first.\nTwo is here.\nThree is last."
    after = "Two is here.\nThree is last.\nOne stands first."
    assert tell(before, after) == {}
    assert list(form(before, after)) == ["order.changed"]


def test_equal_pages_say_nothing(tell, form):
    assert tell("# A\nWords.", "# A\nWords.") == {}
    assert form("# A\nWords.", "# A\nWords.") == {}
