"""Sentences that stand elsewhere on the page, word for word."""

from collections import Counter
from collections.abc import Iterable, Iterator

from watcher.classify.passages import Passage, passages
from watcher.classify.wording import counted, quote, sentence
from watcher.extend import detector
from watcher.model import Block, Change, Edit, Finding, Link, Op
from watcher.text import fold

_PROSE = frozenset({"paragraph", "list-item"})
_CLOSED = frozenset({"answer", "item"})
"""What a sentence must not leave: in another answer it answers another question."""
_LEAST_WORDS = 4

Said = tuple[str, str]
"""(whose it is, a sentence): running text shares one owner."""


@detector("moved", phase="place")
def moved(change: Change) -> Iterator[Finding]:
    """Nothing but the place of whole sentences differs: as with passages, that is another order, not other words."""
    open_edits = {id(edit): (edit, tuple(_stretches(edit))) for edit in change.edits if _may_move(edit)}
    balance = _balance(said for _, said in open_edits.values())
    while settled := [key for key, (_, said) in open_edits.items() if any(balance[words] for _, words in said)]:
        balance.subtract(_balance(open_edits.pop(key)[1] for key in settled))
    edits = [edit for edit, _ in open_edits.values()]
    if edits and _links(edit.before for edit in edits) == _links(edit.after for edit in edits):
        first = next(iter(open_edits.values()))[1][0][1]
        said = f"{counted(len(edits), 'passage has', 'passages have')} the same sentences in other places: "
        yield Finding("order.changed", sentence(said + quote(first[1])), tuple(edits), edits[0].block.path)


def _may_move(edit: Edit) -> bool:
    """An edit that does nothing but take whole sentences out or put them in."""
    if not (edit.about(*_PROSE) or (edit.op is Op.ALTERED and edit.about(*_CLOSED))) or edit.op is Op.MOVED:
        return False
    differing = passages(edit)
    return bool(differing) and all(_is_one_sided(one) for one in differing)


def _is_one_sided(passage: Passage) -> bool:
    whole = passage.before or passage.after
    return not (passage.before and passage.after) and len(whole.split()) >= _LEAST_WORDS


def _stretches(edit: Edit) -> Iterator[tuple[int, Said]]:
    """What goes (-1) and comes (+1)."""
    owner = f"{edit.block.kind} {edit.block.key}" if edit.about(*_CLOSED) else ""
    for passage in passages(edit):
        yield (-1 if passage.before else 1), (owner, fold(passage.before or passage.after).casefold())


def _links(blocks: Iterable[Block | None]) -> Counter[Link]:
    """A sentence that leaves its link behind is told as the link's loss."""
    return Counter(link for block in blocks if block for link in block.links)


def _balance(several: Iterable[Iterable[tuple[int, Said]]]) -> Counter[Said]:
    """How much oftener each sentence comes than it goes."""
    balance: Counter[Said] = Counter()
    for said in several:
        for sign, words in said:
            balance[words] += sign
    return balance
