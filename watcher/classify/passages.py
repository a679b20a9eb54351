"""The sentences of a block that differ, the old beside the new."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from watcher.classify.marks import skeleton
from watcher.model import Edit
from watcher.text import fold, slug

_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9•–-])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|[a-z]\.[a-z]|No|Nos|Sec|Mr|Ms|Mrs|Dr|St|Jr|Sr|Inc|Corp|vs|v|et seq|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept?|Oct|Nov|Dec|Gov|Gen|Rep|Sen|Doc|approx|Fed|Reg|art|cf|Fri|Mon|Tues?|Wed|Thurs?|Sat|Sun))\.$"
)
_LABEL = re.compile(r"^\s*(?:[QA](?:uestion|nswer)?\s*\d*\s*[.:)]|\d{1,3}\s*[.):])\s*", re.IGNORECASE)
_MOST = 400
"""Sentences up to which the best order is looked for."""
_SIZE = re.compile(r"(\d) (kb|mb|gb|bytes|pages?|pp)\b")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch that differs; one side may be missing."""

    before: str
    after: str

    @property
    def only_marks_differ(self) -> bool:
        """Whether nothing but dates, contacts and figures differ."""
        return bool(self.before and self.after) and skeleton(self.before) == skeleton(self.after)

    def is_quoted_in(self, text: str) -> bool:
        """Whether the text holds it, old or new."""
        return any(bool(side) and side in text for side in (self.before, self.after))


def bare(text: str) -> str:
    """The text without the number that a list of questions gives it: "Q12:", "A12:", "12."."""
    return _LABEL.sub("", text, count=1)


def same_label(before: str, after: str) -> bool:
    """Whether two say the same of a file, however the note of its size is set: "(PDF, 214 KB)", "[PDF - 214KB]"."""
    was, now = (_SIZE.sub(r"\1\2", slug(text)) for text in (before, after))
    return was == now


def same_words(before: str, after: str) -> bool:
    """Whether two texts differ in case, quote style or white space alone."""
    return _closed_up(before) == _closed_up(after)


def _closed_up(text: str) -> str:
    return re.sub(r"\s", "", fold(text).casefold())


def sentences_alike(before: str, after: str) -> bool:
    """Whether two texts say the same words whatever their punctuation, as in a copy that was set again."""
    return slug(before) == slug(after) and _signs(before) == _signs(after)


def _signs(text: str) -> list[str]:
    """Signs that carry meaning even between the same words: money, shares, decimals."""
    return re.findall(r"[$%€£§]|\d[.,]\d", fold(text))


def sentences(text: str) -> list[str]:
    """The text cut after each sentence and at each line; "U.S. Immigration" is not cut."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if "\n" in end.group() or not _ABBREVIATION.search(text[max(0, end.start() - 12) : end.start()]):
            found.append(text[start : end.end()].strip())
            start = end.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


def passages(edit: Edit) -> tuple[Passage, ...]:
    """What differs in an edit, sentence by sentence."""
    before = edit.before.text if edit.before else ""
    after = edit.after.text if edit.after else ""
    compared = _compared_again if len(before) + len(after) <= _SHORT else _compared
    return compared(before, after)


def _compared(before: str, after: str) -> tuple[Passage, ...]:
    return tuple(_differing(sentences(bare(before)), sentences(bare(after))))


_SHORT = 4_000
_compared_again = lru_cache(maxsize=2_048)(_compared)
"""Several detectors ask what differs in one paragraph; books are not kept."""


def _differing(was: list[str], now: list[str]) -> Iterator[Passage]:
    old, new = [fold(sentence).casefold() for sentence in was], [fold(sentence).casefold() for sentence in now]
    if len(old) > _MOST or len(new) > _MOST:
        if old != new:
            yield Passage("\n".join(was), "\n".join(now))
        return
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        yield from _replaced(was[start:end], now[new_start:new_end])


def _replaced(was: list[str], now: list[str]) -> Iterator[Passage]:
    """Sentence against sentence; where their numbers differ, those that differ in a figure are told apart."""
    if len(was) == len(now):
        yield from (Passage(one, other) for one, other in zip(was, now, strict=True))
        return
    old, new = [skeleton(sentence) for sentence in was], [skeleton(sentence) for sentence in now]
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Passage(one, other) for one, other in zip(was[start:end], now[new_start:new_end], strict=True))
        else:
            yield Passage(" ".join(was[start:end]), " ".join(now[new_start:new_end]))


def hunks(edit: Edit) -> list[tuple[str, str]]:
    """Each place where words differ: (old words, new words), one of them empty where words only came or went."""
    found: list[tuple[str, str]] = []
    old = new = ""
    for name, text in (*edit.spans, ("equal", "")):
        if name == "delete":
            old += text
        elif name == "insert":
            new += text
        else:
            if fold(old).casefold() != fold(new).casefold():
                found.append((old.strip(), new.strip()))
            old = new = ""
    return found
