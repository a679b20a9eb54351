"""What was posted, as somebody looks through it: digest by digest, delivery by delivery, page by page."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, Select, and_, func, or_, select

from watcher.model import Delivery, Message, Station
from watcher.store.database.tables import DELIVERY, DIGEST, STATION, from_ms
from watcher.store.journal import ReadOnlyJournal
from watcher.store.ledger.records import message_from
from watcher.store.outbox import delivery_of


class Posted:
    """The digests with their deliveries; lists are newest first and go on `before` the id they ended at."""

    def __init__(self, journal: ReadOnlyJournal) -> None:
        self._journal = journal

    def digests(self, *, before: str | None = None, limit: int) -> list[Message]:
        """The digests as they were sent."""
        query = select(DIGEST.c.record).order_by(DIGEST.c.seq.desc()).limit(limit)
        if before is not None:
            query = query.where(DIGEST.c.seq < select(DIGEST.c.seq).where(DIGEST.c.id == before).scalar_subquery())
        return [message_from(json.loads(row["record"])["message"]) for row in self._rows(query)]

    def subjects(self, digest_ids: Sequence[str]) -> dict[str, str]:
        """Digest → what it is called."""
        query = select(DIGEST.c.record).where(DIGEST.c.id.in_(digest_ids))
        messages = [message_from(json.loads(row["record"])["message"]) for row in self._rows(query)]
        return {message.digest_id: message.subject for message in messages}

    def deliveries(self, *, state: str | None = None, before: str | None = None, limit: int) -> list[Delivery]:
        """The deliveries, all of them or those in that state."""
        query = _deliveries().order_by(DIGEST.c.seq.desc(), DELIVERY.c.id.desc()).limit(limit)
        if state is not None:
            query = query.where(DELIVERY.c.state == state)
        if before is not None:
            seq = _deliveries(DIGEST.c.seq).where(DELIVERY.c.id == before).scalar_subquery()
            query = query.where(or_(DIGEST.c.seq < seq, and_(DIGEST.c.seq == seq, DELIVERY.c.id < before)))
        return [delivery_of(row) for row in self._rows(query)]

    def deliveries_of(self, digest_ids: Sequence[str]) -> dict[str, list[Delivery]]:
        """Digest → its deliveries, by channel, by recipient."""
        query = _deliveries().where(DELIVERY.c.digest_id.in_(digest_ids))
        found: dict[str, list[Delivery]] = {digest_id: [] for digest_id in digest_ids}
        for row in self._rows(query.order_by(DELIVERY.c.channel, DELIVERY.c.recipient, DELIVERY.c.part)):
            found[row["digest_id"]].append(delivery_of(row))
        return found

    def stations_of(self, delivery_ids: Sequence[str]) -> dict[str, list[Station]]:
        """Delivery → what became of it, in order; none is known of one not begun with."""
        query = select(STATION).where(STATION.c.delivery_id.in_(delivery_ids)).order_by(STATION.c.seq)
        found: dict[str, list[Station]] = {delivery_id: [] for delivery_id in delivery_ids}
        for row in self._rows(query):
            way = found[row["delivery_id"]]
            way.append(_station(row, way[-1] if way else None))
        return found

    def counts(self) -> dict[str, int]:
        """State → how many deliveries are in it."""
        query = select(DELIVERY.c.state, func.count().label("many")).group_by(DELIVERY.c.state)
        return {row["state"]: row["many"] for row in self._rows(query.order_by(DELIVERY.c.state))}

    def by_channel(self) -> dict[str, dict[str, int]]:
        """Channel → state → how many deliveries are in it."""
        query = select(*DELIVERY.c["channel", "state"], func.count().label("many"))
        found: dict[str, dict[str, int]] = {}
        for row in self._rows(query.group_by(DELIVERY.c.channel, DELIVERY.c.state)):
            found.setdefault(row["channel"], {})[row["state"]] = row["many"]
        return found

    def last_sent(self) -> dict[str, Message]:
        """Channel → the newest digest that arrived there."""
        newest = _deliveries(DELIVERY.c.channel, func.max(DIGEST.c.seq).label("seq")).where(DELIVERY.c.state == "sent")
        last = newest.group_by(DELIVERY.c.channel).subquery()
        query = select(last.c.channel, DIGEST.c.record).join(DIGEST, DIGEST.c.seq == last.c.seq)
        return {row["channel"]: message_from(json.loads(row["record"])["message"]) for row in self._rows(query)}

    def _rows(self, query: Select[Any]) -> Sequence[RowMapping]:
        with self._journal.reading() as connection:
            return connection.execute(query).mappings().all()


def _station(row: RowMapping, before: Station | None) -> Station:
    """The record repeats the last error at each station, so that it stands in the outbox; it was met at one."""
    said = json.loads(row["said"])
    settles = before is not None and before.state in ("sending", "unknown") and before.attempt == row["attempt"]
    is_new = row["state"] == "dropped" or (settles and before is not None and said["error"] != before.error)
    error = said["error"] if is_new and row["state"] != "sending" else ""
    return Station(from_ms(row["at_ms"]), row["state"], row["attempt"], error, said["reply"])


def _deliveries(*columns: Any) -> Select[Any]:
    return select(*(columns or (DELIVERY,))).join_from(DELIVERY, DIGEST, DIGEST.c.id == DELIVERY.c.digest_id)
