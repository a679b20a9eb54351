"""The date that a page gives itself."""

from collections.abc import Iterator

from watcher.classify.sides import OWN_DATES, documents, is_own_date, stamps
from watcher.classify.wording import joined, sentence
from watcher.extend import detector
from watcher.model import Change, Edit, Finding


@detector("redated", phase="content")
def redated(change: Change) -> Iterator[Finding]:
    """The page's own date moves, in a fact or in the line that shows it; what else moved is told beside it."""
    lines = tuple(edit for edit in change.edits if is_own_date(edit, change))
    facts = [edit for edit in change.edits if edit.about("fact") and edit.block.key in OWN_DATES]
    for edit in facts:
        yield _told(edit.block.key, edit, (edit, *lines))
    if not facts:
        yield from _stamps(change)


def _told(name: str, edit: Edit, explained: tuple[Edit, ...]) -> Finding:
    before = edit.before.text if edit.before else None
    after = edit.after.text if edit.after else None
    said = f'the page\'s own date "{name}": {before or "none"} → {after or "none"}'
    return Finding("page.redated", sentence(said), explained, key=name, before=before, after=after)


def _stamps(change: Change) -> Iterator[Finding]:
    """Another of the lines that date the page moves, comes or goes."""
    was, now = (stamps(document) for document in documents(change))
    gone, come = [line for line in was if line not in now], [line for line in now if line not in was]
    if gone or come:
        said = f"a line that dates the page: {'; '.join(gone) or 'none'} → {'; '.join(come) or 'none'}"
        yield Finding("page.redated", sentence(said), before=joined(*gone), after=joined(*come))
