"""What stood below the last passage of a row, which stands below another since a neighbour came or went."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from watcher.diff.pairing import NAMED
from watcher.model import Edit, Op
from watcher.text import fold

_SHORTEST = 4


def handed_on(edits: Sequence[Edit]) -> Iterator[Edit]:
    """The edits; a passage that only took over, or gave up, the end of a removed or an added one is `moved`.

    An answer goes on until the next question, so the line below the last one belongs to whichever is last.
    """
    lost = [fold(edit.block.text) for edit in edits if edit.op is Op.REMOVED and edit.about(*NAMED)]
    came = [fold(edit.block.text) for edit in edits if edit.op is Op.ADDED and edit.about(*NAMED)]
    for edit in edits:
        yield replace(edit, op=Op.MOVED, spans=()) if _only_its_end(edit, lost, came) else edit


def _only_its_end(edit: Edit, lost: Sequence[str], came: Sequence[str]) -> bool:
    if edit.op is not Op.ALTERED or edit.before is None or edit.after is None or not edit.about("answer", "item"):
        return False
    was, now = fold(edit.before.text), fold(edit.after.text)
    shorter, longer, ends = (was, now, lost) if len(was) < len(now) else (now, was, came)
    tail = longer.removeprefix(shorter).strip()
    return longer.startswith(shorter) and len(tail) >= _SHORTEST and any(text.endswith(f" {tail}") for text in ends)
