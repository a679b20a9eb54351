"""How the record of a digest becomes a brief: its own words, as many as are asked for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from watcher.deliver.brief import Brief, Said, followable
from watcher.deliver.passage import Span, shortened
from watcher.text import shorten, tidy, visible

_LEAD, _LINE, _PLACE, _NOTICE = 300, 240, 300, 400
_UNREAD = 5
_CALL = re.compile(r"(?<!\w)@(?=\w)")


class Cut(NamedTuple):
    """How much is told."""

    full: int
    """So many changes with their words ..."""
    lines: int
    """... and so many on one line each."""
    passages: int
    length: int
    around: bool = True
    """Whether it is told too what was looked at, what could not be read, and why this came."""


COUNTS = Cut(0, 0, 0, 0, around=False)


def brief(record: Mapping[str, Any], cut: Cut) -> Brief:
    """The record's words, as many as the cut allows."""
    said, entries = record["words"], record["entries"]
    told = cut.full + cut.lines
    return Brief(
        subject=_line(record["subject"], 200),
        severity=_severity(record),
        lead=_line(said["lead"], _LEAD if cut.around else 150),
        notices=tuple(_line(notice, _NOTICE) for notice in said.get("notices", ())) if cut.around else (),
        full=tuple(_said(entry, cut) for entry in entries[: cut.full]),
        lines=tuple(_said(entry, cut) for entry in entries[cut.full : told]),
        more=max(0, len(entries) - told),
        unread=tuple(_unread(said["unreadable"])) if cut.around else (),
        footer=tuple(_footer(record)) if cut.around else (),
        id=_line(record["id"], 80),
        url=record["url"] if followable(record["url"] or "") else "",
    )


def _said(entry: Mapping[str, Any], cut: Cut) -> Said:
    said = entry["words"]
    return Said(
        severity=_line(entry["severity"], 20),
        glyph=_line(said["glyph"], 4),
        summary=_line(said["summary"], _LINE),
        place=_line(said["place"], _PLACE),
        interval=_line(said["interval"], _LINE),
        notes=tuple(_line(note, _LINE) for note in said["notes"]),
        passages=tuple(_passage(hunk, cut.length) for hunk in entry["excerpt"][: cut.passages]),
        more=tuple(_more(entry, cut)),
        links=tuple(_link(*link) for link in entry["links"].items()),
    )


def _more(entry: Mapping[str, Any], cut: Cut) -> Iterator[str]:
    unshown = len(entry["excerpt"]) - cut.passages
    if unshown > 0:
        yield f"… and {unshown} more passage{'s' if unshown > 1 else ''}"
    if entry["words"]["more"]:
        yield _line(entry["words"]["more"], _LINE)


def _link(label: str, address: str) -> tuple[str, str]:
    return label.capitalize(), address if followable(address) else _line(address, 200)


def _passage(hunk: Sequence[Span], length: int) -> tuple[Span, ...]:
    safe = [(kind, _calm(visible(text)).replace("\n", " ")) for kind, text in hunk]
    return shortened(safe, length)


def _unread(lines: Sequence[str]) -> Iterator[str]:
    yield from (_line(line, _PLACE) for line in lines[:_UNREAD])
    if len(lines) > _UNREAD:
        yield f"and {len(lines) - _UNREAD:,} more pages could not be read"


def _footer(record: Mapping[str, Any]) -> Iterator[str]:
    yield _line(record["words"]["coverage"], _LEAD)
    if record.get("why"):
        yield f"Why this message: {_line(record['why'], _LINE)}."


def _severity(record: Mapping[str, Any]) -> str:
    """The gravest one: the worst stands first."""
    entries = record["entries"]
    return _line(entries[0]["severity"], 20) if entries else "noise"


def _line(text: str, length: int) -> str:
    return shorten(_calm(visible(tidy(text))), length)


def _calm(text: str) -> str:
    r"""Without the names that make a room ring, whatever the room.

    >>> _calm("@here, a@b.org") == "@\u2060here, a@b.org"
    True
    """
    return _CALL.sub("@\u2060", text)
