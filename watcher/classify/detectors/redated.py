"""The date that a page gives itself."""

from collections.abc import Iterator

from watcher.classify.wording import sentence
from watcher.extend import detector
from watcher.model import Change, Finding

_DATES = frozenset({"updated", "published", "modified"})


@detector("redated", phase="content")
def redated(change: Change) -> Iterator[Finding]:
    """The page's own date moves; what else moved is told beside it."""
    for edit in change.edits:
        if edit.about("fact") and edit.block.key in _DATES:
            before = edit.before.text if edit.before else None
            after = edit.after.text if edit.after else None
            yield Finding(
                "page.redated",
                sentence(f'the page\'s own date "{edit.block.key}": {before or "none"} → {after or "none"}'),
                (edit,),
                key=edit.block.key,
                before=before,
                after=after,
            )
