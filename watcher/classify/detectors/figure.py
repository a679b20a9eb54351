"""Numbers that count something, in otherwise the same words."""

from collections.abc import Iterator
from dataclasses import replace

from watcher.classify.figures import difference, value
from watcher.classify.marked import Shift, prose_altered, shifts
from watcher.classify.named import Named, figures_of, speaks
from watcher.classify.sides import documents
from watcher.classify.wording import quote, sentence
from watcher.extend import detector
from watcher.model import Change, Edit, Finding


@detector("figure", phase="content")
def figure(change: Change) -> Iterator[Finding]:
    """A count, a sum, a share or a duration takes another value; its difference is told."""
    told: set[tuple[int, str, str]] = set()
    for was, now in _named(change):
        edits = _speaking(change, now.name)
        told |= {(id(edit), value(was.number), value(now.number)) for edit in edits}
        yield _told_by_name(was, now, edits)
    for edit in prose_altered(change):
        for shift in shifts(edit, "figure"):
            left = tuple(pair for pair in shift.pairs if (id(edit), pair[0].value, pair[1].value) not in told)
            if left:
                yield _told(edit, replace(shift, pairs=left))


def _told(edit: Edit, shift: Shift) -> Finding:
    old, new = shift.pairs[0]
    more = f" and {len(shift.pairs) - 1} more" if len(shift.pairs) > 1 else ""
    return Finding(
        "figure.changed",
        sentence(f"figure changed: {_step(old.text, new.text)}{more}, {shift.context}"),
        (edit,),
        edit.block.path,
        new.text,
        shift.passage.before,
        shift.passage.after,
    )


def _step(before: str, after: str) -> str:
    step = difference(before, after)
    return f"{before} → {after}" + (f" ({step})" if step else "")


def _named(change: Change) -> Iterator[tuple[Named, Named]]:
    """The followed figures that took another value, wherever their sentence went."""
    old, new = documents(change)
    before = {one.name: one for one in figures_of(old, change.source)}
    for now in figures_of(new, change.source):
        was = before.get(now.name)
        if was is not None and value(was.number) != value(now.number):
            yield was, now


def _speaking(change: Change, name: str) -> tuple[Edit, ...]:
    wording = dict(change.source.figures)[name]
    return tuple(edit for edit in change.edits if speaks(edit.before, wording) or speaks(edit.after, wording))


def _told_by_name(was: Named, now: Named, edits: tuple[Edit, ...]) -> Finding:
    return Finding(
        "figure.changed",
        sentence(f"{now.name}: {_step(was.number, now.number)}, {quote(now.sentence, 70)}"),
        edits,
        edits[0].block.path if edits else (),
        now.name,
        was.sentence,
        now.sentence,
    )
