"""Which changes a feed is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from watcher.digest.atom import Item
from watcher.digest.entries import entries
from watcher.model import Severity, Source, Told
from watcher.store import History

MOST = 100
"""Entries in one feed."""
_PAGE = 200
_TICK = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes are wanted; of several conditions all must hold."""

    source: str | None = None
    tag: str | None = None
    min_severity: Severity = Severity.LOW

    @property
    def name(self) -> str:
        """Names the selection for good."""
        parts = [f"source:{self.source}"] if self.source else []
        parts += [f"tag:{self.tag}"] if self.tag else []
        parts += [f"severity:{self.min_severity.word}"] if self.min_severity > Severity.LOW else []
        return ":".join(parts) or "all"


def items(history: History, sources: Mapping[str, Source], wanted: Wanted, until: datetime | None = None) -> list[Item]:
    """The newest changes that are wanted, made before `until`; at most 100."""
    found = (item for told in _newest(history, wanted, until) if (item := _item(told, sources, wanted)))
    return list(islice(found, MOST))


def _newest(history: History, wanted: Wanted, until: datetime | None) -> Iterator[Told]:
    """Every change, newest first, fetched page by page; those of one instant are never cut apart."""
    seen: set[str] = set()
    limit = _PAGE
    while page := history.changes(source_id=wanted.source, with_links=True, until=until, limit=limit):
        new = [told for told in page if told.change_id not in seen]
        seen.update(told.change_id for told in new)
        yield from new
        if len(page) < limit:
            return
        limit = limit if new else 2 * limit
        until = page[-1].made_at + _TICK


def _item(told: Told, sources: Mapping[str, Source], wanted: Wanted) -> Item | None:
    source = sources.get(told.source_id)
    tags = source.tags if source else ()
    picked = tuple(
        at for at, finding in enumerate(told.findings) if finding.level >= max(wanted.min_severity, Severity.LOW)
    )
    if not picked or (wanted.tag and wanted.tag not in tags):
        return None
    return Item(told.made_at, entries([(told, picked)], sources), tags)
