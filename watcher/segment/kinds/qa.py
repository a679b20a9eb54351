"""Questions with answers: "Q1: … A1: …", accordions, headings that ask."""

from collections.abc import Iterator

from watcher.extend import page_kind
from watcher.model import Block
from watcher.segment.flow import Flow
from watcher.segment.prose import asked
from watcher.segment.questions import Pair, pairs_and_rest

_FEWEST = 3


def fits(flow: Flow) -> float:
    """By how many questions there are, and how much of the page they and their answers are."""
    pairs = [piece for piece in pairs_and_rest(flow) if isinstance(piece, Pair) and piece.answer and not piece.is_link]
    if len(pairs) < _FEWEST or not any("?" in pair.question.text for pair in pairs):
        return 0.0
    held = sum(len(part.text.split()) for pair in pairs for part in (pair.question, *pair.answer))
    return min(0.97, 0.6 + 0.4 * held / flow.words)


@page_kind("qa", fits=fits)
def qa(flow: Flow) -> Iterator[Block]:
    """Question by question; what is neither question nor answer stays as it is."""
    return asked(flow)
