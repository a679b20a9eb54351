"""Passages of which nothing more particular can be said."""

from collections.abc import Iterator, Sequence

from watcher.classify.passages import passages
from watcher.classify.wording import counted, joined, quote, sentence, swaps, under
from watcher.extend import detector
from watcher.model import Change, Edit, Finding, Op

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
    changed = passages(edit)
    return Finding(
        "text.altered",
        sentence(f"{_noun(edit)} altered{under(edit.block)}: {swaps(edit) or quote(edit.after.text, 80)}"),
        (edit,),
        edit.block.path,
        edit.block.key or None,
        joined(*(one.before for one in changed)) or edit.before.text,
        joined(*(one.after for one in changed)) or edit.after.text,
    )


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
