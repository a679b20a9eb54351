"""Entries of a list: title, blurb, address."""

from collections.abc import Iterator

from watcher.classify.listed import delisted
from watcher.classify.notes import NOTE
from watcher.classify.passages import same_words
from watcher.classify.teaser import is_cut_elsewhere
from watcher.classify.wording import quote, sentence, step, swaps
from watcher.extend import detector
from watcher.model import Block, Change, Edit, Finding, Op
from watcher.text import fold, slug
from watcher.urls import is_document, shown


@detector("entry", phase="content")
def entry(change: Change) -> Iterator[Finding]:
    """An entry comes, goes, or reads otherwise."""
    gone = delisted(change)
    listing = change.before.document is not None and change.before.document.kind == "listing"
    for edit in change.edits:
        if not edit.about("item") or (edit.op is Op.REMOVED and id(edit) in gone):
            continue
        if edit.op in (Op.ADDED, Op.REMOVED) and _is_file(edit.block):
            yield _file(edit)
        elif edit.op is Op.ADDED:
            yield _told("item.added", f"entry added: {quote(_title(edit.block), 120)}", edit)
        elif edit.op is Op.REMOVED:
            yield _told("item.removed", f"entry removed: {quote(_title(edit.block), 120)}", edit)
        elif edit.op is Op.ALTERED and _is_another_size(edit):
            yield _told("document.replaced", f"file label changes: {step(_note(edit.before), _note(edit.after))}", edit)
        elif edit.op is Op.ALTERED and not (listing and is_cut_elsewhere(edit)):
            said = _altered(edit)
            if said:
                yield _told("item.altered", f"entry altered: {said}", edit)


def _is_file(block: Block) -> bool:
    """Whether an entry offers one file and says nothing on it but its size."""
    rest = block.text.partition("\n")[2]
    return (
        len(block.links) == 1
        and is_document(block.links[0].href)
        and bool(_note(block))
        and not slug(NOTE.sub("", rest))
    )


def _file(edit: Edit) -> Finding:
    name = quote(_title(edit.block), 90)
    if edit.op is Op.ADDED:
        return _told("document.added", f"file added: {name}", edit)
    return _told("document.removed", f"file no longer offered: {name}", edit)


def _is_another_size(edit: Edit) -> bool:
    """Whether nothing differs in an entry but the note on its file."""
    old, new = (fold(block.text) if block else "" for block in (edit.before, edit.after))
    return _note(edit.before) != _note(edit.after) and slug(NOTE.sub("", old)) == slug(NOTE.sub("", new))


def _note(block: Block | None) -> str:
    """The first note on a file in an entry."""
    found = NOTE.search(fold(block.text)) if block else None
    return found.group() if found else ""


def _told(kind: str, said: str, edit: Edit) -> Finding:
    return Finding(
        kind,
        sentence(said),
        (edit,),
        edit.block.path,
        _title(edit.block),
        edit.before.text if edit.before else None,
        edit.after.text if edit.after else None,
    )


def _altered(edit: Edit) -> str:
    """What differs, in words; nothing where only its links do: they are told as links."""
    assert edit.before is not None, "an altered block was there"
    assert edit.after is not None, "an altered block is there"
    if not same_words(edit.before.text, edit.after.text):
        where = f", now at {shown(edit.after.key)}" if _is_address(edit) else ""
        return f"{swaps(edit)}, in {quote(_title(edit.after), 60)}{where}"
    if edit.before.key != edit.after.key and edit.before.links == edit.after.links:
        return f"{quote(_title(edit.after), 60)} now leads to {shown(edit.after.key)}"
    return ""


def _is_address(edit: Edit) -> bool:
    """Whether the entry is known by another address now; without one it is known by its title."""
    keys = {block.key for block in (edit.before, edit.after) if block}
    return len(keys) > 1 and all("." in key for key in keys)


def _title(block: Block) -> str:
    return block.text.partition("\n")[0]
