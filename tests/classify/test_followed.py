"""What is said of the target of a link that somebody wants looked after."""

import pytest

from watcher.classify import classify
from watcher.diff import align
from watcher.model import Change, Outcome, Severity, Side, Source

MEMO = Source("nilc.1a2b3c4d", "https://www.ice.example/memo.pdf", "ICE memo", linked_from="nilc")
TEXT = "^title Memo\nOfficers may ask for help. They are told so.\nAn office may decline to answer such a request."


@pytest.mark.parametrize("outcome", [Outcome.GONE, Outcome.SOFT_GONE, Outcome.DNS_ERROR, Outcome.CONNECT_ERROR])
def test_a_link_that_does_not_answer_is_dead_and_no_page_was_removed(looked, outcome):
    status = {Outcome.GONE: 404, Outcome.SOFT_GONE: 200}.get(outcome)
    (told,) = classify(_ends(looked(), looked(outcome, hours=30, status=status)))
    assert told.kind == "link.dead"
    assert told.level is Severity.HIGH
    assert told.summary.startswith('the link "ICE memo" to www.ice.example/memo.pdf is dead: ')
    assert told.summary.endswith("it last answered 2026-11-20 12:00 UTC")
    assert told.flags == ()


def test_a_link_that_never_answered_says_since_when_it_was_asked(looked):
    (told,) = classify(_ends(looked(Outcome.GONE, status=404), looked(Outcome.GONE, hours=30, status=404)))
    assert told.summary.endswith("it answers 404; no answer since 2026-11-20 12:00 UTC")


def test_a_link_that_answers_again_is_revived(looked):
    (told,) = classify(_ends(looked(Outcome.DNS_ERROR, status=None), looked(hours=30)))
    assert (told.kind, told.level) == ("link.revived", Severity.LOW)
    assert told.summary.endswith("answers again, after no answer at 2026-11-20 12:00 UTC")


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.SERVER_ERROR, Outcome.TIMEOUT, Outcome.RATE_LIMITED])
def test_weather_says_nothing_of_a_link(looked, outcome):
    assert classify(_ends(looked(), looked(outcome, hours=30))) == ()


def test_other_words_in_a_file_are_told_first_as_another_file_then_as_what_they_are(looked, read):
    told = _file(looked, read, TEXT.replace("may ask", "must ask"))
    assert [finding.kind for finding in told] == ["document.replaced", "text.altered"]
    assert told[0].summary == (
        'the file "ICE memo" at www.ice.example/memo.pdf has other contents: "may" became "must"'
    )
    assert "Officers may ask" in (told[0].before or "")
    assert "Officers must ask" in (told[0].after or "")
    assert told[0].level is Severity.HIGH


def test_the_same_words_in_other_bytes_are_a_low_matter(looked, read):
    (told,) = _file(looked, read, TEXT)
    assert (told.kind, told.level) == ("document.replaced", Severity.LOW)
    assert told.summary.endswith("has the same words in other bytes")


def test_a_file_swapped_for_another_is_told_once(looked, read):
    other = "^title Invitation\nThe choir meets on Fridays in the old hall.\nBring your own sheets and a pencil along."
    (told,) = _file(looked, read, other)
    assert told.kind == "document.replaced"
    assert "has other contents: " in told.summary
    assert len(told.explains) > 1


def test_the_same_answer_says_nothing(looked, read):
    document = read(TEXT)
    assert classify(Change(MEMO, Side(looked(), document, 1), Side(looked(), document, 1))) == ()


def test_of_a_page_that_is_watched_nothing_is_said_as_of_a_link(tell):
    assert "document.replaced" not in tell(TEXT, TEXT.replace("may ask", "must ask"))


def _ends(before, after):
    return Change(MEMO, Side(before), Side(after))


def _file(looked, read, text):
    old, new = read(TEXT), read(text)
    return classify(Change(MEMO, Side(looked(), old, 1), Side(looked(hours=6), new, 2), align(old, new)))
