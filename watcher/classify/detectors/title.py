"""The page's own title."""

from collections.abc import Iterator

from watcher.classify.passages import same_words
from watcher.classify.sides import is_mark_of_archive, is_title, is_title_reread
from watcher.classify.wording import quote, sentence, step
from watcher.extend import detector
from watcher.model import Change, Edit, Finding


@detector("title", phase="content")
def title(change: Change) -> Iterator[Finding]:
    """The title reads otherwise, in the title line or in the heading that shows it."""
    edits = tuple(edit for edit in change.edits if is_title(edit, change) and not _is_form(edit, change))
    if not edits:
        return
    first = edits[0]
    before = first.before.text if first.before else None
    after = first.after.text if first.after else None
    yield Finding(
        "title.changed",
        sentence(_said(before, after)),
        edits,
        key="title",
        before=before,
        after=after,
    )


def _is_form(edit: Edit, change: Change) -> bool:
    if edit.before is None or edit.after is None:
        return is_title_reread(edit, change)
    if is_mark_of_archive(edit, change):
        return True  # the finding of the label says so
    return same_words(edit.before.text, edit.after.text) or is_title_reread(edit, change)


def _said(before: str | None, after: str | None) -> str:
    if before and after:
        return f"the title changes: {step(before, after, 65)}"
    return (
        f"the page now has the title {quote(after, 120)}" if after else f"the title {quote(before or '', 120)} is gone"
    )
