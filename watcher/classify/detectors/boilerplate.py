"""What readers are not meant to read: frames, stamps, contents lists, where a teaser is cut."""

from collections import Counter
from collections.abc import Iterator

from watcher.classify.sides import documents
from watcher.classify.teaser import breaks_off_elsewhere, is_cut_elsewhere
from watcher.classify.wording import counted, joined, sentence
from watcher.extend import detector
from watcher.model import Change, Document, Edit, Finding, Op
from watcher.text import fold


@detector("boilerplate", phase="form")
def boilerplate(change: Change) -> Iterator[Finding]:
    """Only what the rules strip differs, or what merely repeats the content."""
    old, new = (_stripped(document) for document in documents(change))
    gone, come = old - new, new - old
    if gone or come:
        rules = ", ".join(sorted({rule for rule, _ in (*gone, *come)}))
        yield Finding(
            "boilerplate.changed",
            sentence(f"only the page's frame differs: {rules}"),
            before=joined(*(text for _, text in gone)),
            after=joined(*(text for _, text in come)),
        )
    yield from _told(_cut_elsewhere(change), "teaser is cut at another place", "teasers are cut at another place")
    yield from _told(
        _repeating(change), "line differs that only repeats the content", "lines differ that only repeat the content"
    )


def _told(edits: tuple[Edit, ...], one: str, many: str) -> Iterator[Finding]:
    if edits:
        yield Finding(
            "boilerplate.changed",
            sentence(counted(len(edits), one, many)),
            edits,
            before=joined(*(edit.before.text for edit in edits if edit.before)),
            after=joined(*(edit.after.text for edit in edits if edit.after)),
        )


def _cut_elsewhere(change: Change) -> tuple[Edit, ...]:
    listing = documents(change)[0].kind == "listing"
    return tuple(
        edit
        for edit in change.edits
        if edit.op is Op.ALTERED
        and ((listing and edit.about("item") and is_cut_elsewhere(edit)) or breaks_off_elsewhere(edit))
    )


def _repeating(change: Change) -> tuple[Edit, ...]:
    """Lines of the contents list, and another wording of the archive label."""
    return tuple(
        edit
        for edit in change.edits
        if (edit.about("toc") and edit.op is not Op.MOVED) or (edit.about("fact") and edit.block.key == "archived")
    )


def _stripped(document: Document) -> Counter[tuple[str, str]]:
    return Counter((piece.rule, fold(piece.text)) for piece in document.stripped if not piece.moves)
