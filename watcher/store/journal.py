"""The one way to write, in the order in which a crash loses nothing: blobs, ledger, database.

The database takes the records up before they go into the ledger, and commits after: so the ledger
never holds a record that cannot be taken up.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from watcher.errors import StoreBroken, StoreError, Withdrawn
from watcher.extend import named
from watcher.model import Clock, Payload
from watcher.model.forms import moment
from watcher.store.database.database import Database
from watcher.store.database.tables import Row
from watcher.store.index.fold import Plan, apply, note_seal, position, read_stands, seals_known
from watcher.store.index.naming import named_among
from watcher.store.index.standing import Stand
from watcher.store.index.withdrawal import (
    Withdrawal,
    leaning_on,
    redaction_record,
    require_withdrawable,
    withdrawal_from,
    withdrawals,
)
from watcher.store.ledger.ledger import Ledger, Line, Position, Torn, holds, located, segment_path
from watcher.store.ledger.lines import batches
from watcher.store.ledger.records import key_record, with_files
from watcher.store.ledger.writers import gather
from watcher.store.seals.keys import introduction
from watcher.store.seals.seals import Seal, Sealer, last_key, last_seal, manifest_path, sealed
from watcher.store.seals.stamped import StampRequest
from watcher.store.vault.disk import Disk
from watcher.store.vault.leaning import Packer
from watcher.store.vault.vault import Vault

_ANSWER_FAULT = "watcher.store.seals.stamps:answer_fault"
"""Loaded where a stamp comes in: no round needs the library."""
_log = logging.getLogger("watcher.store")


class ReadOnlyJournal:
    """A view of the store for those who do not hold it."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self.vault = vault

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging view of the database."""
        with self._database.reading() as connection:
            yield connection

    @contextmanager
    def turn(self) -> Iterator[None]:
        """What is asked and written in here no other writer comes between: here there is none."""
        yield

    def body(self, sha256: str) -> bytes:
        """The kept body of that hash; raises Withdrawn, or StoreError when it is missing or damaged."""
        try:
            return self.vault.body(sha256)
        except StoreError as error:
            with self.reading() as connection:
                found = next((one for one in withdrawals(connection) if one.sha256 == sha256), None)
            if found is None:
                raise
            raise Withdrawn(f"{sha256}: {found}") from error

    def write(
        self,
        drafts: Sequence[Mapping[str, Any]],
        *,
        payloads: Sequence[Payload] = (),
        plans: Mapping[str, Plan] | None = None,
        beside: Callable[[Connection], None] | None = None,
    ) -> None:
        """Refused: only the one that holds the store writes."""
        raise StoreError("the store was opened for reading; nothing can be written to it")

    def mark(self, change: Callable[[Connection], None]) -> None:
        """Refused: only the one that holds the store writes."""
        raise StoreError("the store was opened for reading; nothing can be written to it")


class Journal(ReadOnlyJournal):
    """The writer's end: what it has acknowledged is on the disk."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        ledger: Ledger,
        sealer: Sealer,
        disk: Disk,
        clock: Clock,
        genesis: str,
    ) -> None:
        super().__init__(database, vault)
        self._ledger = ledger
        self._sealer = sealer
        self._disk = disk
        self._clock = clock
        self._genesis = genesis
        self._broken = ""
        self._is_behind = True
        self.repairs: list[str] = []
        """What was put right on opening, in words."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging view of the database, with all that the ledger holds."""
        if not self._broken:
            self.catch_up()
        with self._seen() as connection:
            yield connection

    @contextmanager
    def _seen(self) -> Iterator[Connection]:
        """The database as it is."""
        with self._database.reading() as connection:
            yield connection

    def write(
        self,
        drafts: Sequence[Mapping[str, Any]],
        *,
        payloads: Sequence[Payload] = (),
        plans: Mapping[str, Plan] | None = None,
        beside: Callable[[Connection], None] | None = None,
    ) -> None:
        """Make the payloads and the records durable and take them up, with what the index alone is told `beside`.

        Raises StoreError when there was no room or no access: nothing was kept, or it is in the
        ledger and is taken up before the next write. After StoreBroken nothing is written any more.
        """
        if not drafts:
            return
        self.catch_up()
        stands = self._stands(drafts) if payloads else None
        with self._watched():
            new = self.vault.put(payloads, self._packer(drafts, stands or {}))
            try:
                records = with_files(drafts, new)
                self._commit(self._ledger.drawn_up(records, moment(self._clock.now())), plans, beside, stands)
            except StoreBroken:
                raise
            except BaseException:
                if not self._is_behind:
                    self.vault.withdraw(new)
                raise
            self.vault.settle()

    def mark(self, change: Callable[[Connection], None]) -> None:
        """Change what stands in the index alone."""
        self.catch_up()
        with self._watched(), self._transaction() as connection:
            change(connection)

    def seal(self) -> Seal | None:
        """Seal what was written since the last seal; the latest seal, None while there is none.

        Raises StoreError when there was no room: then nothing is sealed, or the next call completes it.
        """
        self.catch_up()
        if self.has_unsealed:
            self._introduce_key()
            with self._watched():
                self._close_segment()
        return last_seal(self._ledger.folder, self._ledger.segment - 1)

    def redact(self, sha256: str, reason: str, by: str) -> Withdrawal:
        """Withdraw a body for good: recorded first, then done; the next opening completes what was cut off.

        Raises NotKnown for one that no look brought, and for one that waits to be compared.
        """
        self.catch_up()
        with self._seen() as connection:
            require_withdrawable(connection, sha256)
            candidates = leaning_on(connection, sha256)
        with self._watched():
            rewritten = self.vault.laid_alone(sha256, candidates)
            draft = redaction_record(sha256, reason, by, rewritten)
            lines = self._ledger.drawn_up([draft], moment(self._clock.now()))
            self._commit(lines)
            self.vault.take_out(sha256, rewritten)
        return withdrawal_from(lines[0].text)

    def _complete_withdrawals(self) -> None:
        with self._seen() as connection:
            done = withdrawals(connection)
        for one in done:
            self.vault.take_out(one.sha256, [body for body, _ in one.rewritten])

    def _stands(self, drafts: Sequence[Mapping[str, Any]]) -> dict[str, Stand]:
        """Where the sources stand that were looked at."""
        with self._seen() as connection:
            return read_stands(connection, {draft["source_id"] for draft in drafts if draft["type"] == "snapshot"})

    def _packer(self, drafts: Sequence[Mapping[str, Any]], stands: Mapping[str, Stand]) -> Packer:
        """Makes the files of the new bodies that these drafts name."""
        return Packer.of(drafts, {source: stand.bases for source, stand in stands.items()}, self.vault.base)

    @property
    def has_unsealed(self) -> bool:
        """Whether anything was written since the latest seal."""
        return self._ledger.end > 0

    @property
    def sealed(self) -> int:
        """The number of the latest seal; 0: none yet."""
        return self._ledger.segment - 1

    def rotate_key(self) -> None:
        """Seal with the key that signed so far, then hand over to a new one, and seal that."""
        self.seal()
        self.write([key_record(*self._sealer.hand_over())])
        self._sealer.take_over()
        self.seal()

    def keep_stamp(self, authority: str, request: StampRequest, token: bytes, chain: bytes) -> str:
        """Keep what an authority answered; returns what is wrong with it, and then nothing is kept."""
        fault: str = named(_ANSWER_FAULT)(token, request, chain)
        if fault:
            return fault
        with self._watched():
            self._sealer.keep_chain(authority, chain)
            self._sealer.keep_stamp(request.seal, authority, token)
        return ""

    def _introduce_key(self) -> None:
        """A record says from where on which key signs, and what the one before has to say to that."""
        last, new = last_key(self._ledger.folder, self._ledger.segment - 1), self._sealer.key
        if last != new and introduction(self._ledger.folder, self._ledger.segment, new) is None:
            self.write([key_record(new, last)])

    def _close_segment(self) -> None:
        number = self._ledger.segment
        try:
            self._sealer.close(number)
            self._sealer.sign(number)
        finally:
            # Closed as soon as its manifest has a name, however the rest went.
            self._ledger.segment = sealed(self._ledger.folder, number) + 1
        with self._transaction() as connection:
            note_seal(connection, number)

    def catch_up(self) -> None:
        """Take up what the ledger holds and the database does not: after a crash, or a database that was lost."""
        if self._broken:
            raise StoreBroken(self._broken)
        if not self._is_behind:
            return
        with self._watched():
            self._complete_seal()
            self._gather()
            self._ledger.tip = self._roll_forward(self._known_position())
            self._cut_tail()
            self._complete_withdrawals()
            self.vault.recover(self._named_among)
            self._is_behind = False

    def _complete_seal(self) -> None:
        """What a run that was cut off left half done: a manifest without its signature."""
        with self._seen() as connection:
            known = seals_known(connection)
        last = sealed(self._ledger.folder, known)
        if known > last:
            raise StoreError(
                f"{manifest_path(self._ledger.folder, known)}: expected a seal that the database knows, found none. "
                "Run `watcher verify`, and bring it back from a backup."
            )
        self._ledger.segment = last + 1
        if last:
            self._sealer.sign(last)
        if known < last:
            with self._transaction() as connection:
                note_seal(connection, last)

    def _gather(self) -> None:
        """What several writers wrote while there were several."""
        gather(self._ledger.folder, self._disk)

    def rebuild(self) -> int:
        """Make every row anew from the ledger, in one transaction; return how many records there are."""
        self.catch_up()
        self._require_unbroken(Position(0, self._genesis))
        with self._watched(), self._transaction() as connection:
            for table in reversed(Row.metadata.sorted_tables):
                connection.execute(table.delete())
            for lines in batches(self._ledger.since(Position(0, self._genesis))):
                apply(connection, lines)
            note_seal(connection, sealed(self._ledger.folder))
        return self._ledger.tip.seq

    def _known_position(self) -> Position:
        with self._seen() as connection:
            known = position(connection) or Position(0, self._genesis)
        known = located(self._ledger.folder, known)
        path = segment_path(self._ledger.folder, known.segment)
        size = path.stat().st_size if path.exists() else 0
        if size < known.end:
            raise StoreError(
                f"{path}: expected at least {known.end} bytes, found {size}: records are missing that the database "
                "knows. Run `watcher verify`, and bring the ledger back from a backup."
            )
        if not holds(self._ledger.folder, known):
            raise StoreError(
                f"{path}: record {known.seq} is not the one that the database knows. "
                "Run `watcher verify`; if the ledger is right, move the database aside and run `watcher reindex`."
            )
        return known

    def _roll_forward(self, known: Position) -> Position:
        self._require_unbroken(known)
        last = known
        try:
            for batch in batches(self._ledger.since(known)):
                self._take_up(batch)
                last = batch[-1].position
        except Torn as torn:
            last = torn.last
        return last

    def _require_unbroken(self, known: Position) -> None:
        """An altered line shows only at the one behind it, so all are read before any is believed."""
        try:
            for _ in self._ledger.since(known):
                pass
        except Torn as torn:
            if not torn.is_tail:
                raise StoreError(f"{torn}. Run `watcher verify`, and bring the ledger back from a backup.") from torn

    def _cut_tail(self) -> None:
        """A line that was being written when a run ended was acknowledged to nobody."""
        path, end = self._ledger.path, self._ledger.end
        size = path.stat().st_size if path.exists() else 0
        if size > end:
            self._disk.truncate(path, end)
            self.repairs.append(f"{path}: {size - end} bytes of a record that was never finished were cut off")
            _log.warning(self.repairs[-1])

    def _commit(
        self,
        lines: Sequence[Line],
        plans: Mapping[str, Plan] | None = None,
        beside: Callable[[Connection], None] | None = None,
        stands: dict[str, Stand] | None = None,
    ) -> None:
        with self._transaction() as connection:
            apply(connection, lines, plans, stands)
            if beside is not None:
                beside(connection)
            self._ledger.append(lines)
            self._is_behind = True
        self._is_behind = False

    def _take_up(self, lines: Sequence[Line]) -> None:
        try:
            with self._transaction() as connection:
                apply(connection, lines)
        except (KeyError, TypeError, ValueError) as error:
            first, last = lines[0].position.seq, lines[-1].position.seq
            raise StoreError(
                f"{self._ledger.path.parent}: a record between {first} and {last} cannot be taken up ({error!r}). "
                "Run `watcher verify`."
            ) from error

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            self._disk.fault("database.begin")
            with self._database.writing() as connection:
                yield connection
                self._disk.fault("database.commit")
            self._disk.fault("database.committed")
        except OSError as error:
            raise StoreError(f"{self._database.url}: {error.strerror}; run again") from error

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except StoreBroken as error:
            self._broken = str(error)
            raise

    def _named_among(self, hashes: Sequence[str]) -> set[str]:
        """Which of these bodies a record names."""
        with self._seen() as connection:
            return named_among(connection, hashes)
