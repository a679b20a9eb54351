"""Alert boxes that are no archive label."""

from collections.abc import Iterator

from watcher.classify.wording import quote, sentence
from watcher.extend import detector
from watcher.model import Change, Finding, Op


@detector("notice", phase="content")
def notice(change: Change) -> Iterator[Finding]:
    """A box comes or goes."""
    for edit in change.edits:
        if edit.about("notice") and edit.op in (Op.ADDED, Op.REMOVED):
            kind = "notice.added" if edit.op is Op.ADDED else "notice.removed"
            yield Finding(
                kind,
                sentence(f"notice {edit.op.value}: {quote(edit.block.text, 130)}"),
                (edit,),
                edit.block.path,
                before=edit.before.text if edit.before else None,
                after=edit.after.text if edit.after else None,
            )
