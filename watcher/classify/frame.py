"""The frame that a site puts round its pages: what several of them begin with alike or end with alike."""

import hashlib
from collections.abc import Iterable, Sequence

from watcher.classify.meaning import says_otherwise
from watcher.model import Document, Edit
from watcher.text import fold

Outline = tuple[str, ...]
"""A short name for each passage of a document, equal for equal words; its facts are unnamed."""

_LONGEST_LABEL = 20
"""Words of a line that may belong to a frame; a longer one says something."""


def outline(document: Document | None) -> Outline:
    """The outline of a document, in the order by which edits count their places."""
    if document is None:
        return ()
    return (*("" for _ in document.facts), *(_short(block.text) for block in document.blocks))


def is_frame(places: Iterable[tuple[tuple[Outline, Outline], Edit]]) -> bool:
    """Whether one edit, made on all of these pages, was made in what they begin or end with alike.

    `places` are the old and the new outline of each page with the edit to it. A line that is long, or that
    turns on a "may" or a "not", is no frame wherever it stands; neither is anything where pages are alike as a whole.
    """
    held = list(places)
    return all(_is_label(edit) for _, edit in held) and all(
        _stand_outside([(outlines[side], (edit.was_at, edit.now_at)[side]) for outlines, edit in held])
        for side in (0, 1)
    )


def _stand_outside(held: Sequence[tuple[Outline, int | None]]) -> bool:
    """Whether no place lies between the run that all the pages open with and the run that they close with."""
    bodies = [tuple(filter(None, names)) for names, _ in held]
    head, tail = _run(bodies), _run([body[::-1] for body in bodies])
    return all(
        at is None or (head + tail < len(body) and not head <= at - (len(names) - len(body)) < len(body) - tail)
        for (names, at), body in zip(held, bodies, strict=True)
    )


def _run(bodies: Sequence[Outline]) -> int:
    """How many passages all of them begin with."""
    alike = (len(set(names)) == 1 for names in zip(*bodies, strict=False))
    return next((at for at, same in enumerate(alike) if not same), min(map(len, bodies), default=0))


def _is_label(edit: Edit) -> bool:
    if edit.about("notice", "question", "answer"):
        return False
    was, now = (block.text if block else "" for block in (edit.before, edit.after))
    return max(len(was.split()), len(now.split())) <= _LONGEST_LABEL and not says_otherwise(was, now)


def _short(text: str) -> str:
    return hashlib.sha256(fold(text).casefold().encode("utf-8", "surrogatepass")).hexdigest()[:12]
