"""The versions of a source."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, tuple_

from watcher.errors import NotKnown
from watcher.model import Version
from watcher.store.database.tables import SNAPSHOT, SOURCE, VERSION, from_ms, ms
from watcher.store.history.asking import Asking
from watcher.store.ledger.records import version_from


class Versions(Asking):
    """Every version, from when to when it was in force."""

    def versions(self, source_id: str) -> list[Version]:
        """The versions of a source, oldest first."""
        return self._versions(VERSION.c.source_id == source_id)

    def numbers(self, source_id: str) -> list[int]:
        """The numbers of the versions of a source, lowest first."""
        return self._scalars(
            select(VERSION.c.number).where(VERSION.c.source_id == source_id).order_by(VERSION.c.number)
        )

    def version(self, source_id: str, number: int) -> Version:
        """The version of that number; raises NotKnown."""
        found = self._versions(and_(VERSION.c.source_id == source_id, VERSION.c.number == number))
        if not found:
            raise NotKnown(f"{source_id} has no v{number}")
        return found[0]

    def numbered(self, pairs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Version]:
        """The versions of these (source, number), by that."""
        some = self._versions(tuple_(*VERSION.c["source_id", "number"]).in_(sorted(set(pairs))))
        return {(one.source_id, one.number): one for one in some}

    def latest(self, source_ids: Sequence[str]) -> dict[str, Version]:
        """The version that each of these sources is at, where it has one."""
        some = self._versions(and_(VERSION.c.source_id.in_(source_ids), VERSION.c.number == SOURCE.c.version))
        return {one.source_id: one for one in some}

    def version_at(self, source_id: str, moment: datetime) -> Version | None:
        """The version in force then; None before the first."""
        here = VERSION.c.source_id == source_id
        last = select(func.max(VERSION.c.number)).where(here, VERSION.c.since_ms <= ms(moment)).scalar_subquery()
        found = self._versions(and_(here, VERSION.c.number == last))
        return found[0] if found else None

    def fingerprints(self, source_id: str, limit: int) -> list[tuple[int, str]]:
        """(version, fingerprint of its document), newest first."""
        query = select(*VERSION.c["number", "fingerprint"]).where(VERSION.c.source_id == source_id)
        with self._journal.reading() as connection:
            rows = connection.execute(query.order_by(VERSION.c.number.desc()).limit(limit))
            return [(row.number, row.fingerprint) for row in rows]

    def worded(self, fingerprint: str) -> list[Version]:
        """The versions whose document has that fingerprint."""
        return self._versions(VERSION.c.fingerprint == fingerprint)

    def _versions(self, chosen: ColumnElement[bool]) -> list[Version]:
        """The latest version was last seen at the baseline, the others when the next one came."""
        query = (
            select(
                *VERSION.c["form", "number", "confirmed_ms"], SOURCE.c.version.label("latest"), SNAPSHOT.c.started_ms
            )
            .join_from(VERSION, SOURCE, VERSION.c.source_id == SOURCE.c.id)
            .join(SNAPSHOT, SNAPSHOT.c.seq == SOURCE.c.baseline_seq, isouter=True)
        )
        with self._journal.reading() as connection:
            rows: Sequence[Any] = connection.execute(query.where(chosen).order_by(VERSION.c.number)).all()
        return [
            version_from(json.loads(form), from_ms(max(confirmed, seen or 0) if number == latest else confirmed))
            for form, number, confirmed, latest, seen in rows
        ]
