"""A reading, kept for the next comparison: one side of it then need not be read again."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from watcher.model import Block, Document, Link, Payload, Source, Stripped

_SHAPE = "1"
"""Of what is kept; a reading in another shape is found by nobody."""
_LONGEST = 1_000_000
"""Characters of a reading that is kept; a longer one is made again."""


def key(rules: str, source: Source, payload: Payload, skim: str) -> str:
    """64 hex digits over all that a reading depends on; empty for an answer whose reading is not kept.

    Two answers of one skim read the same, so the skim stands for the body.
    """
    if not skim or payload.further:
        return ""
    depends = (_SHAPE, rules, repr(source), payload.url, payload.content_type, skim)
    return hashlib.sha256("\0".join(depends).encode("utf-8", "surrogatepass")).hexdigest()


def packed(document: Document) -> str:
    """The document as JSON; empty where it is too long to be kept."""
    said = [
        document.kind,
        [_packed_block(block) for block in document.facts],
        [_packed_block(block) for block in document.blocks],
        [(piece.rule, piece.text) for piece in document.stripped],
        document.confidence,
        document.lossy,
        document.goes_on,
    ]
    text = json.dumps(said)
    return text if len(text) <= _LONGEST else ""


def unpacked(text: str) -> Document:
    """The document that `packed` wrote."""
    kind, facts, blocks, stripped, confidence, lossy, goes_on = json.loads(text)
    return Document(
        kind,
        tuple(map(_block, facts)),
        tuple(map(_block, blocks)),
        tuple(Stripped(rule, words) for rule, words in stripped),
        confidence,
        lossy,
        goes_on,
    )


def _packed_block(block: Block) -> Sequence[Any]:
    return block.kind, block.key, block.text, block.path, [(link.href, link.text) for link in block.links]


def _block(said: Sequence[Any]) -> Block:
    kind, name, text, path, links = said
    return Block(kind, name, text, tuple(path), tuple(Link(href, words) for href, words in links))
