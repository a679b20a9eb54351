"""Watched pages that stood on a list."""

from collections.abc import Iterator

from watcher.classify import listed
from watcher.classify.wording import quote, sentence
from watcher.extend import detector
from watcher.model import Change, Finding
from watcher.urls import canonical, shown


@detector("delisted", phase="content")
def delisted(change: Change) -> Iterator[Finding]:
    """A page that we watch was an entry, and the list no longer leads to it."""
    gone = listed.delisted(change)
    for edit in change.edits:
        if id(edit) in gone and edit.before:
            known = next(one for one in change.watched if canonical(one[0]) == gone[id(edit)])
            title = known[1] or edit.before.text.partition("\n")[0]
            yield Finding(
                "item.delisted",
                sentence(f"the watched page {quote(title, 60)} no longer stands on this list: {shown(known[0])}"),
                (edit,),
                edit.before.path,
                known[0],
                edit.before.text,
                edit.after.text if edit.after else None,
            )
