"""The label by which a page says that it is not current."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from watcher.classify.sides import are_pages, documents, is_mark_of_archive
from watcher.classify.wording import quote, sentence
from watcher.extend import detector
from watcher.model import Change, Edit, Finding, Side
from watcher.urls import shown

_ARCHIVE = re.compile(r"/archives?(?:/|$)", re.IGNORECASE)
_GOES_ALONG = frozenset({"archived", "updated", "modified", "breadcrumb"})
"""Facts that archiving itself changes: ICE sets "Updated" to the day, DHS adds "Archived" to the breadcrumb."""


@detector("archived", phase="page")
def archived(change: Change) -> Iterator[Finding]:
    """The label appears or goes, or the page moves into the archive."""
    if not are_pages(change):
        return
    old, new = documents(change)
    was, now = old.fact("archived"), new.fact("archived")
    if now and not was:
        yield Finding(
            "page.archived", sentence(f"the page is now labelled {quote(now, 110)}"), _along(change), after=now
        )
    elif was and not now:
        yield Finding("page.unarchived", sentence(f"the label {quote(was, 100)} is gone"), _along(change), before=was)
    elif _moves_into_archive(change):
        after = _end(change.after)
        yield Finding(
            "page.archived",
            sentence(f"the page now answers from the archive, {shown(after)}"),
            _along(change),
            before=_end(change.before),
            after=after,
        )


def _along(change: Change) -> tuple[Edit, ...]:
    return tuple(edit for edit in change.edits if is_mark_of_archive(edit, change) or _goes_along(edit))


def _goes_along(edit: Edit) -> bool:
    return edit.about("fact") and edit.block.key in _GOES_ALONG


def _moves_into_archive(change: Change) -> bool:
    before, after = (_ARCHIVE.search(urlsplit(_end(side)).path) for side in (change.before, change.after))
    return after is not None and before is None


def _end(side: Side) -> str:
    return side.snapshot.final_url or side.snapshot.url
