"""Where a declared copy no longer says what its original says, or says it again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from watcher.classify.passages import Passage, bare, hunks, passages, sentences_alike
from watcher.classify.wording import counted, joined, quote, sentence, step
from watcher.model import Edit, Finding, Op, Source
from watcher.text import fold

_ASIDE = frozenset({"fact", "toc", "image"})
"""A copy has its own title, dates and pictures."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A passage in which the copy differs, with the sentences that do."""

    edit: Edit
    passages: tuple[Passage, ...]


def diverged(source: Source, edits: Sequence[Edit], known: Sequence[Edit] = ()) -> tuple[Finding, ...]:
    """One finding a passage, pair or entry that differs; the edits lead from the original to the copy.

    The page's own facts, links, the order, the numbering and punctuation do not count. What differed in the same way
    among the `known` edits is no news.
    """
    said = {words for place in _places(known) for words in _both(place)}
    news = _places(edits, said)
    return tuple(_told("copy.diverged", source, group, f"the copy {_said(group)}") for group in _groups(news))


def converged(
    source: Source, known: Sequence[Edit], edits: Sequence[Edit], *, by_original: bool = False
) -> tuple[Finding, ...]:
    """What differed among the `known` edits and does no more; what differs otherwise now has not converged.

    `before` and `after` are the step that made them alike: the copy's, or `by_original` that of its original.
    """
    left = [words for place in _places(edits) for words in _both(place)]
    sides = {(side, words[side]) for words in left for side in (0, 1) if words[side]}
    gone = _places(known, {words for place in _places(known) for words in _both(place) if _still(words, sides)})
    who = "the original now says what the copy says" if by_original else "the copy says again what the original says"
    told = [_told("copy.converged", source, group, f"{who}: {_agreed(group, by_original)}") for group in _groups(gone)]
    return tuple(told if by_original else map(_turned, told))


def _turned(finding: Finding) -> Finding:
    return replace(finding, before=finding.after, after=finding.before)


def _agreed(group: Sequence[_Place], by_original: bool) -> str:
    """What both say now, and what one of them said until now."""
    first = group[0].passages[0]
    old, new = (first.before, first.after) if by_original else (first.after, first.before)
    return step(old, new, 45) if old and new else quote(new, 60) if new else f"{quote(old, 60)} is gone"


def _still(words: tuple[str, str], sides: set[tuple[int, str]]) -> bool:
    """Whether one of the two wordings stands against another one yet."""
    return any((side, words[side]) in sides for side in (0, 1))


def _places(edits: Sequence[Edit], told: set[tuple[str, str]] | None = None) -> list[_Place]:
    places = (_Place(edit, _differing(edit)) for edit in edits if _differs(edit))
    left = (
        _Place(place.edit, tuple(one for one in place.passages if _folded(one) not in (told or ()))) for place in places
    )
    return [place for place in left if place.passages]


def _both(place: _Place) -> Iterator[tuple[str, str]]:
    return map(_folded, place.passages)


def _folded(passage: Passage) -> tuple[str, str]:
    return fold(passage.before).casefold(), fold(passage.after).casefold()


def _told(kind: str, source: Source, group: Sequence[_Place], said: str) -> Finding:
    first = group[0].edit
    return Finding(
        kind,
        sentence(said),
        tuple(place.edit for place in group),
        first.block.path,
        first.block.text if first.about("question") else first.block.key or None,
        joined(*(passage.before for place in group for passage in place.passages)),
        joined(*(passage.after for place in group for passage in place.passages)),
        severity=dict(source.alert).get(kind),
        rule="mirror",
    )


def _differs(edit: Edit) -> bool:
    if edit.block.kind in _ASIDE or edit.op is Op.MOVED:
        return False
    if edit.before and edit.after:
        return not sentences_alike(bare(edit.before.text), bare(edit.after.text))
    return bool(edit.block.text.strip())


def _differing(edit: Edit) -> tuple[Passage, ...]:
    """The sentences that read otherwise; the whole text of what one side lacks."""
    if edit.before and edit.after:
        return tuple(one for one in passages(edit) if not sentences_alike(one.before, one.after))
    return (Passage(edit.before.text if edit.before else "", edit.after.text if edit.after else ""),)


def _groups(places: Sequence[_Place]) -> Iterator[list[_Place]]:
    """A question and its answer together, everything else alone."""
    for _, group in groupby(enumerate(places), key=lambda one: _pair(one[1].edit) or one[0]):
        yield [place for _, place in group]


def _pair(edit: Edit) -> str:
    return edit.block.key if edit.about("question", "answer") else ""


def _said(group: Sequence[_Place]) -> str:
    first = group[0]
    words = quote(first.edit.block.text)
    if all(place.edit.op is Op.REMOVED for place in group):
        return f"lacks {words}"
    if all(place.edit.op is Op.ADDED for place in group):
        return f"adds {words}"
    altered = next((place for place in group if place.edit.op is Op.ALTERED and hunks(place.edit)), first)
    changed = [passage.after for passage in altered.passages if passage.before and passage.after]
    return _against(_within(altered)) + (f", in {quote(changed[0])}" if changed else "")


def _within(place: _Place) -> list[tuple[str, str]]:
    """The words that differ in the sentences of the place."""
    return [
        (old, new)
        for old, new in hunks(place.edit)
        if any(old in passage.before and new in passage.after for passage in place.passages)
    ] or hunks(place.edit)


def _against(places: Sequence[tuple[str, str]]) -> str:
    """The first places where the copy differs, as they stand today: nobody saw one text become the other."""
    told = [_place(original, copy) for original, copy in places[:2]]
    more = f"; {counted(len(places) - 2, 'more place', 'more places')}" if len(places) > 2 else ""
    return "; ".join(told) + more


def _place(original: str, copy: str) -> str:
    if original and copy:
        return f"says {quote(copy, 40)} where the original says {quote(original, 40)}"
    return f"adds {quote(copy, 60)}" if copy else f"lacks {quote(original, 60)}"
