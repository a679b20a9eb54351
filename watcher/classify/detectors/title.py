"""The page's own title."""

from collections.abc import Iterator

from watcher.classify.passages import same_words
from watcher.classify.sides import is_title
from watcher.classify.wording import quote, sentence, step
from watcher.extend import detector
from watcher.model import Change, Edit, Finding


@detector("title", phase="content")
def title(change: Change) -> Iterator[Finding]:
    """The title reads otherwise, in the title line or in the heading that shows it."""
    edits = tuple(edit for edit in change.edits if is_title(edit, change) and not _is_form(edit))
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


def _is_form(edit: Edit) -> bool:
    return bool(edit.before and edit.after) and same_words(
        edit.before.text if edit.before else "", edit.after.text if edit.after else ""
    )


def _said(before: str | None, after: str | None) -> str:
    if before and after:
        return f"the title changes: {step(before, after, 65)}"
    return (
        f"the page now has the title {quote(after, 120)}" if after else f"the title {quote(before or '', 120)} is gone"
    )
