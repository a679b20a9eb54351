"""Marks that repeat what words say: of a severity, of a flag, of words that came and went."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from watcher.model import Flag, Severity, Span
from watcher.text import visible

GLYPHS: Mapping[Severity, str] = {
    Severity.CRITICAL: "■",
    Severity.HIGH: "▲",
    Severity.MEDIUM: "●",
    Severity.LOW: "○",
    Severity.NOISE: "·",
}
MEANINGS: Mapping[Flag, str] = {
    Flag.SILENT: "silent edit: the page's own date did not change",
    Flag.UNCONFIRMED: "seen once, not confirmed yet",
    Flag.REVERTED: "the page reads again as an earlier version did",
    Flag.SITE_WIDE: "the same edit on several pages of this host",
    Flag.LOSSY: "the reader may have lost text of this page",
}
_ELEMENTS = {"delete": ("del", "deleted"), "insert": ("ins", "inserted"), "equal": ("", "")}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of redlined text: `del`, `ins` or nothing, with the word that says so where colour cannot."""

    element: str
    word: str
    text: str


def runs(spans: Iterable[Span]) -> Iterator[Run]:
    """The spans as a page shows them."""
    for kind, text in spans:
        if text:
            yield Run(*_ELEMENTS[kind], "\n".join(visible(line) for line in text.split("\n")))


def side(spans: Iterable[Span], other: str) -> list[Span]:
    """The spans of one side: without what only the other has."""
    return [span for span in spans if span[0] != other]
