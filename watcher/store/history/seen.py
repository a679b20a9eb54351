"""What was seen: every look with what it brought."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, select

from watcher.errors import NotKnown
from watcher.model import Further, Outcome, Payload, Snapshot, Version
from watcher.store.database.tables import SNAPSHOT, SOURCE, UNSEEN, VERSION, from_ms, ms
from watcher.store.history.asking import Asking, within
from watcher.store.index.withdrawal import Withdrawal, withdrawals
from watcher.store.intake import Looks
from watcher.store.ledger.records import snapshot_of

_DAY_MS = 86_400_000
_PAGES = [outcome.value for outcome in Outcome if outcome.is_page]

# Quotes within a value are escaped, so that no page can write these.
_THEIRS = SNAPSHOT.c.record.contains('"provenance":{')
_LATE = SNAPSHOT.c.record.contains('"late":true')


class Seen(Asking):
    """The looks at all sources."""

    def snapshot(self, snapshot_id: str) -> Snapshot:
        """The look of that id; raises NotKnown."""
        record = self._scalar(select(SNAPSHOT.c.record).where(SNAPSHOT.c.id == snapshot_id))
        if record is None:
            raise NotKnown(f"no look {snapshot_id!r} is kept; `watcher log SOURCE` lists what is")
        return snapshot_of(record)

    def snapshots(
        self,
        source_id: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int | None = None,
    ) -> list[Snapshot]:
        """The looks at a source, newest first; without captures that came in after looks of ours."""
        # The last few are found from the end; an index by time would have all of them read, and sorted.
        started = SNAPSHOT.c.started_ms if limit is None else SNAPSHOT.c.started_ms + 0
        wanted = SNAPSHOT.c.source_id == source_id, ~_LATE, *within(started, since, until)
        query = select(SNAPSHOT.c.record).where(*wanted).order_by(SNAPSHOT.c.seq.desc()).limit(limit)
        return [snapshot_of(record) for record in self._scalars(query)]

    def captures(self, source_id: str) -> list[Snapshot]:
        """What others captured of a source, oldest first, whenever it came in."""
        query = select(SNAPSHOT.c.record).where(SNAPSHOT.c.source_id == source_id, _THEIRS)
        return [snapshot_of(record) for record in self._scalars(query.order_by(SNAPSHOT.c.started_ms))]

    def is_looked_at(self, source_id: str) -> bool:
        """Whether we looked at the source ourselves."""
        return (
            self._scalar(select(SNAPSHOT.c.seq).where(SNAPSHOT.c.source_id == source_id, ~_THEIRS).limit(1)) is not None
        )

    def payload(self, snapshot: Snapshot) -> Payload:
        """What the look brought, or, where it said "not modified", what it confirmed; its hash is checked."""
        if snapshot.body_sha256 is None:
            raise NotKnown(f"{snapshot.id} brought no body ({snapshot.outcome})")
        body = self._journal.body(snapshot.body_sha256)
        whole = self._whole_answer(snapshot)
        url = snapshot.final_url or whole.final_url or snapshot.url
        further = tuple(self._further(page) for page in snapshot.further if page.body_sha256)
        return Payload(body, snapshot.header("content-type") or whole.header("content-type") or "", url, further)

    def bearing(self, sha256: str, limit: int) -> list[Snapshot]:
        """The looks that brought that body, oldest first."""
        query = select(SNAPSHOT.c.record).where(SNAPSHOT.c.body_sha256 == sha256)
        return [snapshot_of(record) for record in self._scalars(query.order_by(SNAPSHOT.c.seq).limit(limit))]

    def looks_of(self, versions: Sequence[Version]) -> dict[int, Looks]:
        """How often a source was looked at while each of these versions was the latest."""
        if not versions:
            return {}
        query = (
            select(*VERSION.c["number", "looks", "pages"], SOURCE.c.version, SOURCE.c.standing)
            .join(SOURCE, SOURCE.c.id == VERSION.c.source_id)
            .where(VERSION.c.source_id == versions[0].source_id, VERSION.c.number.in_([one.number for one in versions]))
        )
        with self._journal.reading() as connection:
            return {row.number: _looks(row) for row in connection.execute(query)}

    def days(self, source_id: str, since: datetime) -> dict[date, Looks]:
        """How often a source was looked at on each day, by UTC."""
        return self.days_of([source_id], since)[source_id]

    def days_of(self, source_ids: Sequence[str], since: datetime) -> dict[str, dict[date, Looks]]:
        """How often each of these sources was looked at on each day, by UTC."""
        day, shown = SNAPSHOT.c.started_ms // _DAY_MS, func.sum(case((SNAPSHOT.c.outcome.in_(_PAGES), 1), else_=0))
        query = select(SNAPSHOT.c.source_id, day, func.count(), shown).where(
            SNAPSHOT.c.source_id.in_(source_ids), ~_LATE, SNAPSHOT.c.started_ms >= ms(since)
        )
        found: dict[str, dict[date, Looks]] = {source_id: {} for source_id in source_ids}
        with self._journal.reading() as connection:
            for source_id, number, looks, pages in connection.execute(query.group_by(SNAPSHOT.c.source_id, day)):
                found[source_id][from_ms(number * _DAY_MS).date()] = Looks(looks, int(pages))
        return found

    def unseen(self, source_id: str, limit: int) -> list[tuple[datetime, str, Outcome]]:
        """(when, id, outcome) of the latest looks at a source that did not show its page, newest first."""
        query = select(*SNAPSHOT.c["id", "started_ms", "outcome"]).where(SNAPSHOT.c.source_id == source_id, UNSEEN)
        with self._journal.reading() as connection:
            rows = connection.execute(query.order_by(SNAPSHOT.c.seq.desc()).limit(limit))
            return [(from_ms(row.started_ms), row.id, Outcome(row.outcome)) for row in rows]

    def checks(
        self, source_ids: Sequence[str] | None = None, since: datetime | None = None, until: datetime | None = None
    ) -> dict[str, Looks]:
        """How often each source was looked at; without ids all that are watched."""
        shown = func.sum(case((SNAPSHOT.c.outcome.in_(_PAGES), 1), else_=0))
        query = (
            select(SNAPSHOT.c.source_id, func.count(), shown)
            .where(*within(SNAPSHOT.c.started_ms, since, until))
            .group_by(SNAPSHOT.c.source_id)
        )
        if source_ids is None:
            source_ids = self._scalars(select(SOURCE.c.id).where(SOURCE.c.retired.is_(False)).order_by(SOURCE.c.id))
        with self._journal.reading() as connection:
            counted = {
                name: Looks(looks, int(pages))
                for name, looks, pages in connection.execute(query.where(SNAPSHOT.c.source_id.in_(source_ids)))
            }
        return {source_id: counted.get(source_id, Looks()) for source_id in source_ids}

    def looks_since(self, since: datetime) -> int:
        """How often anything was looked at since then."""
        return int(self._scalar(select(func.count()).where(SNAPSHOT.c.started_ms >= ms(since))))

    def last_seen(self, source_id: str) -> datetime | None:
        """When a look last showed the page."""
        seen = (
            select(SNAPSHOT.c.started_ms)
            .where(SNAPSHOT.c.source_id == source_id, SNAPSHOT.c.outcome.in_(_PAGES))
            .order_by(SNAPSHOT.c.seq.desc())
        )
        started = self._scalar(seen.limit(1))
        return None if started is None else from_ms(started)

    def withdrawals(self) -> list[Withdrawal]:
        """The bodies that were withdrawn by law, in the order in which that was done."""
        with self._journal.reading() as connection:
            return withdrawals(connection)

    def _further(self, page: Further) -> Payload:
        """What a further page of a list brought."""
        assert page.body_sha256 is not None
        return Payload(self._journal.body(page.body_sha256), page.content_type, page.final_url or page.url)

    def _whole_answer(self, snapshot: Snapshot) -> Snapshot:
        """The look that brought the body: a "not modified" need not repeat what the body is."""
        if snapshot.outcome is not Outcome.NOT_MODIFIED:
            return snapshot
        query = (
            select(SNAPSHOT.c.record)
            .where(
                SNAPSHOT.c.source_id == snapshot.source_id,
                SNAPSHOT.c.body_sha256 == snapshot.body_sha256,
                SNAPSHOT.c.outcome == Outcome.OK.value,
            )
            .order_by(SNAPSHOT.c.seq.desc())
        )
        record = self._scalar(query.limit(1))
        return snapshot_of(record) if record else snapshot


def _looks(row: Any) -> Looks:
    """Of the latest version the source itself counts them."""
    now = json.loads(row.standing) if row.number == row.version else {"looks": row.looks, "pages": row.pages}
    return Looks(now["looks"], now["pages"])
