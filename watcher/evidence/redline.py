"""The passages of a change, each once, in the words that were kept of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from watcher.evidence.wording import FLAGS, OPS
from watcher.model import Block, Edit, Finding, Op, Severity, Span, Told
from watcher.text import slug, tidy, visible

_KINDS = {Op.ADDED: "insert", Op.REMOVED: "delete", Op.MOVED: "equal"}


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage before and after, as one text."""

    number: int
    op: str
    path: tuple[str, ...]
    key: str
    spans: tuple[Span, ...]
    is_moved: bool = False

    @property
    def length(self) -> int:
        """In characters."""
        return sum(len(text) for _, text in self.spans)


@dataclass(frozen=True, slots=True)
class Statement:
    """One finding in words, with the numbers of the passages that it is about."""

    id: str
    kind: str
    severity: str
    summary: str
    notes: tuple[str, ...]
    path: tuple[str, ...]
    passages: tuple[int, ...]
    quoted: tuple[tuple[str, str], ...]
    """(side, its words) of a finding that rests on no passage of this page."""


def statements(told: Told) -> list[Statement]:
    """The findings above noise; all of them where there is nothing else."""
    places = {id(edit): number for number, edit in enumerate(told.edits, 1)}
    numbered = list(enumerate(told.findings))
    loud = [(at, finding) for at, finding in numbered if finding.level > Severity.NOISE]
    return [_statement(told.finding_id(at), finding, places) for at, finding in loud or numbered]


def passages(told: Told) -> list[Passage]:
    """Every passage that differs, in the order of the page."""
    return [_passage(number, edit) for number, edit in enumerate(told.edits, 1)]


def _statement(name: str, finding: Finding, places: dict[int, int]) -> Statement:
    about = tuple(sorted({places[id(edit)] for edit in finding.explains if id(edit) in places}))
    return Statement(
        name,
        finding.kind,
        finding.level.word,
        safe(finding.summary[:1].upper() + finding.summary[1:]),
        tuple(FLAGS[flag] for flag in finding.flags),
        _lines(finding.path or (finding.explains[0].block.path if finding.explains else ())),
        about,
        () if about else tuple(_quoted(finding)),
    )


def _quoted(finding: Finding) -> Iterator[tuple[str, str]]:
    sides = ("The original", "The copy") if finding.kind == "copy.diverged" else ("Before", "After")
    for side, words in zip(sides, (finding.before, finding.after), strict=True):
        if words:
            yield side, safe(words)


def _passage(number: int, edit: Edit) -> Passage:
    spans = edit.spans if edit.op is Op.ALTERED else ((_KINDS[edit.op], edit.block.text),)
    shown = [(kind, safe(text)) for kind, text in spans if text]
    return Passage(
        number,
        f"{edit.block.kind} {OPS[edit.op]}",
        _lines(edit.block.path),
        _label(edit.block),
        tuple(shown),
        edit.op is Op.MOVED,
    )


def _label(block: Block) -> str:
    """What a person would call the passage; nothing where its own words or a name for programs is all there is."""
    if block.kind == "fact":
        return f"What the page says of itself: {safe(block.key)}"
    return "" if block.key == slug(block.key) or tidy(block.key) == tidy(block.text) else safe(block.key)


def _lines(path: Sequence[str]) -> tuple[str, ...]:
    return tuple(safe(tidy(step)) for step in path)


def safe(text: str) -> str:
    """The text with characters written out that would change how the rest is shown; its lines stay."""
    return "\n".join(visible(line) for line in text.split("\n"))
