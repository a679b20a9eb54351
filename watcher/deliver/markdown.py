"""How a brief reads in the markdown of chat programs: what a page says stays what it is."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from watcher.deliver.brief import Brief, Said, followable
from watcher.deliver.redline import redlined

COLOURS = {"critical": 0xB3261E, "high": 0xB25000, "medium": 0x8A6A00, "low": 0x2F6DB5}
NO_COLOUR = 0x6B7280

_MARKS = {"delete": "~~", "insert": "**"}
_MARKUP = re.compile(r"[\\`*_~|<>\[\]#&$]|:(?=\S)|(?<=\bwww)\.|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]", re.IGNORECASE)
_ADDRESS = str.maketrans({" ": "%20", "<": "%3C", ">": "%3E", "\\": "%5C", "(": "%28", ")": "%29", "|": "%7C"})


class Card(NamedTuple):
    """A piece of the message with a colour of its own."""

    colour: int
    text: str


def head(told: Brief) -> str:
    """What stands above the cards, and what a telephone shows."""
    return "\n".join([f"**{inert(told.subject)}**", inert(told.lead), *(inert(notice) for notice in told.notices)])


def cards(told: Brief) -> list[Card]:
    """One for each change told in full, one for the rest, which ends with where all of it is to be seen."""
    full = [Card(COLOURS.get(one.severity, NO_COLOUR), "\n".join(_change(one))) for one in told.full]
    return [*full, Card(NO_COLOUR, "\n".join(_last(told)))]


def _change(one: Said) -> Iterator[str]:
    yield f"**{one.level}** {inert(one.summary)}"
    yield from (inert(line) for line in (one.place, one.interval, *one.notes))
    for passage in one.passages:
        # The empty line ends the quotation.
        yield from (f"> {redlined(passage, _MARKS, inert)}", "")
    yield from (inert(line) for line in one.more)
    yield " · ".join(_link(label, address) for label, address in one.links)


def _last(told: Brief) -> Iterator[str]:
    yield from (f"**{one.level}** {inert(one.shortly)}" for one in told.lines)
    if told.rest:
        yield told.rest
    yield from (inert(line) for line in (*told.unread, *told.footer))
    yield _link(told.number, told.url) if told.url else inert(told.whole)


def _link(label: str, address: str) -> str:
    """A link where there is an address to follow, else what to type."""
    if not followable(address):
        return inert(address)
    return f"[{inert(label)}]({address.translate(_ADDRESS)})"


def inert(text: str) -> str:
    r"""The text as itself: no mark, no link, no picture, no tag.

    >>> print(inert("*so* [x](http://a.org)"), inert("1. one"))
    \*so\* \[x\](http\://a.org) 1\. one
    """
    return _MARKUP.sub(r"\\\g<0>", text)
