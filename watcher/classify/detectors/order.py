"""The order in which the same things stand."""

from collections.abc import Iterator

from watcher.classify.passages import bare, same_words
from watcher.classify.wording import counted, quote, sentence
from watcher.extend import detector
from watcher.model import Change, Edit, Finding, Op


@detector("order", phase="form")
def order(change: Change) -> Iterator[Finding]:
    """Entries and passages change places; questions get other numbers."""
    moved = tuple(edit for edit in change.edits if edit.op is Op.MOVED and not _is_divided(edit))
    numbered = tuple(edit for edit in change.edits if _is_renumbered(edit))
    if moved:
        said = f"{counted(len(moved), 'passage stands', 'passages stand')} elsewhere, the first: "
        yield Finding("order.changed", sentence(said + quote(moved[0].block.text)), moved, moved[0].block.path)
    if numbered:
        said = f"{counted(len(numbered), 'passage has', 'passages have')} another number, the first: "
        yield Finding("order.changed", sentence(said + quote(numbered[0].block.text)), numbered)


def _is_divided(edit: Edit) -> bool:
    return bool(edit.before and edit.after) and not same_words(
        edit.before.text if edit.before else "", edit.after.text if edit.after else ""
    )


def _is_renumbered(edit: Edit) -> bool:
    if edit.op is not Op.ALTERED or edit.before is None or edit.after is None or edit.about("fact"):
        return False
    was, now = edit.before.text, edit.after.text
    return not same_words(was, now) and same_words(bare(was), bare(now))
