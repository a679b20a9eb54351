"""Words that state whether a policy stands."""

from collections.abc import Iterator

from watcher.classify.marked import prose_altered
from watcher.classify.meaning import standing, states_standing
from watcher.classify.passages import Passage, passages
from watcher.classify.wording import quote, sentence
from watcher.extend import detector
from watcher.model import Change, Edit, Finding, Op


@detector("status", phase="content")
def status(change: Change) -> Iterator[Finding]:
    """In effect, rescinded, terminated, replaced by, enjoined, restored, suspended: one of them comes or goes."""
    for edit in prose_altered(change):
        for passage in passages(edit):
            if _standing_differs(passage):
                yield _told(edit, passage)
    for edit in change.edits:
        if edit.op is Op.ADDED and edit.about("paragraph", "notice") and _speaks_of_the_page(edit.block.text):
            yield _told(edit, Passage("", edit.block.text))


def _standing_differs(passage: Passage) -> bool:
    if passage.before and passage.after:
        return standing(passage.before) != standing(passage.after)
    return states_standing(passage.before or passage.after)


def _speaks_of_the_page(text: str) -> bool:
    return text.startswith(("This ", "These ")) and states_standing(text)


def _told(edit: Edit, passage: Passage) -> Finding:
    was, now = standing(passage.before), standing(passage.after)
    new, gone = sorted(now - was), sorted(was - now)
    words = quote(", ".join(new or gone), 40)
    said = "states" if new else "no longer states"
    return Finding(
        "status.changed",
        sentence(f"status changed: the text {said} {words}: {quote(passage.after or passage.before, 90)}"),
        (edit,),
        edit.block.path,
        (new or gone)[0],
        passage.before or None,
        passage.after or None,
    )
