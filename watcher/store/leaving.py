"""How a reader leaves a subscription: a wish is kept at once, whoever holds the store."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from sqlalchemy import select

from watcher.errors import NotKnown
from watcher.model.forms import moment, moment_from
from watcher.store.database.tables import DELIVERY, DIGEST
from watcher.store.index.unsubscribed import Unsubscribed, resubscribed_record, unsubscribed, unsubscribed_record
from watcher.store.journal import ReadOnlyJournal
from watcher.store.ledger.canonical import canonical
from watcher.store.ledger.records import delivery_record
from watcher.store.outbox import Outbox
from watcher.store.turns import in_turn
from watcher.store.vault.disk import Disk


class Leaving:
    """Who left which subscription.

    Whoever only reads the store may keep a wish: it lies in a file of its own until the holder puts it on
    record, and counts from the moment it lies there.
    """

    def __init__(self, journal: ReadOnlyJournal, outbox: Outbox, wishes: Path, disk: Disk) -> None:
        self._journal = journal
        self._outbox = outbox
        self._wishes = wishes
        self._disk = disk

    def would_leave(self, delivery_id: str, now: datetime) -> Unsubscribed:
        """Who leaves what by the link in that delivery, or has left since when; raises NotKnown."""
        query = (
            select(DIGEST.c.subscription, DELIVERY.c.channel, DELIVERY.c.recipient)
            .join_from(DELIVERY, DIGEST, DIGEST.c.id == DELIVERY.c.digest_id)
            .where(DELIVERY.c.id == delivery_id)
        )
        with self._journal.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotKnown(f"no delivery {delivery_id!r}; `watcher outbox list` shows them")
        return Unsubscribed(*row, since=now)

    def ask(self, delivery_id: str, now: datetime) -> Unsubscribed:
        """Whoever got that delivery wants no more of them: durable when this returns. Raises NotKnown."""
        wish = self.would_leave(delivery_id, now)
        if wish.key not in self._on_record():
            self._keep(delivery_id, now)
        return wish

    @in_turn
    def take_up(self) -> None:
        """Put every wish on record, and let nothing wait for who left: for the holder of the store."""
        for path, wish in self._waiting():
            if wish.key not in self._on_record():
                dropped = [
                    delivery_record(one, "dropped", attempt=one.attempt, error="the recipient unsubscribed")
                    for one in self._outbox.waiting_for(wish.subscription, wish.recipient)
                ]
                self._journal.write([unsubscribed_record(wish), *dropped])
            self._disk.remove(path)

    def unsubscribed(self) -> list[Unsubscribed]:
        """Everybody who left, with those whose wish is not on record yet."""
        wishes = {wish.key: wish for _, wish in self._waiting()}
        # Read after the wishes: one that is put on record meanwhile is in both, never in neither.
        return list((wishes | self._on_record()).values())

    def left(self, subscription: str) -> set[str]:
        """The recipients who left that subscription."""
        return {one.recipient for one in self.unsubscribed() if one.subscription == subscription}

    @in_turn
    def resubscribe(self, subscription: str, recipient: str, now: datetime) -> None:
        """They get its digests again, from the next one on. Raises NotKnown for one who did not leave it."""
        self.take_up()
        known = self._on_record().get((subscription, recipient))
        if known is None:
            raise NotKnown(f"{recipient!r} did not leave {subscription!r}; `watcher outbox list` names who left what")
        self._journal.write([resubscribed_record(known, now)])

    def _keep(self, delivery_id: str, now: datetime) -> None:
        incoming = self._wishes / f"{token_hex(8)}.new"
        self._disk.make_folder(self._wishes)
        self._disk.write(incoming, canonical({"delivery": delivery_id, "at": moment(now)}).encode())
        self._disk.move(incoming, self._wishes / f"{hashlib.sha256(delivery_id.encode()).hexdigest()}.json")
        self._disk.sync_folder(self._wishes)

    def _waiting(self) -> Iterator[tuple[Path, Unsubscribed]]:
        """The wishes that are not on record; one about a delivery that an older database lacks goes on waiting."""
        for path in sorted(self._wishes.glob("*.json")):
            with suppress(FileNotFoundError, NotKnown):
                form = json.loads(path.read_bytes())
                yield path, self.would_leave(form["delivery"], moment_from(form["at"]))

    def _on_record(self) -> dict[tuple[str, str], Unsubscribed]:
        with self._journal.reading() as connection:
            return unsubscribed(connection)
