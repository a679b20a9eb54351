"""A list of teasers that leads to other pages: news, a keyword's pages."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from watcher.extend import page_kind
from watcher.model import Block
from watcher.segment.entries import Entry, headed_and_rest, rows_and_rest
from watcher.segment.flow import Flow

_PATHS = re.compile(
    r"/(?:keywords|topics|tags?|category|all-news|news-releases|press-releases|newsroom|releases|archive)(?:/|$)"
)
# Pages of a term hold nothing but teasers; /topics/ pages are often articles.
_TERM_PATHS = re.compile(r"/(?:keywords|tags?|category)/")
_FEWEST = 3
_FEWEST_HEADED = 2
_LONGEST_TEASER = 3
_LEAST_SHARE = 0.5


def fits(flow: Flow) -> float:
    """By how much of the page stands in marked rows; a pager or a usual address says so too."""
    rows = {passage.entry for passage in flow.passages if passage.entry}
    if flow.format == "json":
        return 0.95 if rows else 0.0
    if not rows and _TERM_PATHS.search(urlsplit(flow.url).path):
        return _fits_headed(flow)
    if len(rows) < _FEWEST:
        return 0.0
    held = sum(len(passage.text.split()) for passage in flow.passages if passage.entry)
    paged = any(piece.rule in ("pager", "filter-form") for piece in flow.stripped)
    known = paged or bool(_PATHS.search(urlsplit(flow.url).path))
    share = held / flow.words
    return min(0.95, 0.3 + 0.5 * share + 0.2 * known) if share > _LEAST_SHARE else 0.3


def _fits_headed(flow: Flow) -> float:
    """Below a keyword's address, titles with a blurb each are teasers, though nothing marks their rows."""
    entries = [piece for piece in headed_and_rest(flow.passages) if isinstance(piece, Entry)]
    held = sum(len(passage.text.split()) for entry in entries for passage in entry.passages)
    is_teasers = len(entries) >= _FEWEST_HEADED and all(len(entry.passages) <= _LONGEST_TEASER for entry in entries)
    return 0.7 if is_teasers and held > _LEAST_SHARE * flow.words else 0.0


@page_kind("listing", fits=fits)
def listing(flow: Flow) -> Iterator[Block]:
    """Entry by entry."""
    marked = any(passage.entry for passage in flow.passages)
    pieces = rows_and_rest(flow.passages) if marked else headed_and_rest(flow.passages)
    return (piece.block() for piece in pieces if isinstance(piece, Entry) or piece.text)
