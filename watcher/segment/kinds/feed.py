"""A feed: entries that its publisher names, the newest on top, as many as its window shows."""

from collections.abc import Iterator

from watcher.extend import page_kind
from watcher.model import Block
from watcher.segment.entries import Entry, headed_and_rest, rows_and_rest
from watcher.segment.flow import Flow


def fits(flow: Flow) -> float:
    """RSS, Atom or JSON Feed is a feed, whatever it says."""
    return 0.98 if flow.format == "feed" else 0.0


@page_kind("feed", fits=fits)
def feed(flow: Flow) -> Iterator[Block]:
    """Entry by entry."""
    marked = any(passage.entry for passage in flow.passages)
    pieces = rows_and_rest(flow.passages) if marked else headed_and_rest(flow.passages)
    return (piece.block() for piece in pieces if isinstance(piece, Entry) or piece.text)
