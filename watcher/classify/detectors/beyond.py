"""Entries at the end of a list that goes on where nobody looked."""

from collections.abc import Iterator, Mapping, Sequence

from watcher.classify.wording import counted, quote, sentence
from watcher.extend import detector
from watcher.model import Change, Document, Edit, Finding, Op


@detector("beyond", phase="place")
def beyond(change: Change) -> Iterator[Finding]:
    """What new entries push off the end is not removed; what comes up from behind the end is not added."""
    old, new = change.before.document, change.after.document
    if old is None or new is None or not (old.goes_on or new.goes_on):
        return
    gone, come = _entries(change, Op.REMOVED), _entries(change, Op.ADDED)
    last, first_new = _behind_the_rest(old, gone), _behind_the_rest(new, come)
    if len(last) == len(_places(old)):
        first_new = []  # nothing stands on both sides: all that came stands above all that went
    # An old entry that still had a place at the new end, but does not stand there, has been removed.
    if new.goes_on and (pushed := last[len(first_new) :]):
        yield _elsewhere([gone[at] for at in pushed], "pushed off the end of what was read")
    if old.goes_on and first_new:
        yield _elsewhere([come[at] for at in first_new], "come up from behind the end of what was read")


def _entries(change: Change, op: Op) -> dict[int, Edit]:
    """The entries that went or came, by their place."""
    edits = [edit for edit in change.edits if edit.op is op and edit.about("item")]
    return {at: edit for edit in edits if (at := edit.was_at if op is Op.REMOVED else edit.now_at) is not None}


def _places(document: Document) -> list[int]:
    return [at for at, block in enumerate((*document.facts, *document.blocks)) if block.kind == "item"]


def _behind_the_rest(document: Document, single: Mapping[int, Edit]) -> list[int]:
    """The places behind the last entry that stands on both sides; all of them where none does."""
    places = _places(document)
    last = max((at for at in places if at not in single), default=-1)
    return [at for at in places if at > last]


def _elsewhere(edits: Sequence[Edit], how: str) -> Finding:
    title = edits[0].block.text.partition("\n")[0]
    said = f"{counted(len(edits), 'entry', 'entries')} {how}, the first: {quote(title)}"
    return Finding("order.changed", sentence(said), tuple(edits), edits[0].block.path)
