"""A page of running text: headings, paragraphs, lists, tables."""

from collections.abc import Iterator

from watcher.extend import page_kind
from watcher.model import Block
from watcher.segment.flow import Flow
from watcher.segment.prose import prose


def fits(flow: Flow) -> float:
    """What a page is when nothing else suits it better."""
    return 0.5 if flow.passages else 0.3


@page_kind("article", fits=fits)
def article(flow: Flow) -> Iterator[Block]:
    """Passage by passage."""
    return prose(flow)
