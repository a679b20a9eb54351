"""The target of a link: whether it answers, and of a file whether it still is the same."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from watcher.classify.passages import Passage, hunks, passages
from watcher.classify.sides import are_pages, documents, kept_share
from watcher.classify.wording import counted, joined, quote, sentence, swapped
from watcher.extend import detector
from watcher.model import Change, Document, Edit, Finding, Op, Outcome, Severity, Snapshot
from watcher.text import shorten
from watcher.urls import shown

_NOBODY_THERE = frozenset({Outcome.DNS_ERROR, Outcome.CONNECT_ERROR})
_SAME_FILE = 0.35
"""The share of words up to which one file is taken for an edit of the other."""
_LONGEST_QUOTE = 2_000


@detector("followed", phase="page", of_links=True)
def followed(change: Change) -> Iterator[Finding]:
    """The link is dead or alive again; the file behind it is another one. Who judged it dead had looked for long."""
    before, after = change.before.snapshot, change.after.snapshot
    if are_pages(change):
        yield from _file(change)
    elif after.outcome.is_gone or after.outcome in _NOBODY_THERE:
        yield _dead(change)
    elif after.outcome.is_page and not before.outcome.is_page:
        said = f"{_link(change)} answers again, after no answer at {_moment(before.started_at)}"
        yield _told("link.revived", said, change, _answer(before), change.source.name)


def _dead(change: Change) -> Finding:
    before, after = change.before.snapshot, change.after.snapshot
    lived = "it last answered" if before.outcome.is_page else "no answer since"
    said = f"{_link(change)} is dead: {_answer(after)}; {lived} {_moment(before.started_at)}"
    return _told("link.dead", said, change, change.source.name, _answer(after))


def _told(kind: str, said: str, change: Change, before: str, after: str) -> Finding:
    return Finding(kind, sentence(said), key=change.source.url, before=before, after=after)


def _link(change: Change) -> str:
    """Its words, where they are not its address, and its address."""
    address = quote(shown(change.source.url), 60).strip('"')
    is_named = change.source.name and change.source.name != shown(change.source.url)
    return f"the link {quote(change.source.name, 34)} to {address}" if is_named else f"the link to {address}"


def _answer(snapshot: Snapshot) -> str:
    if snapshot.status:
        return f"it answers {snapshot.status}"
    return "its host is not known" if snapshot.outcome is Outcome.DNS_ERROR else "nobody answers"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _file(change: Change) -> Iterator[Finding]:
    """Other bytes at the same address; what the words say differently is told beside it, unless all of them do."""
    before, after = change.before.snapshot, change.after.snapshot
    if before.body_sha256 == after.body_sha256 and not change.edits:
        return
    differing = [one for edit in change.edits if not edit.about("fact") for one in passages(edit)]
    yield Finding(
        "document.replaced",
        sentence(f"{_name(change)} has {_contents(change, differing)}"),
        change.edits if _is_another(change) else (),
        key=change.source.url,
        before=_words(one.before for one in differing),
        after=_words(one.after for one in differing),
        severity=None if differing else Severity.LOW,
    )


def _words(texts: Iterator[str]) -> str | None:
    words = joined(*texts)
    return shorten(words, _LONGEST_QUOTE) if words else None


def _name(change: Change) -> str:
    return _link(change).replace("the link", "the file").replace(" to ", " at ")


def _contents(change: Change, differing: Sequence[Passage]) -> str:
    if not differing:
        return "the same words in other bytes"
    if _is_another(change):
        return f"other contents: {quote(differing[0].after or differing[0].before)}"
    altered = [place for edit in change.edits if _is_reworded(edit) for place in hunks(edit)]
    if altered:
        return f"other contents: {swapped(altered, 30)}"
    gained = [edit for edit in change.edits if edit.op is Op.ADDED]
    lost = [edit for edit in change.edits if edit.op is Op.REMOVED]
    return f"other contents: {counted(len(gained), 'passage', 'passages')} more, {len(lost)} gone"


def _is_reworded(edit: Edit) -> bool:
    return edit.op is Op.ALTERED and not edit.about("fact")


def _is_another(change: Change) -> bool:
    """Whether it is no edit of the old file: hardly a word is kept, or its words cannot be read."""
    return kept_share(change) < _SAME_FILE or any(_is_unread(document) for document in documents(change))


def _is_unread(document: Document) -> bool:
    return document.lossy and len(document.blocks) <= 1
