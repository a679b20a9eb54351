"""Which words of a finding are shown, as one redlined text: the only place that says so for mail, chat and terminal."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from watcher.model import Edit, Finding, Op, Span
from watcher.text import fold, shorten, tidy, visible

HUNKS = 3
"""So many passages of one finding are shown."""
LENGTH = 400
"""So many characters of one passage are shown."""

_TELLS_ITS_OWN_WORDS = ("link.", "document.", "page.")
_QUOTES_NO_WORDS = ("page.removed", "page.restored")
"""What these call before and after is what the address did, no words of the page; the summary says it."""
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’')\]]{0,2}\s+(?=[\"“‘(\[]?[A-Z0-9])|\n+")
_ENDS = re.compile(r"[.!?][\"”’')\]]{0,2}$")
_BEGINS = re.compile(r"\s+[\"“‘(\[]?[A-Z0-9]")
_NO_END = re.compile(
    r"(?:\b(?:[A-Za-z]|No|Nos|Sec|Secs|Art|Inc|Co|Corp|Mr|Mrs|Ms|Dr|St|vs?|cf|al|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Immigr|Rev|Stat|Reg|Fed|Gov|Sen|Rep|Gen))\.$"
)
_MARKS = re.compile(r"\[-|-\]|\{\+|\+\}")
_SPACE = re.compile(r"(\s+)")
_LINE_END = re.compile(r"\s*\n\s*")
_CHANGED = {"delete", "insert"}


@dataclass(frozen=True, slots=True)
class Hunk:
    """One passage, redlined; unsafe characters are written out, cuts are shown by an ellipsis."""

    spans: tuple[Span, ...]


def hunks(finding: Finding) -> list[Hunk]:
    """The passages to show: each sentence that differs with its neighbours, at most three of at most 400 characters."""
    if _tells_its_own_words(finding):
        return list(_own_words(finding))
    # A question stands in the page's own list of questions too: one passage is shown once.
    shown = list(dict.fromkeys(hunk for edit in finding.explains for hunk in _of_edit(edit, finding)))
    return (shown or list(_own_words(finding)))[:HUNKS]


def left_out(finding: Finding) -> int:
    """How many changed words of the finding its hunks do not show."""
    shown = sum(_changed_words(hunk.spans) for hunk in hunks(finding))
    return max(0, sum(map(_changed_words, _passages(finding))) - shown)


def wdiff(hunk: Hunk) -> str:
    r"""The passage with the marks of `git diff --word-diff`; a backslash goes before marks of the page's own.

    >>> wdiff(Hunk((("equal", "aliens who "), ("delete", "may"), ("insert", "will"), ("equal", " be"))))
    'aliens who [-may-]{+will+} be'
    """
    marks = {"delete": ("[-", "-]"), "insert": ("{+", "+}")}
    return "".join(
        "".join((marks.get(kind, ("", ""))[0], _MARKS.sub(r"\\\g<0>", text), marks.get(kind, ("", ""))[1]))
        for kind, text in hunk.spans
    )


def _tells_its_own_words(finding: Finding) -> bool:
    return finding.kind.startswith(_TELLS_ITS_OWN_WORDS) or not finding.explains


def _passages(finding: Finding) -> Iterable[tuple[Span, ...]]:
    """What the hunks are taken from, each passage once."""
    if _tells_its_own_words(finding):
        return [_quoted(finding)]
    return dict.fromkeys(_told(edit, finding) for edit in finding.explains)


def _own_words(finding: Finding) -> Iterator[Hunk]:
    """What the finding itself quotes."""
    yield from _redlined(_quoted(finding), finding)


def _quoted(finding: Finding) -> tuple[Span, ...]:
    """The words that the finding quotes, those apart that both sides begin or end with."""
    if finding.kind in _QUOTES_NO_WORDS:
        return ()
    before, after = (_SPACE.split(tidy(quoted or "")) for quoted in (finding.before, finding.after))
    if before == after:
        return ()
    first = _shared(before, after)
    last = _shared(before[first:][::-1], after[first:][::-1])
    cut = len(before) - last, len(after) - last
    parts = ("equal", before[:first]), ("delete", before[first : cut[0]]), ("insert", after[first : cut[1]])
    return tuple((kind, "".join(said)) for kind, said in (*parts, ("equal", before[cut[0] :])) if any(said))


def _shared(some: list[str], others: list[str]) -> int:
    """With how many equal words both begin."""
    pairs = zip(some, others, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(some), len(others)))


def _told(edit: Edit, finding: Finding) -> tuple[Span, ...]:
    """What the finding tells of the edit: the sentences that it is about."""
    spans = _spans(edit)
    if edit.op is not Op.ALTERED:
        return spans
    sentences = list(_sentences(spans))
    return tuple(span for at in _telling(sentences, finding) for span in sentences[at])


def _telling(sentences: Sequence[Sequence[Span]], finding: Finding) -> list[int]:
    """Which of the sentences that differ the finding is about; all of them where it does not say."""
    differing = [at for at, sentence in enumerate(sentences) if _changed_words(sentence)]
    return [at for at in differing if _is_about(sentences[at], finding)] or differing


def _is_about(sentence: Sequence[Span], finding: Finding) -> bool:
    """Whether the finding quotes the sentence, old or new: one paragraph may hold a new figure and a lost sentence."""
    for side, quoted in (("insert", finding.before), ("delete", finding.after)):
        said = fold("".join(text for kind, text in sentence if kind != side))
        if said and quoted and (said in fold(quoted) or fold(quoted) in said):
            return True
    return False


def _of_edit(edit: Edit, finding: Finding) -> Iterator[Hunk]:
    spans = _spans(edit)
    if edit.op is Op.ALTERED:
        yield from _redlined(spans, finding)
    elif spans[0][1]:
        yield _hunk(spans)


def _spans(edit: Edit) -> tuple[Span, ...]:
    """The edit as spans, whatever it is."""
    if edit.op is Op.ALTERED:
        return edit.spans
    kind = {Op.ADDED: "insert", Op.REMOVED: "delete", Op.MOVED: "equal"}[edit.op]
    return ((kind, edit.block.text.strip()),)


def _redlined(spans: tuple[Span, ...], finding: Finding) -> Iterator[Hunk]:
    """The sentences that the finding is about with one on either side, neighbours together."""
    sentences = list(_sentences(spans))
    differing = _telling(sentences, finding)
    beside = {at + step for at in differing for step in (-1, 1) if 0 <= at + step < len(sentences)}
    near = sorted({*differing, *(at for at in beside if not _changed_words(sentences[at]))})
    for _, group in groupby(enumerate(near), lambda pair: pair[1] - pair[0]):
        run = [at for _, at in group]
        passage = [span for at in run for span in sentences[at]]
        if _length(passage) > LENGTH:
            kept = [at for at in run if at in differing]
            run = list(range(kept[0], kept[-1] + 1))
            passage = [span for at in run for span in sentences[at]]
        yield _hunk(passage, opens=run[0] == 0, closes=run[-1] == len(sentences) - 1)


def _sentences(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """The spans cut after each sentence that ends in words both sides share."""
    sentence: list[Span] = []
    for (kind, text), (next_kind, following) in pairwise((*spans, ("", ""))):
        at = 0
        for end in _SENTENCE_END.finditer(text) if kind == "equal" else ():
            if _NO_END.search(text[max(0, end.start() - 12) : end.start()].rstrip("\"”’')]")):
                continue
            yield [*sentence, (kind, text[at : end.end()])]
            sentence, at = [], end.end()
        if text[at:]:
            sentence.append((kind, text[at:]))
        # A sentence that went as a whole takes the space before it along.
        if "equal" in (kind, next_kind) and _ENDS.search(text) and _BEGINS.match(following):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _hunk(spans: Iterable[Span], *, opens: bool = True, closes: bool = True) -> Hunk:
    """The passage, safe to show and short enough."""
    safe = [(kind, visible(_LINE_END.sub(" · ", text))) for kind, text in spans]
    fitted = _fitted(safe)
    if fitted and not opens:
        fitted[0] = fitted[0][0], fitted[0][1].lstrip()
    told = _merged([("equal", "" if opens else "… "), *fitted, ("equal", "" if closes else " …")])
    return Hunk(tuple(told))


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans with neighbours of one kind made one, without white space at either end."""
    joined = [(kind, "".join(text for _, text in group)) for kind, group in groupby(spans, lambda span: span[0])]
    joined = [(kind, text.replace("… …", "…").replace("  …", " …")) for kind, text in joined if text]
    if joined:
        joined[0] = joined[0][0], joined[0][1].lstrip(" ·")
        joined[-1] = joined[-1][0], joined[-1][1].rstrip(" ·")
    return ((kind, text) for kind, text in joined if text)


def _fitted(spans: list[Span]) -> list[Span]:
    """At most `LENGTH` characters: first what is the same gets shorter, then what differs, then the end goes."""
    for context in (160, 80, 40):
        if _length(spans) <= LENGTH:
            return spans
        last = len(spans) - 1
        spans = [
            (kind, text if kind in _CHANGED else _around(text, context, first=at == 0, last=at == last))
            for at, (kind, text) in enumerate(spans)
        ]
    if _length(spans) <= LENGTH:
        return spans
    differing = sum(kind in _CHANGED for kind, _ in spans)
    same = sum(len(text) for kind, text in spans if kind not in _CHANGED)
    share = max(60, (LENGTH - same) // max(1, differing))
    return list(_up_to([(kind, shorten(text, share) if kind in _CHANGED else text) for kind, text in spans]))


def _around(text: str, length: int, *, first: bool, last: bool) -> str:
    """The words of an unchanged stretch that lie next to a change."""
    if len(text) <= length:
        return text
    head = "" if first and not last else shorten(text, length if last else length // 2)
    tail = "" if last else _tail(text, length if first else length // 2)
    return f"{head.removesuffix('…')}… {tail}" if tail else head


def _tail(text: str, length: int) -> str:
    """The last words, at most `length` characters, from the start of a word."""
    kept = text[-length:]
    at = kept.find(" ")
    return kept[at + 1 :] if 0 <= at < length // 2 else kept


def _up_to(spans: Iterable[Span]) -> Iterator[Span]:
    """The first spans that fit in `LENGTH` characters together."""
    room = LENGTH
    for kind, text in spans:
        if room < 2:
            return
        yield kind, shorten(text, room)
        room -= len(text)


def _length(spans: Iterable[Span]) -> int:
    return sum(len(text) for _, text in spans)


def _changed_words(spans: Iterable[Span]) -> int:
    return sum(len(text.replace("…", " ").split()) for kind, text in spans if kind in _CHANGED)
