"""Another address that answers, with the same content or with other content."""

from collections.abc import Iterator

from watcher.classify.sides import are_pages, documents, kept_share
from watcher.classify.wording import joined, sentence
from watcher.extend import detector
from watcher.model import Change, Finding, Snapshot
from watcher.text import shorten
from watcher.urls import canonical, relation, shown

_SAME_CONTENT = 0.3
_LONGEST_QUOTE = 2_000


@detector("address", phase="page")
def address(change: Change) -> Iterator[Finding]:
    """The answer comes from elsewhere, or only points elsewhere."""
    if not are_pages(change):
        return
    old, new = documents(change)
    was, now = _end(change.before.snapshot), _end(change.after.snapshot)
    target = new.fact("redirect")
    points_away = bool(target) and target != old.fact("redirect")
    if canonical(was) == canonical(now) and not points_away:
        return
    if points_away or kept_share(change) < _SAME_CONTENT:
        text = "\n".join(block.text for block in new.blocks)
        yield Finding(
            "page.redirected",
            sentence(f"the address now leads to {shown(target or now)}, {_content(points_away)}"),
            change.edits,
            key=target or now,
            before=was,
            after=joined(target or now, shorten(text, _LONGEST_QUOTE)),
        )
        return
    yield Finding(
        "page.moved",
        sentence(f"the page now answers at {shown(now)} with the same content (new {relation(was, now)})"),
        key=now,
        before=was,
        after=now,
    )


def _content(points_away: bool) -> str:
    return "the page itself is a stub" if points_away else "which shows other content"


def _end(snapshot: Snapshot) -> str:
    return snapshot.final_url or snapshot.url
