"""A curated list: titles of publications with a few lines on each, under headings."""

from collections.abc import Iterator

from watcher.extend import page_kind
from watcher.model import Block
from watcher.segment.entries import Entry, headed_and_rest, linked, rows_and_rest
from watcher.segment.flow import Flow

_FEWEST = 5
_LEAST_SHARE = 0.5


def fits(flow: Flow) -> float:
    """By how many passages open with the link that they are about."""
    opening = linked(flow)
    counted = [
        passage for passage in flow.passages if passage.kind in ("paragraph", "list-item", "heading", "document")
    ]
    share = opening / (len(counted) or 1)
    return min(0.9, 0.4 + 0.5 * share) if opening >= _FEWEST and share >= _LEAST_SHARE else 0.0


@page_kind("resource-list", fits=fits)
def resource_list(flow: Flow) -> Iterator[Block]:
    """Entry by entry, under the headings of the list."""
    marked = any(passage.entry for passage in flow.passages)
    pieces = rows_and_rest(flow.passages) if marked else headed_and_rest(flow.passages)
    return (piece.block() for piece in pieces if isinstance(piece, Entry) or piece.text)
