"""The looks as somebody leafs through them, newest first; how much is kept in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from watcher.errors import NotKnown
from watcher.model import Outcome, Snapshot
from watcher.store.database.tables import CHANGE, DIGEST, SNAPSHOT, UNSEEN, VERSION, ms
from watcher.store.journal import ReadOnlyJournal
from watcher.store.ledger.records import snapshot_of

_UNSEEN = SNAPSHOT.c.seq.in_(select(SNAPSHOT.c.seq).where(UNSEEN).correlate(None))
"""The looks that showed no page, out of an index of their own, before any of them is read."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much is kept."""

    records: int
    """The number of the latest look's record in the ledger: looks themselves are too many to be counted."""
    versions: int
    changes: int
    digests: int


class Listing:
    """Lists that are too long for one answer."""

    def __init__(self, journal: ReadOnlyJournal) -> None:
        self._journal = journal

    def snapshots(
        self,
        limit: int,
        *,
        source_id: str | None = None,
        outcomes: Sequence[Outcome] = (),
        since: datetime | None = None,
        before: str | None = None,
    ) -> list[Snapshot]:
        """The looks, the last that was kept first; those kept before the look `before`, else raises NotKnown."""
        query = select(SNAPSHOT.c.record).order_by(SNAPSHOT.c.seq.desc())
        if source_id is not None:
            query = query.where(SNAPSHOT.c.source_id == source_id)
        if outcomes:
            query = query.where(SNAPSHOT.c.outcome.in_([outcome.value for outcome in outcomes]))
        if since is not None:
            query = query.where(SNAPSHOT.c.started_ms >= ms(since))
        if before is not None:
            query = query.where(SNAPSHOT.c.seq < self._seq(before))
        with self._journal.reading() as connection:
            # SQLite reads look after look where PostgreSQL sees by itself that the index of the unseen has all of them.
            if outcomes and not any(one.is_page for one in outcomes) and connection.dialect.name == "sqlite":
                query = query.where(_UNSEEN if source_id is None else UNSEEN)
            rows = connection.execute(query.limit(limit)).all()
        return [snapshot_of(row.record) for row in rows]

    def amounts(self) -> Amounts:
        """How much is kept by now."""
        counts = [select(func.count()).select_from(table).scalar_subquery() for table in (VERSION, CHANGE, DIGEST)]
        latest = select(func.coalesce(func.max(SNAPSHOT.c.seq), 0)).scalar_subquery()
        return Amounts(*self._rows(select(latest, *counts))[0])

    def _seq(self, snapshot_id: str) -> int:
        found = self._rows(select(SNAPSHOT.c.seq).where(SNAPSHOT.c.id == snapshot_id))
        if not found:
            raise NotKnown(f"no look {snapshot_id!r} is kept; a list cannot go on after it")
        return int(found[0].seq)

    def _rows(self, query: Select[Any]) -> Sequence[Any]:
        with self._journal.reading() as connection:
            return connection.execute(query).all()
