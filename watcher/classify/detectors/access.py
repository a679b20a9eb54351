"""A page that is gone, or back."""

from collections.abc import Iterator

from watcher.classify.wording import sentence
from watcher.extend import detector
from watcher.model import Change, Finding, Flag, Outcome, Snapshot
from watcher.urls import shown


@detector("access", phase="page")
def access(change: Change) -> Iterator[Finding]:
    """The address no longer shows the page, or shows it again."""
    before, after = change.before.snapshot, change.after.snapshot
    if before.outcome.is_page and after.outcome.is_gone:
        yield Finding(
            "page.removed",
            sentence(f"the address no longer shows the page: {_answer(after)}"),
            key=change.source.url,
            before=_title(change),
            after=_answer(after),
            flags=(Flag.UNCONFIRMED,),
        )
    if before.outcome.is_gone and after.outcome.is_page:
        yield Finding(
            "page.restored",
            sentence(f"the page is back{_same_words(change)}"),
            key=change.source.url,
            before=_answer(before),
            after=_title(change),
        )


def _answer(snapshot: Snapshot) -> str:
    """What the site says instead."""
    status = f"it answers {snapshot.status}" if snapshot.status else "it answers with a notice"
    # A status of 404 or 410 speaks for itself; an answer of 200 in the page's place has to be explained.
    reason = f", {snapshot.reasons[0]}" if snapshot.reasons and snapshot.outcome is Outcome.SOFT_GONE else ""
    final = snapshot.final_url
    is_elsewhere = bool(final) and final != snapshot.url and shown(final) not in reason
    return f"{status}{reason}" + (f" at {shown(final)}" if is_elsewhere else "")


def _title(change: Change) -> str | None:
    document = change.before.document or change.after.document
    return document.fact("title") if document else None


def _same_words(change: Change) -> str:
    if change.after.document is None or not change.earlier:
        return ""
    version, fingerprint = change.earlier[0]
    if change.after.document.fingerprint == fingerprint:
        return f" with the words of v{version}"
    return f" with other words than v{version}"
