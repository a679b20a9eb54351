"""A stamp is told from what a sentence says."""

import re2

from watcher.model import Payload, Source
from watcher.pipeline.proposing.repeats import Repeat, repeats
from watcher.pipeline.reading import read

ROOMS = ("north", "south", "east", "west", "upper", "lower", "first", "last")


def found(*paragraphs: str) -> tuple[Repeat, ...]:
    page = "<main><h1>Offices</h1>" + "".join(f"<p>{text}</p>" for text in paragraphs) + "</main>"
    return repeats(read(Payload(page.encode(), "text/html", "https://a.gov/x"), Source("a", "https://a.gov/x")))


def rooms(middle: str) -> list[str]:
    return [f"Whoever wants the {room} room asks {middle} {at} days before." for at, room in enumerate(ROOMS)]


def test_what_a_printed_page_puts_into_sentences_is_a_stamp() -> None:
    [stamp] = found(*rooms("FOIA Doc. No. 2017-88 (Posted 3/1/17)"))
    assert (stamp.text, stamp.count) == ("FOIA Doc. No. 2017-88 (Posted 3/1/17)", 8)
    assert re2.fullmatch(stamp.pattern, stamp.text)


def test_numbers_of_pages_may_differ_from_place_to_place() -> None:
    told = [f"Whoever wants the {room} room Page {at} of 8 asks before." for at, room in enumerate(ROOMS, 1)]
    [stamp] = found(*told)
    assert stamp.pattern == r"Page \d+ of 8"


def test_a_document_that_sentences_speak_of_is_no_stamp() -> None:
    assert found(*rooms("under Document No. 13768 of the office")) == ()
    assert found(*rooms("in line with the Privacy Act of 1974")) == ()


def test_days_that_differ_are_no_stamp() -> None:
    assert found(*(f"A note on the {room} room. Posted on May {at}, 2026" for at, room in enumerate(ROOMS, 1))) == ()


def test_what_stands_twice_is_no_stamp() -> None:
    assert found(*rooms("FOIA Doc. No. 2017-88 (Posted 3/1/17)")[:2]) == ()


def test_a_stamp_that_a_rule_takes_away_is_told_with_the_rule() -> None:
    [stamp] = found(*rooms("AILA Doc. No. 17022130. (Posted 2/21/17)"))
    assert (stamp.rule, stamp.count, stamp.pattern) == ("aila-stamp", 8, "")
