"""What readers are not meant to read: frames, stamps, contents lists, where a teaser is cut."""

from collections import Counter
from collections.abc import Iterator

from watcher.classify.sides import documents
from watcher.classify.teaser import is_cut_elsewhere
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
    edits = tuple(edit for edit in change.edits if _repeats(edit, change))
    if edits:
        said = f"{counted(len(edits), 'line differs', 'lines differ')} that only repeat the content or its label"
        yield Finding(
            "boilerplate.changed",
            sentence(said),
            edits,
            before=joined(*(edit.before.text for edit in edits if edit.before)),
            after=joined(*(edit.after.text for edit in edits if edit.after)),
        )


def _stripped(document: Document) -> Counter[tuple[str, str]]:
    return Counter((piece.rule, fold(piece.text)) for piece in document.stripped)


def _repeats(edit: Edit, change: Change) -> bool:
    """A line of the contents list, another wording of the archive label, a teaser cut elsewhere."""
    if edit.about("fact"):
        return edit.block.key == "archived"
    if edit.about("item"):
        return edit.op is Op.ALTERED and documents(change)[0].kind == "listing" and is_cut_elsewhere(edit)
    return edit.about("toc") and edit.op is not Op.MOVED
