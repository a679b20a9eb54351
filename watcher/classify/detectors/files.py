"""Files offered for opening: PDF, DOCX, XLSX."""

from collections.abc import Iterator

from watcher.classify.listed import delisted
from watcher.classify.marked import Shift, prose_altered, shifts
from watcher.classify.passages import same_label
from watcher.classify.wording import quote, sentence, step, tail
from watcher.extend import detector
from watcher.model import Change, Edit, Finding, Op
from watcher.text import fold
from watcher.urls import is_other_version, shown


@detector("file-note", phase="content")
def file_note(change: Change) -> Iterator[Finding]:
    """A note on a file in running text tells another size: another file is offered."""
    for edit in prose_altered(change):
        labels = [link.text for link in edit.after.links] if edit.after else []
        for shift in shifts(edit, "file"):
            # A note inside the link itself is told with the link's label.
            if not any(new.text in fold(label) for label in labels for _, new in shift.pairs):
                yield _noted(edit, shift)


@detector("file", phase="content")
def file(change: Change) -> Iterator[Finding]:
    """A file comes or goes, its label tells another size, or its label leads to another file."""
    gone = delisted(change)
    for edit in change.edits:
        if not edit.about("document") or (edit.op is Op.REMOVED and id(edit) in gone):
            continue
        label = quote(edit.block.text, 90)
        if edit.op is Op.ADDED:
            yield _told("document.added", f"file added: {label}", edit)
        elif edit.op is Op.REMOVED:
            yield _told("document.removed", f"file no longer offered: {label}", edit)
        elif edit.before and edit.after and not same_label(edit.before.text, edit.after.text):
            said = f"file label changes: {step(edit.before.text, edit.after.text)}"
            yield _told("document.replaced", said, edit)
        elif edit.before and edit.after and edit.before.key != edit.after.key:
            yield _retargeted(edit)


def _noted(edit: Edit, shift: Shift) -> Finding:
    old, new = shift.pairs[0]
    name = tail(fold(shift.passage.after)[: new.start].rstrip(), 50)
    more = f" and {len(shift.pairs) - 1} more" if len(shift.pairs) > 1 else ""
    return Finding(
        "document.replaced",
        sentence(f"file label changes: {old.text} → {new.text}{more}, after {quote(name, 50)}"),
        (edit,),
        edit.block.path,
        new.text,
        shift.passage.before,
        shift.passage.after,
    )


def _told(kind: str, said: str, edit: Edit) -> Finding:
    return Finding(
        kind,
        sentence(said),
        (edit,),
        edit.block.path,
        edit.block.key,
        edit.before.text if edit.before else None,
        edit.after.text if edit.after else None,
    )


def _retargeted(edit: Edit) -> Finding:
    assert edit.before is not None, "an altered block was there"
    assert edit.after is not None, "an altered block is there"
    return Finding(
        "document.replaced" if is_other_version(edit.before.key, edit.after.key) else "link.retargeted",
        sentence(f"{quote(edit.after.text, 50)} now leads to {shown(edit.after.key)}"),
        (edit,),
        edit.after.path,
        edit.after.text,
        edit.before.key,
        edit.after.key,
    )
