"""The journal where several write to one vault, each in its turn.

A turn is one transaction of the database, with a lock that ends with it: who is cut off holds up nobody. A writer says
that it begins before it writes; whoever finds that said, and not taken back, first takes up what the other left.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, delete

from watcher.errors import StoreBroken, StoreError
from watcher.model import Payload
from watcher.store.database.database import place
from watcher.store.database.tables import WRITING
from watcher.store.index.fold import Plan, position, seals_known
from watcher.store.index.naming import lying_among
from watcher.store.index.withdrawal import Withdrawal
from watcher.store.journal import Journal
from watcher.store.ledger.ledger import Position, segments
from watcher.store.ledger.records import with_files
from watcher.store.ledger.writers import PartLedger, gather
from watcher.store.seals.seals import Seal, sealed
from watcher.store.seals.stamped import StampRequest
from watcher.store.vault.vault import Stored, Vault


class SharedVault(Vault):
    """The blobs of a store to which several write: what one of them left is looked after in the next turn."""

    def withdraw(self, new: Iterable[str]) -> None:
        """Nothing: who was cut off cannot know what others came to name meanwhile."""


class SharedJournal(Journal):
    """One of several writers' end."""

    _ledger: PartLedger

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._mine = threading.local()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """What is asked and written in here no other writer comes between; durable when it ends."""
        if self._turn is not None:
            yield
            return
        if self._broken:
            raise StoreBroken(self._broken)
        try:
            with self._held() as (connection, cut_off):
                self._mine.connection = connection
                try:
                    self._begin(connection, cut_off)
                    yield
                    self._end(connection)
                finally:
                    self._mine.connection = None
        except BaseException:
            self._is_behind = True
            raise

    @contextmanager
    def _held(self) -> Iterator[tuple[Connection, set[str]]]:
        """The turn of the server, and whose turns were cut off."""
        try:
            self._disk.fault("database.begin")
            with self._database.turn(self._ledger.writer) as held:
                yield held
                self._disk.fault("database.commit")
            self._disk.fault("database.committed")
        except OSError as error:
            raise StoreError(f"{place(self._database.url)}: {error.strerror}; run again") from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging view of the database; within a turn with what was written in it."""
        with self._seen() as connection:
            yield connection

    def catch_up(self) -> None:
        """Take up what the ledger holds and the database does not."""
        with self.turn():
            super().catch_up()

    def write(
        self,
        drafts: Sequence[Mapping[str, Any]],
        *,
        payloads: Sequence[Payload] = (),
        plans: Mapping[str, Plan] | None = None,
        beside: Callable[[Connection], None] | None = None,
    ) -> None:
        """Make the payloads and the records durable and take them up, in a turn."""
        if not drafts:
            return
        if self.vault.is_far:  # nobody waits for its answers
            drafts, payloads = with_files(drafts, self._put(drafts, payloads)), ()
        with self.turn():
            super().write(drafts, payloads=payloads, plans=plans, beside=beside)

    def mark(self, change: Callable[[Connection], None]) -> None:
        """Change what stands in the index alone, in a turn."""
        with self.turn():
            super().mark(change)

    def seal(self) -> Seal | None:
        """Seal what all of them wrote since the last seal."""
        with self.turn():
            if self.has_unsealed:
                gather(self._ledger.folder, self._disk)
                self._introduce_key()
                gather(self._ledger.folder, self._disk)
            return super().seal()

    def redact(self, sha256: str, reason: str, by: str) -> Withdrawal:
        """Withdraw a body for good, in a turn."""
        with self.turn():
            return super().redact(sha256, reason, by)

    def rotate_key(self) -> None:
        """Hand over to a new key, in a turn."""
        with self.turn():
            super().rotate_key()

    def keep_stamp(self, authority: str, request: StampRequest, token: bytes, chain: bytes) -> str:
        """Keep what an authority answered, in a turn."""
        with self.turn():
            return super().keep_stamp(authority, request, token, chain)

    def rebuild(self) -> int:
        """Make every row anew from the ledger, in a turn."""
        with self.turn():
            return super().rebuild()

    @property
    def has_unsealed(self) -> bool:
        """Whether anybody wrote anything since the latest seal."""
        return max(segments(self._ledger.folder), default=0) > self.sealed

    @property
    def sealed(self) -> int:
        """The number of the latest seal, whoever made it; 0: none yet."""
        return sealed(self._ledger.folder, self._ledger.segment - 1)

    @property
    def _turn(self) -> Connection | None:
        """The connection of the turn that this thread has."""
        found: Connection | None = getattr(self._mine, "connection", None)
        return found

    def _begin(self, connection: Connection, cut_off: set[str]) -> None:
        self._ledger.segment = seals_known(connection) + 1
        self._ledger.tip = position(connection) or Position(0, self._genesis)
        if cut_off or self._is_behind:
            self._is_behind = True
            super().catch_up()
        self._ledger.passing = sorted(cut_off)

    def _end(self, connection: Connection) -> None:
        """The turn was not cut off; what was said of others holds until a line says that they are passed over."""
        mine = WRITING.c.writer == self._ledger.writer
        connection.execute(delete(WRITING).where(mine) if self._ledger.passing else delete(WRITING))

    def _put(self, drafts: Sequence[Mapping[str, Any]], payloads: Sequence[Payload]) -> dict[str, Stored]:
        """The bodies that no record names yet; one that is named lies there, unless it was withdrawn."""
        with self._seen() as connection:
            there = lying_among(connection, [payload.sha256 for payload in payloads])
        new = [one for one in payloads if one.sha256 not in there]
        return self.vault.put(new, self._packer(drafts, self._stands(drafts)))

    @contextmanager
    def _seen(self) -> Iterator[Connection]:
        if self._turn is not None:
            yield self._turn
            return
        with super()._seen() as connection:
            yield connection

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self.turn():
            assert self._turn is not None
            yield self._turn

    def _gather(self) -> None:
        """Only a seal gathers: until then a writer that was cut off may still believe that it holds the turn."""
