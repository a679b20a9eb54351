"""Which passages ask, which of those that follow answer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from watcher.model import Block
from watcher.segment.flow import Flow, Passage
from watcher.segment.wording import unnumbered
from watcher.text import slug

_ASK_LABEL = re.compile(r"^(?:Q|Question)\s*[#.-]?\s*\d{0,3}\s*[.:)–-]\s*(?=\S)", re.IGNORECASE)
_ANSWER_LABEL = re.compile(r"^(?:A|Answer)\s*[#.-]?\s*\d{0,3}\s*[.:)–-]\s*", re.IGNORECASE)
_BOTH = re.compile(
    r"^(?P<ask>(?:Q\s*\d{0,3}|Question(?: \d+)?)\s*[.:)]\s*.+?\?(?:\s*[(\[][^?)\]]{2,40}[)\]])?)\s+"
    r"(?P<answer>A\s*\d{0,3}\s*[.:)]\s*.+)$",
    re.IGNORECASE,
)
_NOTE = (
    r"(?:\s*(?:[*†‡+−▲▼▾►▶▸›»⌄]+|\[[+−-]\]|new!?|(?:updated|revised|added|effective):? [\w./, ]{2,24}\d"
    r"|[(\[](?:new|updated|revised|added|effective)\b[^?)\]]{0,40}[)\]]))?"
)
_ASKS = re.compile(rf"\?[”\"')]?{_NOTE}$", re.IGNORECASE)
"""A note of when it was put so may stand behind the question."""
_RULE = re.compile(r"^[\W_]+$")
_ROW_OF_BOTH = re.compile(r"^(?P<ask>[^|]+\?) \| (?P<answer>[^|]+)$")
_ROW_OF_ASKING = re.compile(r"^Q(?:uestion)?\s*\d{0,3}\s*[.:)]? \| (?P<ask>[^|]+\?)$", re.IGNORECASE)
_ROW_OF_ANSWER = re.compile(r"^A(?:nswer)?\s*\d{0,3}\s*[.:)]? \| (?P<answer>[^|]+)$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])[.!?]\s")
_LONGEST_QUESTION = 500
_LONGEST_PLAIN = 200
_SEVERAL = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with the passages that answer it."""

    question: Passage
    style: str
    """How it shows that it asks: `panel`, `label`, `heading`, `bold`, or `plain`: by nothing but its words."""
    answer: tuple[Passage, ...] = field(default=())

    @property
    def key(self) -> str:
        """Who it is: its words, whatever its number."""
        return slug(_bare(self.question.text))

    @property
    def is_link(self) -> bool:
        """Whether it rather is the title of another page, with a few words on that."""
        return bool(self.question.links) and self.question.text == self.question.title


def pairs_and_rest(flow: Flow) -> Iterator[Pair | Passage]:
    """The page as questions with their answers, and what is neither.

    Lines that ask by their words alone are questions where a page has several and no other questions.
    """
    passages = list(_parted(flow.passages))
    pieces = list(_paired(passages))
    if _answered(pieces) >= _SEVERAL:
        return iter(pieces)
    plain = list(_paired(list(_rows_parted(passages)), plain=True))
    return iter(plain if _answered(plain) >= _SEVERAL else pieces)


def _answered(pieces: Sequence[Pair | Passage]) -> int:
    return sum(isinstance(piece, Pair) and bool(piece.answer) for piece in pieces)


def _paired(passages: Sequence[Passage], *, plain: bool = False) -> Iterator[Pair | Passage]:
    open_pair: Pair | None = None
    for passage in passages:
        style = _style(passage, open_pair) or ("plain" if plain and _asks_plainly(passage) else "")
        if style:
            yield from _closed(open_pair)
            open_pair = Pair(passage, style)
        elif open_pair is None or _ends(open_pair, passage):
            yield from _closed(open_pair)
            open_pair = None
            yield passage
        else:
            open_pair = _with(open_pair, passage)
    yield from _closed(open_pair)


def blocks_of(pair: Pair) -> Iterator[Block]:
    """The question, then all of its answer as one block."""
    question = pair.question
    yield Block("question", pair.key, _bare(question.text), question.path, question.links)
    parts = [part.text for part in pair.answer]
    if parts:
        parts[0] = _ANSWER_LABEL.sub("", parts[0], count=1) if pair.style == "label" else parts[0]
        links = tuple(link for part in pair.answer for link in part.links)
        yield Block("answer", pair.key, "\n\n".join(part for part in parts if part), question.path, links)


def distinct(pairs: Sequence[Pair | Passage]) -> Iterator[tuple[Pair | Passage, int]]:
    """Each with how often its question was asked before."""
    seen: dict[str, int] = {}
    for piece in pairs:
        times = 0
        if isinstance(piece, Pair):
            times = seen.get(piece.key, 0)
            seen[piece.key] = times + 1
        yield piece, times


def numbers(flow: Flow) -> Iterator[str]:
    """The numbers and labels that questions and answers carry."""
    for piece in pairs_and_rest(flow):
        if isinstance(piece, Pair):
            for passage, bare in ((piece.question, _bare(piece.question.text)), *_labelled(piece)):
                if label := passage.text[: len(passage.text) - len(bare)].strip():
                    yield label


def _labelled(pair: Pair) -> list[tuple[Passage, str]]:
    if pair.style != "label" or not pair.answer:
        return []
    return [(pair.answer[0], _ANSWER_LABEL.sub("", pair.answer[0].text, count=1))]


def _bare(text: str) -> str:
    return unnumbered(text)


def _style(passage: Passage, open_pair: Pair | None) -> str:
    """How the passage shows that it asks; empty when it does not."""
    if passage.kind in ("toc", "row", "document", "image") or len(passage.text) > _LONGEST_QUESTION:
        return ""
    if passage.asks:
        return "panel"
    if _in_panel(open_pair, passage):
        return ""
    if _ASK_LABEL.match(passage.text):
        return "label"
    if not _ASKS.search(passage.text):
        return ""
    if passage.level > 1:
        return "heading"
    if passage.bold and passage.kind == "paragraph" and (open_pair is None or open_pair.style != "label"):
        return "bold"
    return ""


def _asks_plainly(passage: Passage) -> bool:
    """Whether a line is one question and nothing else."""
    if passage.kind not in ("paragraph", "list-item") or passage.level or len(passage.text) > _LONGEST_PLAIN:
        return False
    asks = _ASKS.search(passage.text)
    return asks is not None and not _SENTENCE_END.search(passage.text[: asks.start()])


def _in_panel(open_pair: Pair | None, passage: Passage) -> bool:
    return open_pair is not None and open_pair.style == "panel" and passage.group == open_pair.question.group > 0


def _ends(pair: Pair, passage: Passage) -> bool:
    """Whether the passage stands after the answer."""
    if pair.style == "panel" and pair.question.group:
        return passage.group != pair.question.group
    if passage.kind == "toc" or _RULE.match(passage.text) or passage.entry != pair.question.entry:
        return True
    if pair.style in ("heading", "panel"):
        return 0 < passage.level <= pair.question.level
    return passage.level > 0


def _with(pair: Pair, passage: Passage) -> Pair:
    """The pair with one passage more; a question that a page end has cut goes on until it asks."""
    unfinished = pair.style == "label" and not pair.answer and "?" not in pair.question.text
    if unfinished and not _ANSWER_LABEL.match(passage.text):
        longer = replace(pair.question, text=f"{pair.question.text} {passage.text}")
        return replace(pair, question=longer)
    return replace(pair, answer=(*pair.answer, passage))


def _closed(pair: Pair | None) -> Iterator[Pair | Passage]:
    """A heading that asks, with nothing under it, only heads what follows."""
    if pair is not None:
        yield (
            pair
            if pair.answer or pair.style == "label"
            else replace(pair.question, kind="heading" if pair.question.level else "paragraph")
        )


def _rows_parted(passages: Sequence[Passage]) -> Iterator[Passage]:
    """A table's row of a question and its answer is both."""
    for passage in passages:
        found = _ROW_OF_BOTH.match(passage.text) if passage.kind == "row" else None
        if found:
            yield replace(passage, kind="paragraph", text=found["ask"], links=())
            yield replace(passage, kind="paragraph", text=found["answer"])
        else:
            yield passage


def _parted(passages: Sequence[Passage]) -> Iterator[Passage]:
    """`Q1: …? A1: …` in one paragraph, or in a table with a column for the labels, is a question and an answer."""
    asked = False
    for passage in passages:
        found = _BOTH.match(passage.text) if passage.kind == "paragraph" else None
        row = (_ROW_OF_ANSWER if asked else _ROW_OF_ASKING).match(passage.text) if passage.kind == "row" else None
        if found:
            yield replace(passage, text=found["ask"], links=())
            yield replace(passage, text=found["answer"])
        elif row:
            label = "A" if asked else "Q"
            yield replace(passage, kind="paragraph", text=f"{label}: {row.group(1)}")
        else:
            yield passage
        asked = row is not None and not asked
