"""Which old block is which new block: by name, by words, then by likeness."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from watcher.diff.candidates import closest
from watcher.diff.left import Run, gaps, left
from watcher.diff.likeness import likeness
from watcher.diff.order import common
from watcher.model import Block
from watcher.text import fold, slug

Blocks = Sequence[Block]
Pairs = Iterable[tuple[int, int]]
Naming = Callable[[Block], Hashable | None]

NAMED = frozenset({"fact", "question", "answer", "item", "document"})
"""Kinds whose key says who they are, wherever they stand."""

_ENTRIES = frozenset({"item", "document"})
_LINES = frozenset({"heading", "paragraph"})
_ALIKE_NEARBY = 0.5
_ALIKE_ALONE = 0.3
"""Where one passage stands against one, less likeness will do: nothing else can be meant."""
_ALIKE_ANYWHERE = 0.7
_ALIKE_QUESTION = 0.6
_FEW_WORDS = 5
_LONG = 40
"""Letters from which on a wording can be known again out of its place."""


def pair_equal(was: Blocks, now: Blocks) -> dict[int, int]:
    """The new positions of old blocks that are there by name or by equal words."""
    partners: dict[int, int] = {}
    for step in (same_twin, by_name, same_words_in_order, same_words_of_any_kind, same_words_anywhere):
        partners.update(step(was, now, *left(len(was), len(now), partners)))
    partners.update(same_answer(was, now, partners))
    return partners


def pair_alike(was: Blocks, now: Blocks, partners: dict[int, int], old_open: Run, new_open: Run) -> dict[int, int]:
    """Partners for blocks that were reworded, renamed, or both moved and reworded, among those still open."""
    found: dict[int, int] = {}
    for step in (same_question, lone_question, same_entry, same_row, alike_nearby, alike_anywhere, lone_line):
        taken = set(found.values())
        old = [at for at in old_open if at not in found]
        new = [at for at in new_open if at not in taken]
        if not old or not new:
            break
        near = gaps(partners | found, old, new) if step in _NEARBY else [(old, new)]
        for old_run, new_run in near:
            found.update(step(was, now, old_run, new_run))
    return found


def same_twin(was: Blocks, now: Blocks, old: Run, new: Run) -> Pairs:
    """Of a question that is asked more than once, the pair whose answer stayed; its key only counts its twins."""
    asked_old, asked_new = _asked(was, old), _asked(now, new)
    times = Counter(asked_old.values()) | Counter(asked_new.values())
    there = _grouped(now, new, lambda block: _twin(block, asked_new, times))
    for name, olds in _grouped(was, old, lambda block: _twin(block, asked_old, times)).items():
        for a, b in zip(olds, there.get(name, []), strict=False):
            yield a, b
            yield from _followed(was, now, old, new, "question", {was[a].key: now[b].key})


def _asked(blocks: Blocks, positions: Run) -> dict[str, str]:
    """Key → what is asked."""
    return {blocks[at].key: slug(blocks[at].text) for at in _of_kind(blocks, positions, "question")}


def _twin(block: Block, asked: dict[str, str], times: Counter[str]) -> Hashable | None:
    question = asked.get(block.key) if block.kind == "answer" else None
    return (question, fold(block.text)) if question is not None and times[question] > 1 else None


def by_name(was: Blocks, now: Blocks, old: Run, new: Run) -> Pairs:
    """The same key in the same role; among several of one name, equal words first, then in order."""

    def name(block: Block) -> Hashable | None:
        return (block.kind, block.key) if block.kind in NAMED and block.key else None

    there = _grouped(now, new, name)
    for key, olds in _grouped(was, old, name).items():
        news = there.get(key, [])
        equal = list(_matched(was, now, olds, news, lambda block: fold(block.text)))
        yield from equal
        taken_old, taken_new = {pair[0] for pair in equal}, {pair[1] for pair in equal}
        yield from zip(
            [at for at in olds if at not in taken_old], [at for at in news if at not in taken_new], strict=False
        )


def same_words_in_order(was: Blocks, now: Blocks, old: Run, new: Run) -> Pairs:
    """Equal words in the same role, in the longest common order; a copy under the same heading is preferred."""
    return _in_order(was, now, old, new, _words_in_role)


def same_words_of_any_kind(was: Blocks, now: Blocks, old: Run, new: Run) -> Pairs:
    """A paragraph that became a list entry, a heading that became a question."""
    return _in_order(was, now, old, new, _bare_words)


def same_words_anywhere(was: Blocks, now: Blocks, old: Run, new: Run) -> Pairs:
    """Equal words that stand elsewhere now."""
    yield from _matched(was, now, old, new, _bare_words)


def _words_in_role(block: Block) -> Hashable | None:
    words = _bare_words(block)
    return None if words is None else (block.kind, words)


def _bare_words(block: Block) -> Hashable | None:
    """Facts are no passages, and a short answer ("Yes.") answers many questions."""
    if block.kind == "fact" or (block.kind == "answer" and len(block.text) <= _LONG):
        return None
    return fold(block.text) or None


def same_answer(was: Blocks, now: Blocks, partners: dict[int, int]) -> Pairs:
    """A question put in other words, known by the answer that it kept."""
    renamed = {was[a].key: now[b].key for a, b in partners.items() if was[a].kind == now[b].kind == "answer"}
    return list(_followed(was, now, *left(len(was), len(now), partners), "question", renamed))


def same_question(was: Blocks, now: Blocks, old: Run, new: Run) -> Pairs:
    """A question put in other words, known by likeness; its answer goes with it."""
    olds, news = _of_kind(was, old, "question"), _of_kind(now, new, "question")
    return _questions(was, now, old, new, _answered_alike(was, now, closest(was, now, olds, news, _ALIKE_QUESTION)))


def lone_question(was: Blocks, now: Blocks, old: Run, new: Run) -> Pairs:
    """A question between the same neighbours: where one stands against one, less likeness will do."""
    olds, news = _of_kind(was, old, "question"), _of_kind(now, new, "question")
    if len(olds) != 1 or len(news) != 1:
        return ()
    same_answers = _answers(was, old) == _answers(now, new)
    enough = _ALIKE_ALONE if same_answers else _ALIKE_NEARBY
    return _questions(was, now, old, new, _answered_alike(was, now, closest(was, now, olds, news, enough)))


def _answered_alike(was: Blocks, now: Blocks, questions: Pairs) -> Pairs:
    """Without those whose answers have nothing in common: "Can I travel …?" and "Can I work …?" are two questions."""
    for a, b in questions:
        before, after = _answer_to(was, a), _answer_to(now, b)
        is_told_by_answers = min(len(before.split()), len(after.split())) >= _FEW_WORDS
        if not is_told_by_answers or likeness(before, after) >= _ALIKE_ALONE:
            yield a, b


def _answer_to(blocks: Blocks, question: int) -> str:
    """It follows its question at once."""
    answer = blocks[question + 1] if question + 1 < len(blocks) else None
    return answer.text if answer is not None and answer.kind == "answer" else ""


def _answers(blocks: Blocks, positions: Run) -> list[str]:
    return [fold(blocks[at].text) for at in _of_kind(blocks, positions, "answer")]


def _questions(was: Blocks, now: Blocks, old: Run, new: Run, pairs: Pairs) -> Pairs:
    """The questions, and the answers that go with them."""
    questions = list(pairs)
    yield from questions
    yield from _followed(was, now, old, new, "answer", {was[a].key: now[b].key for a, b in questions})


def _followed(was: Blocks, now: Blocks, old: Run, new: Run, kind: str, renamed: dict[str, str]) -> Pairs:
    there = {now[at].key: at for at in reversed(_of_kind(now, new, kind))}
    for at in _of_kind(was, old, kind):
        key = renamed.pop(was[at].key, None)
        if key is not None and key in there:
            yield at, there.pop(key)


def same_entry(was: Blocks, now: Blocks, old: Run, new: Run) -> Pairs:
    """An entry or a file whose address changed, known by its title or by its blurb."""
    title = list(_matched(was, now, old, new, lambda block: _title(block) if block.kind in _ENTRIES else None))
    yield from title
    taken_old, taken_new = {pair[0] for pair in title}, {pair[1] for pair in title}
    yield from _matched(
        was,
        now,
        [at for at in old if at not in taken_old],
        [at for at in new if at not in taken_new],
        lambda block: _blurb(block) if block.kind == "item" else None,
    )


def _title(block: Block) -> Hashable | None:
    """An entry's first line; a file's label up to its size: "(PDF | 260 KB)"."""
    title = block.text.partition("\n")[0]
    name = slug(title.partition("(")[0] if block.kind == "document" else title)
    return (block.kind, name) if name else None


def _blurb(block: Block) -> Hashable | None:
    blurb = slug(block.text.partition("\n")[2])
    return blurb if len(blurb) > _LONG else None


def same_row(was: Blocks, now: Blocks, old: Run, new: Run) -> Pairs:
    """A row of a table between the same neighbours, known by its first cell, whatever its figures do."""
    return _matched(was, now, old, new, lambda block: _first_cell(block) if block.kind == "row" else None)


def _first_cell(block: Block) -> Hashable | None:
    cell = slug(block.text.partition(" | ")[0])
    return (block.path, cell) if any(map(str.isalpha, cell)) else None


def alike_nearby(was: Blocks, now: Blocks, old: Run, new: Run) -> Pairs:
    """A passage put in other words between the same neighbours."""
    old, new = _unnamed(was, old), _unnamed(now, new)
    return closest(was, now, old, new, _ALIKE_ALONE if len(old) == len(new) == 1 else _ALIKE_NEARBY)


def alike_anywhere(was: Blocks, now: Blocks, old: Run, new: Run) -> Pairs:
    """A passage that was both moved and reworded: only where its wording is long enough to know it by."""
    return closest(
        was,
        now,
        [at for at in _unnamed(was, old) if len(was[at].text) > _LONG],
        [at for at in _unnamed(now, new) if len(now[at].text) > _LONG],
        _ALIKE_ANYWHERE,
    )


def lone_line(was: Blocks, now: Blocks, old: Run, new: Run) -> Pairs:
    """A heading, or the few words of a cell, that stands alone where another stood: it was put in other words."""
    one, other = was[old[0]], now[new[0]]
    is_line = one.kind == other.kind and one.kind in _LINES and max(len(one.text), len(other.text)) <= _LONG
    if is_line and len(old) == len(new) == 1:
        yield old[0], new[0]


_NEARBY = (lone_question, same_row, alike_nearby, lone_line)


def _unnamed(blocks: Blocks, positions: Iterable[int]) -> Run:
    return [at for at in positions if blocks[at].kind not in NAMED]


def _of_kind(blocks: Blocks, positions: Iterable[int], kind: str) -> Run:
    return [at for at in positions if blocks[at].kind == kind]


def _in_order(was: Blocks, now: Blocks, old: Run, new: Run, name: Naming) -> Pairs:
    old, new = _namable(was, old, name), _namable(now, new, name)
    for a, b in common([name(was[at]) for at in old], [name(now[at]) for at in new]):
        yield old[a], new[b]


def _namable(blocks: Blocks, positions: Iterable[int], name: Naming) -> Run:
    return [at for at in positions if name(blocks[at]) is not None]


def _matched(was: Blocks, now: Blocks, old: Iterable[int], new: Iterable[int], name: Naming) -> Pairs:
    there = _grouped(now, new, name)
    for key, olds in _grouped(was, old, name).items():
        yield from zip(olds, there.get(key, []), strict=False)


def _grouped(blocks: Blocks, positions: Iterable[int], name: Naming) -> dict[Hashable, Run]:
    groups: dict[Hashable, Run] = defaultdict(list)
    for at in positions:
        key = name(blocks[at])
        if key is not None:
            groups[key].append(at)
    return groups
