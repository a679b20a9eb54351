"""Terms, figures and contacts that the operator follows by name."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from watcher.classify.counting import occurrences
from watcher.model import Block, Document, Source
from watcher.text import fold


def _holding(text: str) -> Document:
    return Document("article", blocks=(Block("paragraph", "", text),))


@given(st.text(min_size=1, max_size=30))
def test_a_term_put_into_a_page_is_counted(term):
    assume(any(character.isalnum() for character in fold(term)))
    assert occurrences(_holding(f"It says that {term} is so."), term) == 1


@given(st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8))
def test_a_term_is_found_in_any_case_that_unicode_folds(word):
    assume(fold(word).casefold() == fold(unicodedata.normalize("NFD", word)).casefold())
    assert occurrences(_holding(f"The ({unicodedata.normalize('NFD', word)}), once."), word) == 1


@pytest.mark.parametrize(
    ("term", "text", "count"),
    [
        ("S-Comm", "S-Comm, s\u2011comm and S\nComm", 3),
        ("287(g)", "The 287(g) agreements; 287 (g); not 1287(g)", 2),
        ("§ 1226", "8 U.S.C.\u00a0§\u00a01226 and §1226", 2),
        ("sensitive locations", "Sensitive\nlocations; sensitive-locations; insensitive locations", 2),
        ("don't ask", "Don\u2019t ask.", 1),
        ("detainer", "A detainer, its detainers and a detainer’s end; no retainer", 3),
        ("ciudad santuario", "Una CIUDAD SANTUARIO y otra ciudad\u00a0santuario", 2),
        ("mañana", "man\u0303ana", 1),
        ("“alien”", 'the "alien" and the alien', 1),
        ("ICE.", "See ICE. Or ICE!", 1),
        ("移民", "所有移民都可以申请", 1),
        ("may", "It may, in dismay, be maybe", 1),
    ],
)
def test_a_term_is_counted_however_the_page_sets_it(term, text, count):
    assert occurrences(_holding(text), term) == count


def test_a_term_that_occurs_less_often_is_neither_dropped_nor_introduced(tell):
    source = Source("ice", "https://www.ice.example/", watch_terms=("detainer",))
    told = tell(
        "A detainer is asked for.\nA detainer ends.", "A request is asked for.\nA detainer ends.", source=source
    )
    assert not {kind for kind in told if kind.startswith("term.")}


def test_a_dropped_term_says_how_often_it_stood_there(tell):
    source = Source("ice", "https://www.ice.example/", watch_terms=("detainer",))
    told = tell("Detainers are asked for.\nA detainer ends.", "Requests are made.\nA request ends.", source=source)
    assert told["term.dropped"].summary == 'the term "detainer" no longer occurs (before: 2 times)'
    back = tell("Requests are made.", "Detainers are asked for.", source=source)
    assert back["term.introduced"].summary == 'the term "detainer" now occurs (1 time; before: none)'


def test_a_followed_figure_is_told_by_its_name_and_the_others_of_its_sentence_too(tell):
    source = Source("ice", "https://www.ice.example/", figures=(("convicted", "{n} convicted"),))
    before = "More than 283,000 convicted people were removed from 14 counties."
    told = tell(before, before.replace("283,000", "297,000"), source=source)
    assert list(told) == ["figure.changed"]
    assert told["figure.changed"].key == "convicted"
    assert told["figure.changed"].summary.startswith("convicted: 283,000 → 297,000 (+14,000), ")
    both = tell(before, before.replace("283,000", "297,000").replace("14", "15"), source=source)
    assert both["figure.changed"].summary.startswith("figure changed: 14 → 15 (+1)")


@pytest.mark.parametrize(
    ("wording", "before", "after", "told"),
    [
        (
            "{n} of the",
            "98 percent of the jails",
            "95 percent of the jails",
            "share: 98 percent → 95 percent (-3 points)",
        ),
        ("budget: {n}", "The budget: $1.5 million.", "The budget: $1.7 million.", "share: $1.5 million → $1.7 million"),
    ],
)
def test_a_followed_figure_may_be_a_share_or_a_sum(tell, wording, before, after, told):
    source = Source("ice", "https://www.ice.example/", figures=(("share", wording),))
    assert tell(before, after, source=source)["figure.changed"].summary.startswith(told)


CONTACTS = Source("ice", "https://www.ice.example/", contacts=True)
LINE = "Write to the office, or call 202-555-0100 on weekdays.\nIt answers everybody who asks."


def test_a_contact_that_is_gone_with_its_sentence_is_told_where_contacts_are_followed(tell):
    after = "It answers everybody who asks."
    assert "contact.changed" not in tell(LINE, after)
    told = tell(LINE, after, source=CONTACTS)
    assert told["contact.changed"].summary == "contact no longer given: 202-555-0100"
    assert told["text.removed"].before is not None
    assert tell(after, LINE, source=CONTACTS)["contact.changed"].summary == "contact newly given: 202-555-0100"


@pytest.mark.parametrize("number", ["2025550199", "+52 55 5080 2000", "info@ice.example"])
def test_bare_and_foreign_numbers_are_contacts_where_contacts_are_followed(tell, number):
    told = tell(LINE, f"{LINE}\nOr try {number} at night.", source=CONTACTS)
    assert told["contact.changed"].summary == f"contact newly given: {number}"


def test_a_contact_that_only_moved_or_is_written_otherwise_is_no_news(tell):
    before, after = "Call 202-555-0100.\nWe help.", "We help.\nIn need of help call (202) 555-0100."
    assert "contact.changed" not in tell(before, after, source=CONTACTS)


def test_a_contact_that_took_another_value_is_told_once(tell):
    told = tell(LINE, LINE.replace("0100", "0199"), source=CONTACTS)
    assert list(told) == ["contact.changed"]
    assert "202-555-0100 → 202-555-0199" in told["contact.changed"].summary
