"""Charts drawn in a box, line by line; each repeats a table that stands beside it."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.model import Outcome, Severity, Version
from watcher.store import Brought

WIDTH, HEIGHT = 800, 96
_GROUND, _TALLEST, _SIDE = 84, 60, 8
_SHAPES = {
    Severity.CRITICAL: "m-4 -8h8v8h-8z",
    Severity.HIGH: "m-5 0h10l-5 -9z",
    Severity.MEDIUM: "m-4 -4a4 4 0 108 0a4 4 0 10-8 0",
    Severity.LOW: "m-3 -3a3 3 0 106 0a3 3 0 10-6 0",
    Severity.NOISE: "m-1 -2h2v2h-2z",
}
_MOST_WORDS = 10_000
_ROOM = 1000
"""Marks that can be told from each other."""
_FEW = 3
_SAME_GAP = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Timeline:
    """One mark a version: how high, by words changed; which shape, by the gravest finding."""

    marks: tuple[tuple[Severity, str], ...]
    """(severity, path of its marks); of many in one place the tallest."""
    counts: Mapping[Severity, int]
    """How many versions are of that severity."""
    gaps: tuple[tuple[float, float], ...]
    """(left, width) of times in which the page could not be read."""
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Steps:
    """A number followed over the versions."""

    name: str
    values: tuple[tuple[Version, str], ...]
    """(version that first gave it, the number), oldest first."""
    path: str
    """Empty where it never changed, or is no plain number."""


def timeline(
    versions: Sequence[Version], brought: Mapping[int, Brought], unseen: Iterable[tuple[datetime, str, Outcome]]
) -> Timeline | None:
    """The history of a source as one picture; None before there is any."""
    if not versions:
        return None
    since, until = versions[0].since, max(versions[-1].confirmed, versions[-1].since)
    place = scale(since, until)
    counts: dict[Severity, int] = {}
    tallest: dict[tuple[Severity, float], int] = {}
    for version in versions:
        one = brought.get(version.number)
        level, words = (one.severity, one.added + one.removed) if one else (Severity.NOISE, 0)
        top = round(_TALLEST * min(1.0, math.log1p(words) / math.log1p(_MOST_WORDS)))
        counts[level] = counts.get(level, 0) + 1
        at = place(version.since) if len(versions) <= _ROOM else 4.0 * round(place(version.since) / 4)
        tallest[level, at] = max(top, tallest.get((level, at), 0))
    gaps = tuple((place(start), max(2.0, place(end) - place(start))) for start, end in _gaps(unseen) if end >= since)
    marks = {
        level: "".join(_mark(level, at, top) for (one, at), top in tallest.items() if one is level) for level in counts
    }
    return Timeline(tuple((level, marks[level]) for level in sorted(marks)), counts, gaps, since, until)


def _mark(level: Severity, at: float, top: int) -> str:
    return f"M{at:g} {_GROUND}v-{top}{_SHAPES[level]}"


def steps(versions: Sequence[Version]) -> list[Steps]:
    """Each named number, where it changed."""
    followed: dict[str, list[tuple[Version, str]]] = {}
    for version in versions:
        for name, number in version.figures:
            known = followed.setdefault(name, [])
            if not known or known[-1][1] != number:
                known.append((version, number))
    return [Steps(name, tuple(values), _path(values, versions[-1].confirmed)) for name, values in followed.items()]


def scale(since: datetime, until: datetime, width: int = WIDTH) -> Callable[[datetime], float]:
    """Where on the line a moment stands."""
    span = max((until - since).total_seconds(), 1.0)
    return lambda at: round(_SIDE + (width - 2 * _SIDE) * (at - since).total_seconds() / span, 1)


def _gaps(unseen: Iterable[tuple[datetime, str, Outcome]]) -> list[tuple[datetime, datetime]]:
    """Looks in a row without the page, as stretches."""
    gaps: list[tuple[datetime, datetime]] = []
    for at, _, _ in sorted(unseen):
        if gaps and at - gaps[-1][1] <= _SAME_GAP:
            gaps[-1] = gaps[-1][0], at
        else:
            gaps.append((at, at))
    return gaps


def _path(values: Sequence[tuple[Version, str]], until: datetime) -> str:
    """Level until the next value, then straight up or down."""
    try:
        heights = [float(number.replace(",", "")) for _, number in values]
    except ValueError:
        return ""
    low, high = min(heights), max(heights)
    if low == high:
        return ""
    place = scale(values[0][0].since, until, 240)
    up = [round(40 - 34 * (height - low) / (high - low), 1) for height in heights]
    turns: dict[float, list[float]] = {}
    for (version, _), y in zip(values[1:], up[1:], strict=True):
        at = place(version.since)
        turns.setdefault(at if len(values) <= _ROOM else round(at), []).append(y)
    drawn = (f"H{x:g}{''.join(f'V{y:g}' for y in _ends(some))}" for x, some in turns.items())
    return f"M{_SIDE} {up[0]:g}{''.join(drawn)}H{240 - _SIDE}"


def _ends(heights: Sequence[float]) -> Sequence[float]:
    """Of many in one place the lowest, the highest and the last."""
    return heights if len(heights) <= _FEW else (min(heights), max(heights), heights[-1])
