"""Twelve weeks in the space of a word: how often a page changed in each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

WEEKS = 12
_WEEK = timedelta(days=7)
_STEP, _BAR, _TALLEST, _GROUND = 7, 5, 18, 20


@dataclass(frozen=True, slots=True)
class Spark:
    """The weeks, oldest first, with their bars."""

    counts: tuple[int, ...]
    path: str
    """Empty where nothing changed."""

    @property
    def total(self) -> int:
        """How many changes there were."""
        return sum(self.counts)


def begin(now: datetime) -> datetime:
    """When the first of the weeks began."""
    return now - WEEKS * _WEEK


def sparks(source_ids: Iterable[str], days: Mapping[str, Mapping[date, int]], now: datetime) -> Mapping[str, Spark]:
    """Source → its weeks, of how many changes it had on which day."""
    return {source_id: _spark(days.get(source_id, {}), now) for source_id in source_ids}


def _spark(days: Mapping[date, int], now: datetime) -> Spark:
    counts = [0] * WEEKS
    for day, many in days.items():
        back = (now.date() - day) // _WEEK
        if 0 <= back < WEEKS:
            counts[WEEKS - 1 - back] += many
    return Spark(tuple(counts), _bars(counts))


def _bars(counts: Sequence[int]) -> str:
    most = max(counts)
    return "".join(
        f"M{at * _STEP + 1} {_GROUND}v-{max(3, round(_TALLEST * many / most))}h{_BAR}V{_GROUND}z"
        for at, many in enumerate(counts)
        if many
    )
