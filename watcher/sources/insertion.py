"""Where in the text of sources.yaml one more entry goes."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from watcher.sources.entry_text import block_lines, flow
from watcher.sources.marked import lines
from watcher.sources.nodes import MappingNode, Node, SequenceNode

_STEP = 2
_Inserted = tuple[str, int, str]
"""(whole text, line of the entry counted from 1, the entry as written)."""


def inserted(text: str, root: Node, entry: Mapping[str, Any]) -> _Inserted:
    """The text with the entry behind the last one of `sources:`, indented, spaced and braced as that one is."""
    assert isinstance(root, MappingNode)
    listing = next(value for key, value in root.value if key.value == "sources")
    assert isinstance(listing, SequenceNode)
    if listing.flow_style and (listing.value or root.flow_style or _says_something(text, listing)):
        return _between_brackets(text, listing, entry)
    if listing.flow_style:
        return _first(text, listing, entry)
    return _behind(text, listing.value, entry)


def _says_something(text: str, listing: Node) -> bool:
    """Whether a comment stands between the brackets."""
    return bool(text[_start(text, listing) + 1 : _end(text, listing) - 1].strip())


def _between_brackets(text: str, listing: SequenceNode, entry: Mapping[str, Any]) -> _Inserted:
    if not listing.value:
        return _put(text, _start(text, listing) + 1, flow(entry), "")
    last = listing.value[-1]
    apart = last.start_mark.line > listing.start_mark.line
    between = f",{_break(text)}{' ' * last.start_mark.column}" if apart else ", "
    return _put(text, _end(text, last), flow(entry), between)


def _first(text: str, listing: Node, entry: Mapping[str, Any]) -> _Inserted:
    """In place of `[]`: in the lines below, behind a comment that may stand beside it."""
    opened, closed = _start(text, listing), _end(text, listing)
    without = text[:opened].rstrip(" ") + text[closed:]
    return _below(without, listing.start_mark.line, [f"{' ' * _STEP}{line}" for line in block_lines(entry)], False)


def _behind(text: str, entries: Sequence[Node], entry: Mapping[str, Any]) -> _Inserted:
    numbered, last = lines(text), entries[-1]
    dash = _dash(numbered, last)
    end = _last_line(numbered, last)
    while end + 1 < len(numbered) and _is_remark(numbered[end + 1], dash):
        end += 1
    is_braced = isinstance(last, MappingNode) and last.flow_style
    own = [f"- {flow(entry)}"] if is_braced else block_lines(entry)
    spaced = len(entries) > 1 and _is_spaced(numbered, _last_line(numbered, entries[-2]), last.start_mark.line)
    return _below(text, end, [" " * dash + line for line in own], spaced)


def _below(text: str, line: int, own: Sequence[str], spaced: bool) -> _Inserted:
    """The lines put below that line, counted from 0."""
    newline = _break(text)
    offset = _offset(text, line + 1)
    before, after = text[:offset], text[offset:]
    if not before.endswith(("\n", "\r")):
        before += newline
    gap = newline if spaced else ""
    whole = before + gap + newline.join(own) + newline + after
    return whole, line + 2 + bool(gap), "\n".join(own)


def _put(text: str, offset: int, written: str, between: str) -> _Inserted:
    whole = text[:offset] + between + written + text[offset:]
    return whole, len(lines(text[:offset] + between)), written


def _dash(numbered: Sequence[str], entry: Node) -> int:
    """The column of the `-` before the entry, which may stand in a line above."""
    line: int = entry.start_mark.line
    before = numbered[line][: entry.start_mark.column]
    while "-" not in before and line:
        line -= 1
        before = numbered[line].partition("#")[0]
    return before.rindex("-")


def _last_line(numbered: Sequence[str], node: Node) -> int:
    """The line in which the last word of the node stands."""
    while isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, MappingNode) else node.value[-1]
    end: int = node.end_mark.line
    if (
        node.end_mark.column == 0 and end > node.start_mark.line
    ):  # a text of several lines ends where the next line begins
        end -= 1
    while end > node.start_mark.line and not numbered[end].strip():
        end -= 1
    return end


def _is_remark(line: str, dash: int) -> bool:
    """Whether the line is a comment that belongs to the entry above it."""
    return line.lstrip().startswith("#") and len(line) - len(line.lstrip()) > dash


def _is_spaced(numbered: Sequence[str], above: int, below: int) -> bool:
    return any(not line.strip() for line in numbered[above + 1 : below])


def _break(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _start(text: str, node: Node) -> int:
    return _offset(text, node.start_mark.line) + int(node.start_mark.column)


def _end(text: str, node: Node) -> int:
    return _offset(text, node.end_mark.line) + int(node.end_mark.column)


def _offset(text: str, line: int) -> int:
    """Where the line begins, counted from 0; the text's end where it has fewer lines."""
    breaks = re.finditer("\r\n|[\n\r\x85\u2028\u2029]", text)
    starts = [0, *(found.end() for found in breaks)]
    return starts[line] if line < len(starts) else len(text)
