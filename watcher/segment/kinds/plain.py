"""A page without any structure that we know: its paragraphs."""

from collections.abc import Iterator

from watcher.extend import page_kind
from watcher.model import Block
from watcher.segment.flow import Flow
from watcher.segment.prose import prose


def fits(flow: Flow) -> float:
    """Text without a heading."""
    return 0.55 if flow.format == "text" and not any(passage.level for passage in flow.passages) else 0.1


@page_kind("plain", fits=fits)
def plain(flow: Flow) -> Iterator[Block]:
    """Passage by passage."""
    return prose(flow)
