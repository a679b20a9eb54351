"""The passages of told changes in which a phrase came or went."""

from collections.abc import Iterator
from dataclasses import dataclass

from watcher.model import Edit, Told
from watcher.pipeline.searching.sought import Sought
from watcher.store import History

_LOOKED_THROUGH = 500


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage in which the phrase came or went."""

    told: Told
    edit: Edit
    side: str
    """`added` or `removed`."""


def hits(history: History, phrase: str, *, source_id: str | None = None, side: str = "") -> Iterator[Hit]:
    """The passages in which the phrase came or went, newest first."""
    asked = Sought.of(phrase)
    if not asked:
        return
    for told in history.touching(asked.phrases, source_id=source_id, limit=_LOOKED_THROUGH):
        for edit in told.edits:
            found = _side(edit, asked)
            if found and side in ("", found):
                yield Hit(told, edit, found)


def _side(edit: Edit, asked: Sought) -> str:
    """Whether the phrase stands more often after or before."""
    was, now = (asked.times(block.text) if block else 0 for block in (edit.before, edit.after))
    return "added" if now > was else "removed" if was > now else ""
