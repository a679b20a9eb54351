"""Documents of a few blocks."""

from collections.abc import Callable

import pytest

from watcher.model import Block, Document, fact
from watcher.text import slug


def document_of(*blocks: Block | str, **facts: str) -> Document:
    """A document of these blocks; bare text is a paragraph."""
    made = tuple(block if isinstance(block, Block) else Block("paragraph", "", block) for block in blocks)
    return Document("article", tuple(fact(name, text) for name, text in facts.items()), made)


def pair_of(question: str, answer: str) -> tuple[Block, Block]:
    """A question and its answer, as the reader keys them."""
    key = slug(question.partition(": ")[2] or question)
    return Block("question", key, question), Block("answer", key, answer)


@pytest.fixture(scope="session")
def document() -> Callable[..., Document]:
    return document_of


@pytest.fixture(scope="session")
def pair() -> Callable[..., tuple[Block, Block]]:
    return pair_of
