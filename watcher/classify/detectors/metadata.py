"""What the page tells machines of itself: description, address, language, breadcrumb."""

from collections.abc import Iterator

from watcher.classify.sides import is_title_reread
from watcher.classify.wording import sentence
from watcher.extend import detector
from watcher.model import Change, Edit, Finding, Op

_TOLD_ELSEWHERE = frozenset({"title", "archived", "updated", "published", "modified"})


@detector("metadata", phase="form")
def metadata(change: Change) -> Iterator[Finding]:
    """A fact differs that readers do not see as text."""
    for edit in change.edits:
        if _is_metadata(edit) or is_title_reread(edit, change):
            yield Finding(
                "metadata.changed",
                sentence(f"the page's {edit.block.key} reads otherwise"),
                (edit,),
                key=edit.block.key,
                before=edit.before.text if edit.before else None,
                after=edit.after.text if edit.after else None,
            )


def _is_metadata(edit: Edit) -> bool:
    return edit.about("fact") and edit.block.key not in _TOLD_ELSEWHERE and not _is_number_changed(edit)


def _is_number_changed(edit: Edit) -> bool:
    """Another AILA document number means another document: that is news."""
    return edit.block.key == "aila-number" and edit.op is Op.ALTERED
