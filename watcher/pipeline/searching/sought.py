"""What somebody looks for: words that stand side by side, or several such phrases in one passage."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from watcher.text import fold

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060])*")
_ASKED = re.compile(_WORD.pattern + r"\*?")
_QUOTED = re.compile(r'"([^"]*)"?')


@dataclass(frozen=True, slots=True)
class Sought:
    """The phrases, each a row of words; empty: nothing that could be found."""

    phrases: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, asked: str) -> Self:
        """What was asked for: one phrase, or several where parts of it stand in quotes.

        >>> Sought.of('3,181 jurisdictions').phrases
        (('3', '181', 'jurisdictions'),)
        >>> Sought.of('may “secure communities” depor*').phrases
        (('may',), ('secure', 'communities'), ('depor*',))
        """
        parts = _QUOTED.sub(lambda found: f"\n{found[1]}\n", _plain_quotes(asked)).split("\n")
        rows = (tuple(_phrase(part)) for part in parts)
        return cls(tuple(row for row in rows if row))

    def __bool__(self) -> bool:
        return bool(self.phrases)

    def places(self, text: str) -> list[tuple[int, int]]:
        """(start, end) of every phrase in the text as it is shown, in order, none within another."""
        words = [(_key(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)]
        found = sorted(place for phrase in self.phrases for place in _runs(phrase, words))
        places: list[tuple[int, int]] = []
        for place in found:
            if not places or place[0] >= places[-1][1]:
                places.append(place)
        return places

    def times(self, text: str) -> int:
        """How often the first phrase stands there; never where another is missing."""
        words = [(_key(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)]
        counts = [sum(1 for _ in _runs(phrase, words)) for phrase in self.phrases]
        return counts[0] if counts and all(counts) else 0


def _plain_quotes(asked: str) -> str:
    return "".join(fold(mark) if mark in "“”„‟«»″" else mark for mark in asked.replace("\n", " "))


def _phrase(part: str) -> Iterator[str]:
    """The words; only the last may be the beginning of one."""
    words = _ASKED.findall(fold(part))
    yield from (word.removesuffix("*") for word in words[:-1])
    yield from words[-1:]


def _runs(phrase: Sequence[str], words: Sequence[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
    """Where the phrase stands among the words."""
    keys = [_key(word.removesuffix("*")) for word in phrase]
    for at in range(len(words) - len(keys) + 1):
        stands = words[at : at + len(keys)]
        if all(word == key for (word, _, _), key in zip(stands[:-1], keys, strict=False)) and (
            stands[-1][0].startswith(keys[-1]) if phrase[-1].endswith("*") else stands[-1][0] == keys[-1]
        ):
            yield stands[0][1], stands[-1][2]


def _key(word: str) -> str:
    """The word as it counts: letters' case and accents apart."""
    letters = unicodedata.normalize("NFKD", word) if not word.isascii() else word
    return "".join(one for one in letters if one.isalnum()).casefold()
