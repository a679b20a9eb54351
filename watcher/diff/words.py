"""The words that differ between two texts, as spans that a person would name."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise
from operator import itemgetter

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Indel

from watcher.model import Span
from watcher.text import words

# Each distinct word gets one code point. Letters for words and private-use characters for marks, because the
# clean-up prefers to cut beside what is no letter. None of them is a surrogate.
_LETTERS = (*range(0x20000, 0x2A6DE), *range(0x100000, 0x10FFFE))
_MARKS = range(0xF0000, 0xFFFFE)
_NAMES = {-1: "delete", 0: "equal", 1: "insert"}

_MOST_CELLS = 500_000_000
"""Units before × units after; the opcode matrix takes one bit each (60 MB)."""
_MOST_UNITS = 60_000
_MOST_PIECES = 4_000
"""The clean-up inserts into lists: fine for what people edit, not for what machines rewrite."""


def spans(before: str, after: str) -> tuple[Span, ...]:
    """What is equal, deleted and inserted, in whole words.

    Equal and deleted spans spell the old text exactly, equal and inserted ones the new.

    >>> spans("aliens may be removed", "aliens will be removed")
    (('equal', 'aliens '), ('delete', 'may'), ('insert', 'will'), ('equal', ' be removed'))
    """
    was, now = _units(before), _units(after)
    if not _fits(was, now):
        was, now = _sentences(was), _sentences(now)
    if not _fits(was, now):
        return _whole(before, after)
    return _compared(was, now)


def _units(text: str) -> list[str]:
    """Words and marks; what belongs to one visible character is never parted."""
    units: list[str] = []
    for word in words(text):
        if units and (_continues(word[0]) or units[-1].endswith("\u200d") or _is_half_flag(units[-1], word)):
            units[-1] += word
        else:
            units.append(word)
    return units


def _continues(character: str) -> bool:
    """Whether it is drawn onto the character before it: accents, joiners, variation selectors, skin tones."""
    return not character.isascii() and (
        unicodedata.category(character).startswith("M")
        or character in "\u200c\u200d"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_half_flag(before: str, word: str) -> bool:
    """Whether two regional letters make one flag."""
    if word[0].isascii():
        return False
    regional = [character for character in before if "\U0001f1e6" <= character <= "\U0001f1ff"]
    return len(regional) % 2 == 1 and before.endswith(regional[-1]) and "\U0001f1e6" <= word[0] <= "\U0001f1ff"


def _fits(was: Sequence[str], now: Sequence[str]) -> bool:
    return len(was) * len(now) <= _MOST_CELLS and len(was) + len(now) <= _MOST_UNITS


def _sentences(units: Sequence[str]) -> list[str]:
    """Units joined up to each full stop: coarser, for texts as long as books."""
    ends = [at + 1 for at, unit in enumerate(units) if unit[-1] in ".!?\n"]
    return ["".join(units[start:end]) for start, end in pairwise((0, *ends, len(units))) if start < end]


def _whole(before: str, after: str) -> tuple[Span, ...]:
    spelled = (("delete", before), ("insert", after))
    return (("equal", before),) if before == after else tuple(span for span in spelled if span[1])


def _compared(was: list[str], now: list[str]) -> tuple[Span, ...]:
    codes = _codes(was, now)
    old, new = ("".join(codes[unit] for unit in units) for units in (was, now))
    texts = {code: unit for unit, code in codes.items()}
    pieces = _cleaned(_pieces(old, new))
    return _with_shared_space(
        [(_NAMES[sign], "".join(texts[code] for code in piece)) for sign, piece in pieces if piece]
    )


def _with_shared_space(compared: list[Span]) -> tuple[Span, ...]:
    """The spans, the space before a swapped word told as equal: each word carries it, but it is not what changed."""
    spans: list[Span] = []
    for kind, text in compared:
        if kind == "insert" and spans and spans[-1][0] == "delete":
            spans += _swap(spans.pop()[1], text)
        else:
            spans.append((kind, text))
    return tuple(_joined(spans))


def _swap(old: str, new: str) -> list[Span]:
    for kind, longer, shorter in (("delete", old, new), ("insert", new, old)):
        # Words dropped at the start of a text: its next word, now the first, has lost its space and nothing else.
        if longer.endswith(f" {shorter}") and shorter:
            return [(kind, longer[: -len(shorter)]), ("equal", shorter)]
    space = old[: len(old) - len(old.lstrip())]
    if not new.startswith(space) or any(_continues(text[len(space) :][:1] or " ") for text in (old, new)):
        return [("delete", old), ("insert", new)]
    swapped = [("equal", space), ("delete", old[len(space) :]), ("insert", new[len(space) :])]
    return [span for span in swapped if span[1]]


def _joined(spans: Sequence[Span]) -> Iterator[Span]:
    for kind, run in groupby(spans, key=itemgetter(0)):
        yield kind, "".join(text for _, text in run)


def _codes(was: Sequence[str], now: Sequence[str]) -> dict[str, str]:
    letters, marks = iter(_LETTERS), iter(_MARKS)
    codes: dict[str, str] = {}
    for unit in chain(was, now):
        if unit not in codes:
            codes[unit] = chr(next(letters if unit.strip()[:1].isalnum() else marks))
    return codes


def _pieces(old: str, new: str) -> list[tuple[int, str]]:
    pieces: list[tuple[int, str]] = []
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            pieces.append((0, old[step.src_start : step.src_end]))
            continue
        pieces.append((-1, old[step.src_start : step.src_end]))
        pieces.append((1, new[step.dest_start : step.dest_end]))
    return [piece for piece in pieces if piece[1]]


def _cleaned(pieces: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Scattered one-word coincidences joined into the edits that people would name, the old words first."""
    if len(pieces) <= _MOST_PIECES:
        diff_match_patch().diff_cleanupSemantic(pieces)
    ordered: list[tuple[int, str]] = []
    for is_equal, run in groupby(pieces, key=lambda piece: piece[0] == 0):
        if is_equal:
            ordered.extend(run)
            continue
        changed = list(run)
        ordered += [(sign, "".join(text for one, text in changed if one == sign)) for sign in (-1, 1)]
    return ordered
