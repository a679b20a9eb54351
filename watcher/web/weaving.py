"""Two documents as one text: what stayed, with what came, went, moved and reads otherwise in its place."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from watcher.model import Block, Document, Edit, Finding, Op, Severity, Span

_STATES = {Op.ADDED: "added", Op.REMOVED: "removed", Op.ALTERED: "altered", Op.MOVED: "moved"}
_SPANS = {Op.ADDED: "insert", Op.REMOVED: "delete", Op.MOVED: "equal"}
NOUNS = {
    "question": "question", "answer": "answer", "item": "entry", "list-item": "item of a list", "row": "row",
    "heading": "heading", "notice": "notice", "link": "link", "fact": "fact beside the text",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One passage before and after."""

    state: str
    """`same added removed altered moved`."""
    before: Block | None
    after: Block | None
    spans: tuple[Span, ...] = ()
    number: int = 0
    """Of its change, from 1: passages of one finding are one change; 0: nothing changed."""
    opens: bool = False
    """Whether it is the first passage of its change."""
    findings: tuple[Finding, ...] = ()

    @property
    def block(self) -> Block:
        """As it is now, or as it last was."""
        block = self.after or self.before
        assert block is not None
        return block

    @property
    def noun(self) -> str:
        """What a person calls such a passage."""
        return NOUNS.get(self.block.kind, "passage")

    @property
    def is_quiet(self) -> bool:
        """Whether it is a change of form alone: what a finding calls noise, or what none speaks of."""
        return bool(self.number) and self.level is Severity.NOISE

    @property
    def level(self) -> Severity:
        """Of the finding that leads it."""
        return self.findings[0].level if self.findings else Severity.NOISE


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that are shown, or folded away."""

    is_folded: bool
    rows: tuple[Row, ...]


def weave(documents: tuple[Document, Document] | None, edits: Sequence[Edit], findings: Iterable[Finding]) -> list[Row]:
    """Every passage in the order of the newer document; only those that differ where there are no documents."""
    about = _about(findings)
    if documents is None:
        return list(_numbered(_changed(edit, about) for edit in edits))
    old, new = ((*document.facts, *document.blocks) for document in documents)
    return list(_numbered(_woven(old, new, edits, about)))


def folded(rows: Sequence[Row], context: int | None) -> list[Stretch]:
    """The rows with what is further than so many passages from any change folded away; None: nothing is."""
    if context is None:
        return [Stretch(is_folded=False, rows=tuple(rows))]
    changed = [at for at, row in enumerate(rows) if row.state != "same"]
    beside = {at + step for at in changed for step in range(-context, context + 1)}
    near = {at for at, row in enumerate(rows) if at in beside and (row.number or row.block.kind != "fact")}
    return [
        Stretch(is_folded, tuple(row for _, row in some))
        for is_folded, some in groupby(enumerate(rows), lambda pair: pair[0] not in near)
    ]


def quieted(rows: Sequence[Row]) -> list[Row]:
    """The rows without the changes of form: those read as they do now, the others are counted anew."""
    numbers = dict.fromkeys(row.number for row in rows if row.number and not row.is_quiet)
    places = {number: at for at, number in enumerate(numbers, 1)}
    return [_stayed(row) if row.is_quiet else replace(row, number=places.get(row.number, 0)) for row in rows]


def _stayed(row: Row) -> Row:
    return Row("same", row.before, row.after)


def counted(rows: Iterable[Row]) -> list[str]:
    """How many passages of which kind came, went, moved or read otherwise, in words."""
    counts = Counter((row.noun, row.state) for row in rows if row.number)
    return [f"{many} {_plural(noun, many)} {state}" for (noun, state), many in counts.items()]


def _plural(noun: str, many: int) -> str:
    word, _, rest = noun.partition(" ")
    words = word if many == 1 else f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{words} {rest}".strip()


def _about(findings: Iterable[Finding]) -> Mapping[int, list[Finding]]:
    """The findings of each edit, the one that is about the fewest passages first: it says most of this one."""
    about: dict[int, list[Finding]] = {}
    for finding in sorted(findings, key=lambda one: len(one.explains)):
        for edit in finding.explains:
            about.setdefault(id(edit), []).append(finding)
    return about


def _woven(
    old: Sequence[Block], new: Sequence[Block], edits: Sequence[Edit], about: Mapping[int, list[Finding]]
) -> Iterator[Row]:
    """What stayed keeps its order on both sides: it says where what is gone has stood."""
    gone = {edit.was_at: edit for edit in edits if edit.was_at is not None}
    come = {edit.now_at: edit for edit in edits if edit.now_at is not None}
    at = 0

    def passed(until: int) -> Iterator[Row]:
        nonlocal at
        while at < until:
            edit = gone.get(at)
            if edit is not None and edit.op is Op.REMOVED:
                yield _changed(edit, about)
            at += 1

    stayed = iter([place for place in range(len(old)) if place not in gone])
    for place, block in enumerate(new):
        edit = come.get(place)
        if edit is None:
            was = next(stayed)
            yield from passed(was)
            at = was + 1
            yield Row("same", old[was], block)
            continue
        if edit.op is Op.ALTERED and edit.was_at is not None and at <= edit.was_at and _is_next(edit.was_at, at, gone):
            yield from passed(edit.was_at)
        yield _changed(edit, about)
    yield from passed(len(old))


def _is_next(was_at: int, at: int, gone: Mapping[int, Edit]) -> bool:
    """Whether nothing that stayed stands before it."""
    return all(place in gone for place in range(at, was_at))


def _changed(edit: Edit, about: Mapping[int, list[Finding]]) -> Row:
    spans = edit.spans or ((_SPANS.get(edit.op, "equal"), edit.block.text),)
    return Row(_STATES[edit.op], edit.before, edit.after, spans, findings=tuple(about.get(id(edit), ())))


def _numbered(rows: Iterable[Row]) -> Iterator[Row]:
    numbers: dict[int, int] = {}
    for row in rows:
        if row.state == "same":
            yield row
            continue
        who = id(row.findings[0] if row.findings else row.before or row.after)
        opens = who not in numbers
        yield replace(row, number=numbers.setdefault(who, len(numbers) + 1), opens=opens)
