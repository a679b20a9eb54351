"""The same words in another dress."""

from collections.abc import Iterator

from watcher.classify.passages import same_label, same_words
from watcher.classify.sides import documents
from watcher.classify.wording import counted, quote, sentence
from watcher.extend import detector
from watcher.model import Change, Document, Edit, Finding, Op


@detector("markup", phase="form")
def markup(change: Change) -> Iterator[Finding]:
    """Tags, case, quotes, white space, or how the same words are divided into passages."""
    edits = tuple(edit for edit in change.edits if _is_dress(edit))
    if edits:
        said = f"{counted(len(edits), 'passage', 'passages')} in other tags, case or division, the same words: "
        yield Finding(
            "markup.changed",
            sentence(said + quote(edits[0].block.text, 50)),
            edits,
            edits[0].block.path,
            before=edits[0].before.text if edits[0].before else None,
            after=edits[0].after.text if edits[0].after else None,
        )
    if _is_nested_otherwise(*documents(change)):
        yield Finding("markup.changed", "the same words stand under headings that are nested otherwise")


def _is_nested_otherwise(old: Document, new: Document) -> bool:
    """No edit tells it: the same blocks in the same order, under other paths."""
    told = [[block.says() for block in document.blocks] for document in (old, new)]
    return told[0] == told[1] and [block.path for block in old.blocks] != [block.path for block in new.blocks]


def _is_dress(edit: Edit) -> bool:
    if edit.op is Op.MOVED and edit.before and edit.after:
        return not same_words(edit.before.text, edit.after.text)
    if edit.op is not Op.ALTERED or edit.before is None or edit.after is None:
        return False
    if edit.about("document") and edit.before.key == edit.after.key:
        return same_label(edit.before.text, edit.after.text)
    return same_words(edit.before.text, edit.after.text)
