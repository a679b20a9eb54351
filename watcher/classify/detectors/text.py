"""Passages of which nothing more particular can be said."""

from collections.abc import Iterator, Sequence

from watcher.classify.marked import shifts
from watcher.classify.marks import SORTS
from watcher.classify.passages import Passage, hunks, passages
from watcher.classify.wording import around, counted, joined, quote, sentence, step, swapped, under
from watcher.extend import detector
from watcher.model import Block, Change, Edit, Finding, Op
from watcher.text import fold

_LINE = 50
"""Characters of a heading, a cell or a line that is shown whole."""
_ROOM = 60
"""Characters of an edit beside which there is room for the words around it."""
_NOUNS = {"heading": "heading", "row": "table row", "list-item": "list entry", "image": "picture", "notice": "notice"}


@detector("text", phase="rest")
def text(change: Change) -> Iterator[Finding]:
    """What nothing else explains is told in its own words; neighbours that come or go together are told once."""
    for run in _runs(change.edits):
        first = run[0]
        yield _altered(first) if first.before and first.after else _whole(run)


def _runs(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    run: list[Edit] = []
    for edit in edits:
        if run and not _continues(run[-1], edit):
            yield run
            run = []
        run.append(edit)
    if run:
        yield run


def _continues(last: Edit, edit: Edit) -> bool:
    """The next passage of the same section, of the same fate."""
    if last.op is not edit.op or last.block.path != edit.block.path or last.block.kind != edit.block.kind:
        return False
    if edit.op is Op.ADDED:
        return last.now_at is not None and edit.now_at == last.now_at + 1
    return edit.op is Op.REMOVED and last.was_at is not None and edit.was_at == last.was_at + 1


def _altered(edit: Edit) -> Finding:
    assert edit.before is not None, "an altered block was there"
    assert edit.after is not None, "an altered block is there"
    changed = [one for one in passages(edit) if not one.only_marks_differ] or passages(edit)
    places = [place for place in hunks(edit) if not _is_told(place, edit)] or hunks(edit)
    return Finding(
        "text.altered",
        sentence(f"{_noun(edit)} altered{under(edit.block)}: {_words(edit.before, edit.after, places, changed)}"),
        (edit,),
        edit.block.path,
        edit.block.key or None,
        joined(*(one.before for one in changed)) or edit.before.text,
        joined(*(one.after for one in changed)) or edit.after.text,
    )


def _is_told(place: tuple[str, str], edit: Edit) -> bool:
    """Whether the words are a figure, a date, a contact or a file's note that is told as such."""
    old, new = place
    told = [pair for sort in SORTS for shift in shifts(edit, sort) for pair in shift.pairs]
    return any(fold(old) in was.text and fold(new) in now.text for was, now in told)


def _words(before: Block, after: Block, places: Sequence[tuple[str, str]], changed: Sequence[Passage]) -> str:
    """Two short lines are shown whole, of longer ones the words that differ and what stands around them."""
    if max(len(before.text), len(after.text)) <= _LINE:
        return step(before.text, after.text)
    said = swapped(places) or quote(after.text, 80)
    old, new = map(fold, places[0]) if places else ("", "")
    now = next((fold(one.after) for one in changed if old in fold(one.before) and new in fold(one.after)), "")
    if not now or len(said) > _ROOM:
        return said
    return f"{said}, in {around(now, now.find(new))}"


def _whole(run: Sequence[Edit]) -> Finding:
    first = run[0]
    words = "\n".join(edit.block.text for edit in run)
    op = "removed" if first.op is Op.REMOVED else "added"
    named = _noun(first) if len(run) == 1 else counted(len(run), "passage", "passages")
    return Finding(
        f"text.{op}",
        sentence(f"{named} {op}{under(first.block)}: {quote(words, 90)}"),
        tuple(run),
        first.block.path,
        first.block.key or None,
        words if op == "removed" else None,
        words if op == "added" else None,
    )


def _noun(edit: Edit) -> str:
    if edit.about("fact"):
        return f"the page's {edit.block.key}"
    return _NOUNS.get(edit.block.kind, "text")
