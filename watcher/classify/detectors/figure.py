"""Numbers that count something, in otherwise the same words."""

import re
from collections.abc import Iterator

from watcher.classify.figures import FIGURE, difference, value
from watcher.classify.marked import Shift, prose_altered, shifts
from watcher.classify.sides import documents
from watcher.classify.wording import quote, sentence
from watcher.extend import detector
from watcher.model import Change, Document, Edit, Finding
from watcher.text import fold


@detector("figure", phase="content")
def figure(change: Change) -> Iterator[Finding]:
    """A count, a sum, a share or a duration takes another value; its difference is told."""
    named = list(_named(change))
    yield from named
    told = {(finding.before, finding.after) for finding in named}
    for edit in prose_altered(change):
        for shift in shifts(edit, "figure"):
            if (shift.passage.before, shift.passage.after) not in told:
                yield _told(edit, shift)


def _told(edit: Edit, shift: Shift) -> Finding:
    old, new = shift.pairs[0]
    step = difference(old.text, new.text)
    more = f" and {len(shift.pairs) - 1} more" if len(shift.pairs) > 1 else ""
    return Finding(
        "figure.changed",
        sentence(f"figure changed: {_step(old.text, new.text, step)}{more}, {shift.context}"),
        (edit,),
        edit.block.path,
        new.text,
        shift.passage.before,
        shift.passage.after,
    )


def _step(before: str, after: str, step: str) -> str:
    return f"{before} → {after}" + (f" ({step})" if step else "")


def _named(change: Change) -> Iterator[Finding]:
    """The figures that the operator named, wherever their sentence went."""
    old, new = documents(change)
    for name, wording in change.source.figures:
        pattern = _pattern(wording)
        was, now = _find(old, pattern), _find(new, pattern)
        if was and now and value(was[0]) != value(now[0]):
            told = _step(was[0], now[0], difference(was[0], now[0]))
            yield Finding(
                "figure.changed",
                sentence(f"figure changed: {name} {told}, {quote(now[1], 70)}"),
                tuple(edit for edit in change.edits if _speaks(edit, pattern)),
                key=name,
                before=was[1],
                after=now[1],
            )


def _pattern(wording: str) -> re.Pattern[str]:
    """The operator's wording, the number where `{n}` stands."""
    before, _, after = (fold(wording) if "{n}" in wording else "{n}").partition("{n}")
    number = r"(?P<n>(?:US)?\$? ?\d[\d,.]*\d|\d)"
    flexible = [re.escape(part).replace(r"\ ", r"\s+") for part in (before, after)]
    return re.compile(flexible[0] + number + flexible[1], re.IGNORECASE)


def _find(document: Document, pattern: re.Pattern[str]) -> tuple[str, str] | None:
    """(the number, the sentence or cell it stands in) at the first place."""
    for block in document.blocks:
        found = pattern.search(fold(block.text))
        if found and FIGURE.search(found["n"]):
            return found["n"], _sentence_around(block.text, found["n"])
    return None


def _sentence_around(text: str, number: str) -> str:
    from_sentences = (one for one in re.split(r"(?<=[.!?])\s+(?=[A-Z])|\n", text) if number in one)
    return next(from_sentences, text)


def _speaks(edit: Edit, pattern: re.Pattern[str]) -> bool:
    return any(block is not None and pattern.search(fold(block.text)) for block in (edit.before, edit.after))
