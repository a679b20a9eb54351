"""Terms that come, go or give way to others, wherever they stand."""

import re
from collections import defaultdict
from collections.abc import Iterator

from watcher.classify.counting import holds, occurrences
from watcher.classify.marks import marks
from watcher.classify.passages import hunks, passages
from watcher.classify.sides import documents
from watcher.classify.wording import counted, joined, quote, sentence
from watcher.extend import detector
from watcher.model import Change, Edit, Finding, Op
from watcher.text import slug

_MONTH = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b", re.IGNORECASE
)
"""A bulletin that names the next month throughout has replaced no term."""
_LONGEST_TERM = 4
"""Words; what is longer is a passage, no term."""
_PLAIN_WORDS = (
    "a an and are as at be been by can cannot could for from had has have if in is it its may must no not of on or "
    "our shall should so that the their them they this to was we were will with would you your"
)
_PLAIN = frozenset(_PLAIN_WORDS.split())
"""Words that change places in every edit; `may` that became `will` is told as what it is."""


@detector("term", phase="content")
def term(change: Change) -> Iterator[Finding]:
    """A watched term drops out or comes in; one term takes another's place twice or more."""
    if not change.edits:
        return
    yield from _watched(change)
    yield from _replaced(change)


def _watched(change: Change) -> Iterator[Finding]:
    old, new = documents(change)
    for watched in change.source.watch_terms:
        was, now = occurrences(old, watched), occurrences(new, watched)
        along = tuple(edit for edit in change.edits if _holds(edit, watched))
        if was and not now:
            said = f"the term {quote(watched)} no longer occurs (before: {counted(was, 'time', 'times')})"
            yield Finding("term.dropped", sentence(said), along, key=watched, before=watched)
        elif now and not was:
            said = f"the term {quote(watched)} now occurs ({counted(now, 'time', 'times')}; before: none)"
            yield Finding("term.introduced", sentence(said), along, key=watched, after=watched)


def _replaced(change: Change) -> Iterator[Finding]:
    places: dict[tuple[str, str], list[Edit]] = defaultdict(list)
    shown: dict[str, str] = {}
    for edit in change.edits:
        if edit.op is Op.ALTERED and not edit.about("question", "answer", "item", "document", "fact", "toc"):
            for was, now in hunks(edit):
                if _is_term(was) and _is_term(now):
                    places[slug(was), slug(now)].append(edit)
                    shown = {slug(was): was, slug(now): now} | shown
    for (was, now), edits in places.items():
        if len(edits) > 1:
            changed = [passage for edit in _once(edits) for passage in passages(edit)]
            telling = [one for one in changed if was in slug(one.before) and now in slug(one.after)]
            yield Finding(
                "term.replaced",
                sentence(f"{quote(shown[now])} takes the place of {quote(shown[was])}, {len(edits)} times"),
                tuple(_once(edits)),
                key=shown[now],
                before=joined(*(passage.before for passage in telling)),
                after=joined(*(passage.after for passage in telling)),
            )


def _is_term(words: str) -> bool:
    named = slug(words).split()
    return (
        0 < len(named) <= _LONGEST_TERM
        and not set(named) <= _PLAIN
        and not marks(words)
        and not _MONTH.search(words)
        and any(map(str.isalpha, named))
    )


def _once(edits: list[Edit]) -> list[Edit]:
    return list({id(edit): edit for edit in edits}.values())


def _holds(edit: Edit, watched: str) -> bool:
    return any(block is not None and holds(block.text, watched) for block in (edit.before, edit.after))
