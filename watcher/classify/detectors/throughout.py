"""So many passages differ that nobody would read them told one by one."""

from collections.abc import Iterator

from watcher.classify.wording import quote, sentence
from watcher.extend import detector
from watcher.model import Change, Finding

_MOST = 10_000


@detector("throughout", phase="page")
def throughout(change: Change) -> Iterator[Finding]:
    """One finding for all, that says how many and shows the first; what the page says of itself is told apart."""
    edits = tuple(edit for edit in change.edits if not edit.about("fact"))
    if len(edits) <= _MOST:
        return
    first = edits[0]
    said = f"{len(edits):,} passages differ, too many to be told one by one; the first: {quote(first.block.text)}"
    yield Finding(
        "text.altered",
        sentence(said),
        edits,
        first.block.path,
        before=first.before.text if first.before else None,
        after=first.after.text if first.after else None,
    )
