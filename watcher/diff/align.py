"""The edits that lead from one document to another."""

from collections.abc import Iterator, Sequence

from watcher.diff.left import Run, left
from watcher.diff.order import in_step
from watcher.diff.pairing import pair_alike, pair_equal
from watcher.diff.regroup import regrouped
from watcher.diff.tails import handed_on
from watcher.diff.words import spans
from watcher.model import Block, Document, Edit, Op
from watcher.text import fold


def align(before: Document, after: Document) -> tuple[Edit, ...]:
    """What was added, removed, altered or moved, in the new document's order; nothing differs from itself.

    A block is altered when its folded words, its role, its key or its links differ; where only roles, keys or links
    do, the spans are empty. A passage divided otherwise is one or several `moved` edits whose two texts differ.
    """
    was, now = (*before.facts, *before.blocks), (*after.facts, *after.blocks)
    if [_says(block) for block in was] == [_says(block) for block in now]:
        return ()
    partners, groups = _partners(was, now)
    edits = [*handed_on([*_edits(was, now, partners, groups)])]
    places = _places(len(was), partners)
    return tuple(sorted(edits, key=lambda edit: _place(edit, places)))


Groups = list[tuple[Run, Run]]


def _partners(was: Sequence[Block], now: Sequence[Block]) -> tuple[dict[int, int], Groups]:
    """Pairs and regrouped runs; runs are looked for among what has no equal, before likeness parts them."""
    partners = pair_equal(was, now)
    groups = list(regrouped(was, now, partners))
    grouped_old = {at for run, _ in groups for at in run}
    grouped_new = {at for _, run in groups for at in run}
    old, new = left(len(was), len(now), partners)
    old, new = [at for at in old if at not in grouped_old], [at for at in new if at not in grouped_new]
    return partners | pair_alike(was, now, partners, old, new), groups


def _edits(was: Sequence[Block], now: Sequence[Block], partners: dict[int, int], groups: Groups) -> Iterator[Edit]:
    kept = set(in_step(partners))
    in_group_old = {at for run, _ in groups for at in run}
    in_group_new = {at for _, run in groups for at in run}
    for old, new in groups:
        yield from _divided(was, now, old, new)
    for at, block in enumerate(was):
        if at in partners:
            yield from _pair_edit(block, now[partners[at]], at, partners[at], at in kept)
        elif at not in in_group_old:
            yield Edit(Op.REMOVED, block, None, was_at=at)
    taken = in_group_new | set(partners.values())
    for at, block in enumerate(now):
        if at not in taken:
            yield Edit(Op.ADDED, None, block, now_at=at)


def _divided(was: Sequence[Block], now: Sequence[Block], old: Run, new: Run) -> Iterator[Edit]:
    for step in range(max(len(old), len(new))):
        a, b = old[min(step, len(old) - 1)], new[min(step, len(new) - 1)]
        yield Edit(Op.MOVED, was[a], now[b], was_at=a, now_at=b)


def _pair_edit(old: Block, new: Block, was_at: int, now_at: int, in_place: bool) -> Iterator[Edit]:
    if _says(old) != _says(new):
        same = fold(old.text) == fold(new.text)
        yield Edit(Op.ALTERED, old, new, () if same else spans(old.text, new.text), was_at, now_at)
    elif not in_place:
        yield Edit(Op.MOVED, old, new, (), was_at, now_at)


def _says(block: Block) -> tuple[object, ...]:
    return (*block.says(), tuple((link.href, fold(link.text)) for link in block.links))


def _places(count: int, partners: dict[int, int]) -> list[float]:
    """Where in the new document each old block stands, or would stand after what is left of its neighbours."""
    kept = set(in_step(partners))
    places: list[float] = []
    place = -1.0
    for at in range(count):
        place = float(partners[at]) if at in kept else place
        places.append(place)
    return places


def _place(edit: Edit, places: Sequence[float]) -> tuple[float, int, int]:
    if edit.now_at is not None:
        return float(edit.now_at), 0, edit.was_at or 0
    assert edit.was_at is not None, "an edit has a place on one side"
    return places[edit.was_at], 1, edit.was_at
