"""How running text is told: passage by passage, or question by question."""

from collections.abc import Iterator
from dataclasses import replace

from watcher.model import Block
from watcher.segment.flow import Flow
from watcher.segment.questions import Pair, blocks_of, distinct, pairs_and_rest


def prose(flow: Flow) -> Iterator[Block]:
    """Passage by passage; headings that ask are questions where the operator says so."""
    return asked(flow) if flow.source.headings_as_questions else (passage.block() for passage in flow.passages)


def asked(flow: Flow) -> Iterator[Block]:
    """Question by question, each answer one block; a question asked twice has two keys.

    A question heads nothing but its own answer, so it is in no path.
    """
    pieces = list(pairs_and_rest(flow))
    questions = {piece.question.text for piece in pieces if isinstance(piece, Pair)}
    for piece, times in distinct(pieces):
        for block in blocks_of(piece) if isinstance(piece, Pair) else [piece.block()]:
            path = tuple(heading for heading in block.path if heading not in questions)
            yield replace(block, path=path, key=f"{block.key} {times + 1}" if times else block.key)
