"""A curated list: titles of publications with a few lines on each, under headings."""

from collections.abc import Iterator

from watcher.extend import page_kind
from watcher.model import Block
from watcher.segment.entries import Entry, headed_and_rest, linked, rows_and_rest
from watcher.segment.flow import Flow, Passage

_FEWEST = 5
_FEWEST_TITLED = 4
_LEAST_SHARE = 0.5


def fits(flow: Flow) -> float:
    """By how much of the page are linked titles, each with a few words on it; links without are a menu."""
    return max(_fits_opening(flow), _fits_titled(flow))


def _fits_titled(flow: Flow) -> float:
    """Titles that are links in lines of their own, with blurbs below."""
    entries = [piece for piece in headed_and_rest(flow.passages) if isinstance(piece, Entry)]
    titled = [entry for entry in entries if len(entry.passages) > 1 and _is_link(entry.passages[0])]
    held = sum(len(passage.text.split()) for entry in titled for passage in entry.passages)
    share = held / flow.words
    return 0.4 + 0.4 * share if len(titled) >= _FEWEST_TITLED and share >= _LEAST_SHARE else 0.0


def _is_link(passage: Passage) -> bool:
    return bool(passage.links) and passage.text == passage.title


def _fits_opening(flow: Flow) -> float:
    """Passages that open with the link that they are about."""
    opening = linked(flow)
    counted = [
        passage for passage in flow.passages if passage.kind in ("paragraph", "list-item", "heading", "document")
    ]
    told = sum(1 for passage in counted if passage.text != passage.title)
    share = opening / (len(counted) or 1)
    if opening < _FEWEST or share < _LEAST_SHARE or told < opening / 2:
        return 0.0
    return min(0.9, 0.4 + 0.5 * share)


@page_kind("resource-list", fits=fits)
def resource_list(flow: Flow) -> Iterator[Block]:
    """Entry by entry, under the headings of the list."""
    marked = any(passage.entry for passage in flow.passages)
    pieces = rows_and_rest(flow.passages) if marked else headed_and_rest(flow.passages)
    return (piece.block() for piece in pieces if isinstance(piece, Entry) or piece.text)
