"""How a redlined passage is made shorter without losing what differs."""

from collections.abc import Sequence

from watcher.text import shorten

Span = Sequence[str]
"""(`equal`, `delete` or `insert`; words), as the record has it."""

_BESIDE = 40
"""So many characters beside a change still say where it stands."""
_LEAST = 20


def shortened(passage: Sequence[Span], length: int) -> tuple[Span, ...]:
    """At most that long: first what is the same gets shorter, then what differs.

    >>> shortened([("equal", "one two three four five six seven eight nine ten "), ("delete", "may")], 50)
    (('equal', '…four five six seven eight nine ten '), ('delete', 'may'))
    """
    told = tuple((kind, text) for kind, text in passage)
    if _length(told) <= length:
        return told
    last = len(told) - 1
    near = tuple(
        (kind, _beside(text, first=at == 0, last=at == last) if kind == "equal" else text)
        for at, (kind, text) in enumerate(told)
    )
    return near if _length(near) <= length else _cut(near, length)


def _cut(passage: Sequence[Span], length: int) -> tuple[Span, ...]:
    """What differs gets an equal share of the room; what then is still too much goes at the end."""
    differing = sum(kind != "equal" for kind, _ in passage)
    same = sum(len(text) for kind, text in passage if kind == "equal")
    share = max(_LEAST, (length - same) // max(1, differing))
    kept: list[Span] = []
    room = length - 2
    for kind, text in passage:
        said = text if kind == "equal" else shorten(text, share)
        if len(said) > room:
            return (*kept, (kind, shorten(said, room)), ("equal", " …")) if room > 1 else (*kept, ("equal", " …"))
        kept.append((kind, said))
        room -= len(said)
    return tuple(kept)


def _beside(text: str, *, first: bool, last: bool) -> str:
    """The words of an unchanged stretch that lie next to a change."""
    head = "" if first else shorten(text, _BESIDE).removesuffix("…")
    tail = "" if last else shorten(text[::-1], _BESIDE)[::-1].removeprefix("…")
    short = f"{head}…{tail}"
    return short if len(short) < len(text) else text


def _length(passage: Sequence[Span]) -> int:
    return sum(len(text) for _, text in passage)
