"""The life-span of a phrase on each page: from which version on it stood there, in which it was gone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from watcher.pipeline.searching.sought import Sought
from watcher.store import History, Passage


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch of versions that have the phrase."""

    first: int
    since: datetime
    gone: int | None
    """The first version without it again; None: the current one has it."""
    gone_at: datetime | None
    passage: int
    """The place of the last passage that has it."""

    def fits(self, side: str, since: datetime | None, until: datetime | None) -> bool:
        """Whether it stood, came or went within that time; what the first copy had did not come."""
        if side == "added":
            return self.first > 1 and _within(self.since, since, until)
        if side == "removed":
            return self.gone_at is not None and _within(self.gone_at, since, until)
        ended_before = since is not None and self.gone_at is not None and self.gone_at <= since
        return not ended_before and (until is None or self.since < until)

    @property
    def last_event(self) -> datetime:
        """When it went, or, where it stands, came."""
        return self.gone_at or self.since


@dataclass(frozen=True, slots=True)
class LifeSpan:
    """All the stretches in which a page had the phrase, oldest first."""

    source_id: str
    stays: tuple[Stay, ...]

    @property
    def last_event(self) -> datetime:
        """When the phrase last came or went."""
        return self.stays[-1].last_event

    @property
    def stands(self) -> bool:
        """Whether the current version has it."""
        return self.stays[-1].gone is None


@dataclass(frozen=True, slots=True)
class Found:
    """The pages that have or had the phrase, what happened last first."""

    spans: tuple[LifeSpan, ...] = ()
    is_cut: bool = False
    """So many passages have it that not all were looked at."""


def lifespans(
    history: History,
    asked: Sought,
    *,
    side: str = "text",
    source_id: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Found:
    """Where and how long the phrase stood; with a side only the pages on which it came or went, within the time."""
    if not asked:
        return Found()
    passages, is_cut = history.passages(asked.phrases, source_id=source_id)
    of_page: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        of_page[passage.source_id].append(passage)
    spans = (LifeSpan(name, tuple(_stays(some))) for name, some in sorted(of_page.items()))
    fitting = [span for span in spans if any(stay.fits(side, since, until) for stay in span.stays)]
    return Found(tuple(sorted(fitting, key=lambda span: span.last_event, reverse=True)), is_cut)


def _stays(passages: Iterable[Passage]) -> list[Stay]:
    """Passages that follow each other without a gap are one stretch."""
    stays: list[Stay] = []
    for one in sorted(passages, key=lambda passage: passage.first):
        last = stays[-1] if stays else None
        if last is None or (last.gone is not None and one.first > last.gone):
            stays.append(Stay(one.first, one.since, one.gone, one.gone_at, one.place))
        elif last.gone is not None and (one.gone is None or one.gone > last.gone):
            stays[-1] = Stay(last.first, last.since, one.gone, one.gone_at, one.place)
    return stays


def _within(moment: datetime, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or moment >= since) and (until is None or moment < until)
