"""What is to be looked at next: every source with where it stands."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Update, select, update

from watcher.errors import NotKnown
from watcher.model import Source, Standing
from watcher.model.forms import Form
from watcher.store.canonical import canonical
from watcher.store.journal import ReadOnlyJournal
from watcher.store.records import snapshot_of, source_form, source_record
from watcher.store.standing import Stand, standing_of
from watcher.store.tables import SNAPSHOT, SOURCE, ms


class Agenda:
    """The marks of the first step: `next_look_at` of every source that is watched."""

    def __init__(self, journal: ReadOnlyJournal) -> None:
        self._journal = journal

    def sync(self, sources: Sequence[Source], now: datetime) -> None:
        """Watch these sources and no others; a new one is due at once.

        Nothing is written where nothing differs. What was kept of a source that left stays.
        """
        self._journal.write(list(self._differences({source.id: source_form(source) for source in sources}, now)))

    def due(self, now: datetime, limit: int | None = None) -> list[str]:
        """The sources whose time has come, the longest waiting first."""
        query = (
            select(SOURCE.c.id)
            .where(SOURCE.c.retired.is_(False), SOURCE.c.next_look_ms <= ms(now))
            .order_by(SOURCE.c.next_look_ms, SOURCE.c.id)
            .limit(limit)
        )
        with self._journal.reading() as connection:
            return list(connection.execute(query).scalars())

    def standing(self, source_id: str) -> Standing:
        """Where the source stands; raises NotKnown for one that was never watched."""
        found = self.standings([source_id])
        if source_id not in found:
            raise NotKnown(f"no source {source_id!r} is kept; `watcher status` lists them")
        return found[source_id]

    def standings(self, source_ids: Sequence[str] | None = None) -> dict[str, Standing]:
        """Where these sources stand; without ids all that are watched."""
        query = _standings()
        chosen = SOURCE.c.retired.is_(False) if source_ids is None else SOURCE.c.id.in_(source_ids)
        with self._journal.reading() as connection:
            rows = connection.execute(query.where(chosen).order_by(SOURCE.c.id)).mappings().all()
        return {
            row["id"]: standing_of(Stand.of(row), snapshot_of(row["record"]) if row["record"] else None) for row in rows
        }

    def put_off(self, source_id: str, until: datetime) -> None:
        """Look at the source then, and not before."""
        later = update(SOURCE).where(SOURCE.c.id == source_id).values(next_look_ms=ms(until))
        self._journal.mark(lambda connection: _run(connection, later))

    def _differences(self, wanted: dict[str, Form], now: datetime) -> Iterator[Form]:
        with self._journal.reading() as connection:
            kept = {row.id: row for row in connection.execute(select(*SOURCE.c["id", "retired", "form"]))}
        for source_id, form in wanted.items():
            known = kept.get(source_id)
            if known is None or known.retired:
                yield source_record("added", source_id, form, now)
            elif known.form != canonical(form):
                yield source_record("edited", source_id, form, now)
        for source_id, known in kept.items():
            if source_id not in wanted and not known.retired:
                yield source_record("removed", source_id, None, now)


def _standings() -> Select[Any]:
    return select(SOURCE, SNAPSHOT.c.record).join_from(
        SOURCE, SNAPSHOT, SNAPSHOT.c.seq == SOURCE.c.baseline_seq, isouter=True
    )


def _run(connection: Connection, statement: Update) -> None:
    connection.execute(statement)
