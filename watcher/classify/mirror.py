"""Where a declared copy no longer says what its original says."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from watcher.classify.passages import Passage, bare, hunks, passages, sentences_alike
from watcher.classify.wording import counted, joined, quote, sentence
from watcher.model import Edit, Finding, Op, Source

_ASIDE = frozenset({"fact", "toc", "image"})
"""A copy has its own title, dates and pictures."""


def diverged(source: Source, edits: Sequence[Edit]) -> tuple[Finding, ...]:
    """One finding a passage, pair or entry that differs; the edits lead from the original to the copy.

    The page's own facts, links, the order, the numbering and punctuation do not count.
    """
    wanted = dict(source.alert).get("copy.diverged")
    telling = [edit for edit in edits if _differs(edit)]
    return tuple(
        Finding(
            "copy.diverged",
            sentence(f"the copy {_said(group)}"),
            tuple(group),
            group[0].block.path,
            _name(group[0]),
            joined(*(passage.before for edit in group for passage in _differing(edit))),
            joined(*(passage.after for edit in group for passage in _differing(edit))),
            severity=wanted,
            rule="mirror",
        )
        for group in _groups(telling)
    )


def _differs(edit: Edit) -> bool:
    if edit.block.kind in _ASIDE or edit.op is Op.MOVED:
        return False
    if edit.before and edit.after:
        return not sentences_alike(bare(edit.before.text), bare(edit.after.text))
    return bool(edit.block.text.strip())


def _differing(edit: Edit) -> list[Passage]:
    """The sentences that read otherwise; the whole text of what one side lacks."""
    if edit.before and edit.after:
        return [one for one in passages(edit) if not sentences_alike(one.before, one.after)]
    return [Passage(edit.before.text if edit.before else "", edit.after.text if edit.after else "")]


def _groups(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """A question and its answer together, everything else alone."""
    for _, group in groupby(enumerate(edits), key=lambda one: _pair(one[1]) or one[0]):
        yield [edit for _, edit in group]


def _pair(edit: Edit) -> str:
    return edit.block.key if edit.about("question", "answer") else ""


def _name(edit: Edit) -> str | None:
    if edit.about("question"):
        return edit.block.text
    return edit.block.key or None


def _said(group: Sequence[Edit]) -> str:
    first = group[0]
    words = quote(first.block.text)
    if all(edit.op is Op.REMOVED for edit in group):
        return f"lacks {words}"
    if all(edit.op is Op.ADDED for edit in group):
        return f"adds {words}"
    altered = next((edit for edit in group if edit.op is Op.ALTERED and hunks(edit)), first)
    changed = [passage.after for passage in _differing(altered) if passage.before and passage.after]
    return _against(hunks(altered)) + (f", in {quote(changed[0])}" if changed else "")


def _against(places: Sequence[tuple[str, str]]) -> str:
    """The first places where the copy differs, as they stand today: nobody saw one text become the other."""
    told = [_place(original, copy) for original, copy in places[:2]]
    more = f"; {counted(len(places) - 2, 'more place', 'more places')}" if len(places) > 2 else ""
    return "; ".join(told) + more


def _place(original: str, copy: str) -> str:
    if original and copy:
        return f"says {quote(copy, 40)} where the original says {quote(original, 40)}"
    return f"adds {quote(copy, 60)}" if copy else f"lacks {quote(original, 60)}"
