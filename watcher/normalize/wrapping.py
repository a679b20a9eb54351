"""At which width a plain text was broken into lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_NARROWEST = 40
_WIDEST = 130
_FEWEST_LINES = 3
_LEAST_FULL = 0.6
_LEAST_RUNNING_ON = 0.4


@dataclass(frozen=True, slots=True)
class Column:
    """A column of text; of width 0 where lines were broken by their author alone."""

    width: int

    def parts(self, line: str, following: str) -> bool:
        """Whether only the width parted the two: the next word would not have stood on the line any more.

        >>> Column(20).parts("The order remains in", "effect.")
        True
        """
        word = following.split(maxsplit=1)
        return self.width > 0 and bool(word) and len(line.rstrip()) + 1 + len(word[0]) > self.width


def column_of(chunks: Sequence[Sequence[str]]) -> Column:
    """The column that a text is set in: most lines fill it, and many go on in lower letters."""
    followed = [pair for lines in chunks for pair in pairwise(lines)]
    lengths = sorted(len(line.rstrip()) for line, _ in followed)
    if len(followed) < _FEWEST_LINES:
        return Column(0)
    # An address that cannot be broken reaches beyond the column, so the longest lines do not count.
    width = lengths[(len(lengths) - 1) * 9 // 10]
    column = Column(width)
    full = sum(column.parts(line, following) for line, following in followed)
    running_on = sum(following.lstrip()[:1].islower() for _, following in followed)
    is_column = (
        _NARROWEST <= width <= _WIDEST
        and full >= _LEAST_FULL * len(followed)
        and running_on >= _LEAST_RUNNING_ON * len(followed)
    )
    return column if is_column else Column(0)
