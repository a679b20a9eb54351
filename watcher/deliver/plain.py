"""How a brief reads where there is no markup at all."""

import re
from collections.abc import Iterator, Sequence

from watcher.deliver.brief import Brief, Said
from watcher.deliver.passage import Span

_OPENS = re.compile(r"<(?=[\w!@#/])")
_MARKS = re.compile(r"\[-|-\]|\{\+|\+\}")
_ENDS = {"delete": ("[-", "-]"), "insert": ("{+", "+}")}


def plain(told: Brief) -> str:
    """The brief in lines; with marks as in the mail, a backslash before those that a page brings along."""
    blocks = [
        (told.lead, *told.notices),
        *(tuple(_change(one)) for one in told.full),
        (*(f"{one.level}  {one.shortly}" for one in told.lines), told.rest),
        told.unread,
        told.footer,
    ]
    last = f"{told.whole}: {told.url}" if told.url else told.whole
    return "\n\n".join([*(inert(text) for block in blocks if (text := _lines(block))), last])


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if line)


def _change(one: Said) -> Iterator[str]:
    yield f"{one.level}  {one.summary}"
    yield from (one.place, one.interval, *one.notes)
    yield from (f"  {_redlined(passage)}" for passage in one.passages)
    yield from one.more
    yield from (f"{label}  {address}" for label, address in one.links)


def _redlined(passage: Sequence[Span]) -> str:
    told = ""
    for kind, text in passage:
        opening, closing = _ENDS.get(kind, ("", ""))
        told += f"{opening}{_marked(text)}{closing}"
    return told


def _marked(text: str) -> str:
    return _MARKS.sub(r"\\\g<0>", text)


def inert(text: str) -> str:
    r"""Without tags, for what is plain here may be read as markup further on.

    >>> inert("<!channel> 1 < 2") == "<\u2060!channel> 1 < 2"
    True
    """
    return _OPENS.sub("<\u2060", text)
