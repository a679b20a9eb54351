"""How much of a digest a message has room for."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from watcher.deliver.brief import Brief
from watcher.deliver.briefing import COUNTS, Cut, brief

Drawn = TypeVar("Drawn")


def fitted(
    record: Mapping[str, Any], most: int, draw: Callable[[Brief], Drawn], fits: Callable[[Drawn], bool]
) -> Drawn:
    """The fullest drawing that fits, at most so many changes in full; where none does, the counts alone."""
    for cut in _cuts(most):
        drawn = draw(brief(record, cut))
        if fits(drawn):
            return drawn
    return draw(brief(record, COUNTS))


def _cuts(most: int) -> Iterator[Cut]:
    """Context goes first, then words, then passages, then whole changes."""
    for passages, length in ((3, 400), (3, 260), (2, 200), (1, 160), (1, 100)):
        yield Cut(most, most, passages, length)
    for full, lines in ((most // 2, most), (most // 4, most), (1, most), (0, most), (0, 3)):
        yield Cut(full, lines, 1, 160)


def units(text: str) -> int:
    """How long the text is where it is counted in UTF-16, as many services do.

    >>> units("a\U0001f600")
    3
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
