"""The 22 pairs of the demo's Q&A, which stand on the DHS page as well as in its AILA copy."""

from collections.abc import Sequence
from pathlib import Path

Pair = tuple[str, tuple[str, ...]]
"""A question with the paragraphs of its answer."""


def _pair(lines: str) -> Pair:
    question, *answer = lines.splitlines()
    return question, tuple(answer)


_TEXT = (Path(__file__).parent / "pages" / "questions.txt").read_text(encoding="utf-8")
PAIRS: tuple[Pair, ...] = tuple(_pair(lines) for lines in _TEXT.strip().split("\n\n"))


def numbered(pairs: Sequence[Pair], without: str = "") -> list[tuple[int, str, tuple[str, ...]]]:
    """(number, question, paragraphs), counted from 1, leaving out the question of these words."""
    kept = [pair for pair in pairs if pair[0] != without]
    return [(number, question, answers) for number, (question, answers) in enumerate(kept, 1)]


def reworded(pairs: Sequence[Pair], old: str, new: str) -> tuple[Pair, ...]:
    """The pairs with `old` replaced by `new` in every answer."""
    return tuple((question, tuple(part.replace(old, new) for part in answers)) for question, answers in pairs)
