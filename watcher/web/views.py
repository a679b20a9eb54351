"""What a comparison looks like as questions, as a list, as figures, as links, as source."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from watcher.model import Document, Finding, Severity, Span, Version
from watcher.text import tidy
from watcher.urls import canonical
from watcher.web.weaving import Row

ENTRIES = ("item", "list-item", "row", "document")
_COUNTED = ("figure.", "date.", "contact.", "term.", "status.")
_ENDS = 160
"""So many characters at each end of a long stretch that stayed are shown of a page's source."""
_NUMBER = re.compile(r"[\d,]+(?:\.\d+)?")
STATES = {"same": "unchanged", "altered": "altered", "added": "new", "removed": "gone", "moved": "moved"}
ACROSS = {"same": "same", "altered": "differs", "added": "only here", "removed": "only there", "moved": "elsewhere"}
"""What the same states are called where two pages are compared: a copy, here, with its original, there."""
SIGNS = {"same": "=", "altered": "≠", "added": "+", "removed": "−", "moved": "↕"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with its answer, before and after."""

    state: str
    was: int | None
    """Its number before."""
    now: int | None
    rows: tuple[Row, ...]

    @property
    def sign(self) -> str:
        """The mark that repeats its state."""
        return SIGNS[self.state]

    @property
    def number(self) -> int:
        """As it is numbered now, or as it last was."""
        return self.now or self.was or 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A named number before and after."""

    name: str
    before: str
    after: str

    @property
    def difference(self) -> str:
        """By how much it grew or fell; empty where that cannot be said."""
        was, now = (_number(text) for text in (self.before, self.after))
        return "" if was is None or now is None or was == now else f"{now - was:+,.10g}"


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link before and after."""

    state: str
    """`added removed re-pointed re-worded`, or `now dead`."""
    words: str
    before: str
    after: str


def pairs(rows: Sequence[Row]) -> list[Pair]:
    """The questions in order, each with the rows of its answer."""
    found: list[list[Row]] = []
    for row in rows:
        if row.block.kind == "question":
            found.append([row])
        elif row.block.kind == "answer" and found:
            found[-1].append(row)
    return list(_counted(found))


def _counted(found: Iterable[list[Row]]) -> Iterator[Pair]:
    was = now = 0
    for rows in found:
        question = rows[0]
        was, now = was + (question.before is not None), now + (question.after is not None)
        yield Pair(_state(rows), was if question.before else None, now if question.after else None, tuple(rows))


def _state(rows: Sequence[Row]) -> str:
    question = rows[0].state
    if question in ("added", "removed"):
        return question
    states = {row.state for row in rows}
    return "altered" if states - {"same", "moved"} else "moved" if "moved" in states else "same"


def in_runs(found: Sequence[Pair]) -> list[list[Pair]]:
    """Neighbours that stayed together; each that differs alone."""
    runs = groupby(found, key=lambda pair: 0 if pair.state == "same" else id(pair))
    return [list(run) for _, run in runs]


def entries(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The entries of a list by what became of them."""
    some = [row for row in rows if row.block.kind in ENTRIES]
    return [(state, [row for row in some if row.state == state]) for state in SIGNS]


def figures(before: Version | None, after: Version | None) -> list[Figure]:
    """The named numbers of both versions."""
    was, now = (dict(version.figures) if version else {} for version in (before, after))
    return [Figure(name, was.get(name, ""), now.get(name, "")) for name in {**was, **now}]


def numbers(findings: Iterable[Finding]) -> list[Finding]:
    """What was found of figures, dates, contacts, terms and standing."""
    return [one for one in findings if one.kind.startswith(_COUNTED) and one.level > Severity.NOISE]


def links(documents: tuple[Document, Document]) -> list[LinkRow]:
    """The links that are not on both sides with the same words."""
    was, now = (_links(document) for document in documents)
    gone = {key: words for key, words in was.items() if key not in now}
    come = {key: words for key, words in now.items() if key not in was}
    worded = [
        LinkRow("re-worded", now[key], was[key], now[key]) for key in was.keys() & now.keys() if was[key] != now[key]
    ]
    by_words = {words: key for key, words in come.items() if words}
    pointed = {key: by_words[words] for key, words in gone.items() if words in by_words}
    return [
        *(LinkRow("removed", words, key, "") for key, words in gone.items() if key not in pointed),
        *(LinkRow("added", words, "", key) for key, words in come.items() if key not in pointed.values()),
        *(LinkRow("re-pointed", gone[key], key, other) for key, other in pointed.items()),
        *sorted(worded, key=lambda row: row.words),
    ]


def dead(document: Document, gone: Iterable[str]) -> list[LinkRow]:
    """The links of a page whose targets are known to answer no more."""
    here = _links(document)
    return [LinkRow("now dead", here[key], key, "") for url in gone if (key := canonical(url)) in here]


def _links(document: Document) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in document.blocks:
        for link in block.links:
            found.setdefault(canonical(link.href), tidy(link.text))
    return found


def abridged(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans with long stretches that stayed cut to their ends."""
    for kind, text in spans:
        left = len(text) - 2 * _ENDS
        if kind == "equal" and left > _ENDS:
            yield kind, f"{text[:_ENDS]}\n… {left:,} characters alike …\n{text[-_ENDS:]}"
        else:
            yield kind, text


def _number(text: str) -> float | None:
    found = _NUMBER.fullmatch(text.strip())
    return float(found.group().replace(",", "")) if found and any(map(str.isdigit, text)) else None
