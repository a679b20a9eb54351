"""What waits to be told, from the finding that is owed to the reply of whoever took it."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select, tuple_

from watcher.errors import NotKnown
from watcher.model import Delivery, Digest, Message, Severity, Told
from watcher.model.forms import Form, told_from
from watcher.store.database.tables import CHANGE, DELIVERY, DIGEST, FINDING, OWED, from_ms, ms
from watcher.store.index.rows import finding_place
from watcher.store.journal import ReadOnlyJournal
from watcher.store.ledger.records import delivery_record, digest_record, message_from
from watcher.store.turns import in_turn
from watcher.text import visible

LEASE = timedelta(minutes=5)
FINAL = frozenset({"sent", "dead", "dropped"})
_WAITING = ("pending", "retry", "unknown")
_SHORTEST_PREFIX = 6


class Outbox:
    """The marks of the third step and the fourth: what is owed, what is posted, what was sent."""

    def __init__(self, journal: ReadOnlyJournal) -> None:
        self._journal = journal

    def owed(self, subscription: str) -> list[tuple[Told, tuple[int, ...]]]:
        """What the subscription has not been told yet, oldest change first, with the findings by index."""
        query = (
            select(*CHANGE.c["id", "record"], OWED.c.place)
            .join_from(OWED, CHANGE, OWED.c.change_id == CHANGE.c.id)
            .where(OWED.c.subscription == subscription, OWED.c.digest_id.is_(None))
            .order_by(CHANGE.c.seq, OWED.c.place)
        )
        places: dict[str, tuple[str, list[int]]] = {}
        for change_id, record, place in self._rows(query):
            places.setdefault(change_id, (record, []))[1].append(place)
        return [(told_from(json.loads(record)), tuple(indexes)) for record, indexes in places.values()]

    def noise(self, since: datetime, until: datetime, source_ids: Sequence[str]) -> int:
        """How many cosmetic findings these sources had from `since` up to `until`."""
        query = select(func.count()).where(
            FINDING.c.severity == int(Severity.NOISE),
            FINDING.c.made_ms >= ms(since),
            FINDING.c.made_ms < ms(until),
            FINDING.c.source_id.in_(source_ids),
        )
        count: int = self._rows(query)[0][0]
        return count

    def last_window(self, subscription: str) -> str | None:
        """The window of the subscription's latest digest."""
        query = select(DIGEST.c.window).where(DIGEST.c.subscription == subscription).order_by(DIGEST.c.seq.desc())
        rows = self._rows(query.limit(1))
        return rows[0][0] if rows else None

    def has(self, subscription: str, window: str) -> bool:
        """Whether that window of the subscription has had its digest."""
        same = and_(DIGEST.c.subscription == subscription, DIGEST.c.window == window)
        return bool(self._rows(select(DIGEST.c.id).where(same)))

    def windows(self, subscription: str, beginning: str) -> dict[str, str]:
        """Window → id of the subscription's digests whose windows begin so, oldest first."""
        mine = (DIGEST.c.subscription == subscription, DIGEST.c.window.startswith(beginning, autoescape=True))
        return dict(self._rows(select(*DIGEST.c["window", "id"]).where(*mine).order_by(DIGEST.c.seq)))

    def told_by(self, subscriptions: Sequence[str], changes: Sequence[Told]) -> dict[str, datetime]:
        """When digests of these subscriptions told findings of these changes: finding's id → the first time."""
        query = (
            select(OWED.c.change_id, OWED.c.place, DIGEST.c.record)
            .join_from(OWED, DIGEST, OWED.c.digest_id == DIGEST.c.id)
            .where(OWED.c.subscription.in_(subscriptions), OWED.c.change_id.in_([told.change_id for told in changes]))
            .order_by(DIGEST.c.seq.desc())
        )
        accounts = {told.change_id: told for told in changes}
        return {
            accounts[change_id].finding_id(place): message_from(json.loads(record)["message"]).made_at
            for change_id, place, record in self._rows(query)
        }

    def last_made(self, subscription: str) -> datetime | None:
        """When the subscription's latest digest was made."""
        query = select(DIGEST.c.record).where(DIGEST.c.subscription == subscription).order_by(DIGEST.c.seq.desc())
        rows = self._rows(query.limit(1))
        return message_from(json.loads(rows[0][0])["message"]).made_at if rows else None

    def made_for(self, channel: str, recipient: str, window: str, limit: int) -> list[datetime]:
        """When the latest digests for that recipient were made whose windows begin so, newest first."""
        query = (
            select(DIGEST.c.record)
            .join_from(DELIVERY, DIGEST, DELIVERY.c.digest_id == DIGEST.c.id)
            .where(DELIVERY.c.channel == channel, DELIVERY.c.recipient == recipient)
            .where(DIGEST.c.window.startswith(window, autoescape=True))
            .order_by(DIGEST.c.seq.desc())
        )
        return [message_from(json.loads(record)["message"]).made_at for (record,) in self._rows(query.limit(limit))]

    @in_turn
    def post(self, digest: Digest, message: Message, deliveries: Sequence[Delivery]) -> bool:
        """Freeze the digest, mark its findings as told, and let its deliveries wait to be sent.

        False, with nothing done, when that window has its digest or one of the findings is told already.
        """
        if self._is_posted(digest):
            return False
        self._journal.write([digest_record(digest, message, deliveries)])
        return True

    @in_turn
    def claim(self, now: datetime, lease: timedelta = LEASE, limit: int = 50) -> list[tuple[Delivery, Message]]:
        """Take what is due to be sent; it is marked as under way before this returns.

        What was taken before and never settled within its lease becomes `unknown`: it may have
        arrived, and is handed out again.
        """
        self._give_up_on(self._select(DELIVERY.c.state == "sending", DELIVERY.c.lease_ms <= ms(now)), now)
        due = self._select(DELIVERY.c.state.in_(_WAITING), DELIVERY.c.next_ms <= ms(now), limit=limit, is_ours=True)
        self._journal.write(
            [
                delivery_record(one, "sending", attempt=one.attempt + 1, lease_until=now + lease, error=one.last_error)
                for one in due
            ]
        )
        return [
            (one, self.digest(one.digest_id)) for one in self._select(DELIVERY.c.id.in_([taken.id for taken in due]))
        ]

    @in_turn
    def take_back(self, now: datetime) -> None:
        """Let go of what is marked as under way: for the one sender there is, before it begins.

        Whoever marked it has ended since; it may have arrived, and is handed out again.
        """
        self._give_up_on(self._select(DELIVERY.c.state == "sending"), now)

    @in_turn
    def give_back(self, claimed: Sequence[Delivery], due: datetime) -> None:
        """Let go of what was claimed and not begun with, until then.

        No attempt was made, it is certain that nothing arrived.
        """
        mine = {(one.id, one.attempt) for one in claimed}
        under_way = self._select(DELIVERY.c.id.in_([one.id for one in claimed]), DELIVERY.c.state == "sending")
        self._journal.write(
            [
                delivery_record(
                    one,
                    "retry" if one.attempt > 1 else "pending",
                    attempt=one.attempt - 1,
                    next_at=due,
                    error=one.last_error,
                )
                for one in under_way
                if (one.id, one.attempt) in mine
            ]
        )

    @in_turn
    def settle(
        self, delivery: Delivery, state: str, *, reply: str = "", error: str = "", next_at: datetime | None = None
    ) -> bool:
        """Note what came of an attempt; False when the delivery has gone to another attempt meanwhile.

        `next_at` is for `retry` and `unknown`: when to try again.
        """
        mine = self._select(
            DELIVERY.c.id == delivery.id,
            DELIVERY.c.attempt == delivery.attempt,
            DELIVERY.c.state.in_(("sending", "unknown")),
        )
        if not mine:
            return False
        step = delivery_record(
            mine[0],
            state,
            attempt=delivery.attempt,
            next_at=next_at,
            reply=visible(reply),
            error=visible(error),
        )
        self._journal.write([step])
        return True

    def deliveries(self, state: str | None = None) -> list[Delivery]:
        """The deliveries, those of the newest digest first."""
        chosen = () if state is None else (DELIVERY.c.state == state,)
        return list(reversed(self._select(*chosen)))

    def delivery(self, delivery_id: str) -> Delivery:
        """Where that delivery stands; raises NotKnown."""
        found = self._select(DELIVERY.c.id == delivery_id)
        if not found:
            raise NotKnown(f"no delivery {delivery_id!r}; `watcher outbox list` shows them")
        return found[0]

    def waiting_for(self, subscription: str, recipient: str) -> list[Delivery]:
        """What of that subscription is still to be sent to that recipient."""
        mine = DIGEST.c.subscription == subscription, DELIVERY.c.recipient == recipient
        return self._select(*mine, DELIVERY.c.state.in_(_WAITING))

    @in_turn
    def retry(self, ids: Iterable[str] | None = None) -> list[Delivery]:
        """Let these be sent again now; without ids all that were given up or wait. Raises NotKnown."""
        open_ = or_(DELIVERY.c.state.in_(_WAITING), DELIVERY.c.state == "dead")
        chosen = self._select(open_) if ids is None else [self.delivery(one) for one in ids]
        self._journal.write(
            [
                delivery_record(one, "retry", attempt=one.attempt, error=one.last_error)
                for one in chosen
                if one.state != "sent"
            ]
        )
        return self._select(DELIVERY.c.id.in_([one.id for one in chosen]))

    @in_turn
    def resend(self, delivery_id: str) -> Delivery:
        """Let it be sent once more, though it was sent: it is known by the same id. Raises NotKnown."""
        delivery = self.delivery(delivery_id)
        self._journal.write([delivery_record(delivery, "retry", attempt=delivery.attempt, error=delivery.last_error)])
        return self.delivery(delivery_id)

    @in_turn
    def drop(self, delivery_id: str, reason: str) -> None:
        """Never send it; the reason stays on record. Raises NotKnown when it is unknown or was sent."""
        delivery = self.delivery(delivery_id)
        if delivery.state == "sent":
            raise NotKnown(f"delivery {delivery_id!r} was sent; there is nothing to drop")
        self._journal.write([delivery_record(delivery, "dropped", attempt=delivery.attempt, error=visible(reason))])

    def digests(self, limit: int = 50) -> list[Message]:
        """The digests as they were sent, newest first."""
        rows = self._rows(select(DIGEST.c.record).order_by(DIGEST.c.seq.desc()).limit(limit))
        return [message_from(json.loads(record)["message"]) for (record,) in rows]

    def digest(self, prefix: str) -> Message:
        """The digest whose id begins so, with at least 6 letters; raises NotKnown for none and for several."""
        rows = self._rows(
            select(*DIGEST.c["id", "record"]).where(DIGEST.c.id.startswith(prefix, autoescape=True)).limit(2)
        )
        exact = [record for digest_id, record in rows if digest_id == prefix]
        found = exact or [record for _, record in rows]
        if len(found) != 1 or (not exact and len(prefix) < _SHORTEST_PREFIX):
            raise NotKnown(
                f"{prefix!r} names {'several digests' if rows else 'no digest'}; `watcher digest list` shows them"
            )
        return message_from(json.loads(found[0])["message"])

    def dead(self) -> int:
        """How many deliveries were given up."""
        count: int = self._rows(select(func.count()).where(DELIVERY.c.state == "dead"))[0][0]
        return count

    def _give_up_on(self, lost: Sequence[Delivery], now: datetime) -> None:
        self._journal.write(
            [
                delivery_record(
                    one,
                    "unknown",
                    attempt=one.attempt,
                    next_at=now,
                    error=f"attempt {one.attempt} was cut off before its answer was noted; it may have arrived",
                )
                for one in lost
            ]
        )

    def _is_posted(self, digest: Digest) -> bool:
        places = [finding_place(entry.finding_id) for entry in digest.entries]
        told = select(OWED.c.place).where(
            OWED.c.subscription == digest.subscription,
            OWED.c.digest_id.is_not(None),
            tuple_(OWED.c.change_id, OWED.c.place).in_(places),
        )
        return self.has(digest.subscription, digest.window) or bool(self._rows(told.limit(1)))

    def _select(self, *chosen: Any, limit: int | None = None, is_ours: bool = False) -> list[Delivery]:
        """In the order in which they were posted; if they are to be ours, without those that somebody else has."""
        query = select(DELIVERY).join_from(DELIVERY, DIGEST, DIGEST.c.id == DELIVERY.c.digest_id).where(*chosen)
        query = query.order_by(DIGEST.c.seq, DELIVERY.c.recipient, DELIVERY.c.part, DELIVERY.c.id).limit(limit)
        if is_ours:  # SQLite has one writer, and leaves it out
            query = query.with_for_update(skip_locked=True, of=DELIVERY)
        with self._journal.reading() as connection:
            return [delivery_of(row) for row in connection.execute(query).mappings()]

    def _rows(self, query: Any) -> Sequence[Any]:
        with self._journal.reading() as connection:
            rows: Sequence[Any] = connection.execute(query).all()
        return rows


def delivery_of(row: Any) -> Delivery:
    """The delivery of that row."""
    said: Form = json.loads(row["said"]) if row["said"] else {"error": "", "reply": ""}
    return Delivery(
        row["id"],
        row["digest_id"],
        row["channel"],
        row["recipient"],
        row["part"],
        row["attempt"],
        row["state"],
        None if row["next_ms"] is None else from_ms(row["next_ms"]),
        said["error"],
        said["reply"],
    )
