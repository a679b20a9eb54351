"""Dates inside the content."""

from collections.abc import Iterator

from watcher.classify.marked import prose_altered, shifts
from watcher.classify.wording import sentence
from watcher.extend import detector
from watcher.model import Change, Finding


@detector("date", phase="content")
def date(change: Change) -> Iterator[Finding]:
    """A deadline, an effective date or a cut-off date takes another day; the page's own date is no content."""
    for edit in prose_altered(change):
        for shift in shifts(edit, "date"):
            yield Finding(
                "date.changed",
                sentence(f"date changed: {shift.told}, {shift.context}"),
                (edit,),
                edit.block.path,
                shift.pairs[0][1].text,
                shift.passage.before,
                shift.passage.after,
            )
