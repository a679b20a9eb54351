"""The store as its callers see it: what was kept, with the ways to keep more for who holds it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, exists, select

from watcher.errors import NotKnown, StoreError
from watcher.extend import named
from watcher.model import Snapshot, Told, Version
from watcher.model.forms import snapshot_form
from watcher.store.agenda import Agenda
from watcher.store.archive import Archive
from watcher.store.database.database import Database, database_file, place
from watcher.store.database.tables import CHANGE, PENDING, SNAPSHOT, SOURCE
from watcher.store.history import History
from watcher.store.index.fold import Plan
from watcher.store.index.passages import note_passages
from watcher.store.index.passing import note_passed
from watcher.store.index.readings import note_reading, reading_of
from watcher.store.index.withdrawal import Withdrawal, shown_by
from watcher.store.intake import Look, Mark, Telling
from watcher.store.journal import Journal, ReadOnlyJournal
from watcher.store.leaving import Leaving
from watcher.store.ledger.records import (
    change_record,
    clock_jump_record,
    import_record,
    look_record,
    ping_failure_record,
    preserved_record,
    reread_record,
    snapshot_of,
    stamp_failure_record,
)
from watcher.store.listing import Listing
from watcher.store.lock import Lock
from watcher.store.outbox import Outbox
from watcher.store.posted import Posted
from watcher.store.presence import Presence
from watcher.store.seals.seals import Seal, last_seal, manifest_path
from watcher.store.seals.stamped import (
    Stamped,
    StampRequest,
    failed_since,
    preserved_since,
    sealed_at,
    stamped,
    unheard_since,
)
from watcher.store.turns import in_turn
from watcher.store.vault.disk import Disk

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_NOTES = "watcher.store.seals.keys:hand_over_notes"
_REQUEST = "watcher.store.seals.stamps:request_for"
_VERIFY = "watcher.store.verify:verify"
"""Loaded where somebody asks for it: no round needs what checks signatures and time stamps."""


class Reader:
    """Everything that was kept, to be read while somebody else writes."""

    def __init__(self, vault: Path, database: Database, journal: ReadOnlyJournal) -> None:
        self._vault = vault
        self._database = database
        self._journal = journal
        self.agenda = Agenda(journal)
        self.history = History(journal)
        self.outbox = Outbox(journal)
        self.listing = Listing(journal)
        self.posted = Posted(journal)
        beside = database_file(database.url) or vault
        self.leaving = Leaving(journal, self.outbox, beside.with_name(f"{beside.name}.leaving"), Disk())

    @property
    def archive(self) -> Archive:
        """What is sealed by now."""
        return Archive(self._vault, self._journal)

    def uncompared(self, source_id: str) -> list[Snapshot]:
        """The looks at a source that nobody has compared yet, oldest first."""
        query = (
            select(SNAPSHOT.c.record)
            .join_from(PENDING, SNAPSHOT, PENDING.c.seq == SNAPSHOT.c.seq)
            .where(PENDING.c.source_id == source_id)
            .order_by(PENDING.c.seq)
        )
        with self._journal.reading() as connection:
            return [snapshot_of(record) for record in connection.execute(query).scalars()]

    def uncompared_sources(self) -> list[str]:
        """The sources that have such looks."""
        query = select(PENDING.c.source_id).distinct().order_by(PENDING.c.source_id)
        with self._journal.reading() as connection:
            return list(connection.execute(query).scalars())

    def skim_of(self, snapshot: Snapshot, rules: str | None = None) -> str:
        """The skim that an uncompared look was kept with; empty when there is none, or none under these rules."""
        query = (
            select(*PENDING.c["skim", "rules"])
            .join_from(PENDING, SNAPSHOT, PENDING.c.seq == SNAPSHOT.c.seq)
            .where(SNAPSHOT.c.id == snapshot.id)
        )
        with self._journal.reading() as connection:
            row = connection.execute(query).one_or_none()
        return row.skim if row is not None and rules in (None, row.rules) else ""

    def reading_of(self, source_id: str, key: str) -> str:
        """What the source's page was last read as, if that was under this key; else empty."""
        with self._journal.reading() as connection:
            return reading_of(connection, source_id, key)

    def body(self, sha256: str) -> bytes:
        """The kept body of that hash; raises Withdrawn, or StoreError when it is missing or damaged."""
        return self._journal.body(sha256)

    def body_as_it_lies(self, sha256: str) -> bytes:
        """That body, not held against its hash: to compare an answer with, never to show; raises StoreError."""
        return self._journal.vault.as_it_lies(sha256)

    @property
    def are_bodies_near(self) -> bool:
        """Whether to read one takes next to no time."""
        return not self._journal.vault.is_far

    def last_seal(self) -> Seal | None:
        """The latest seal."""
        return last_seal(self._vault)

    def sealed_at(self, number: int) -> datetime:
        """When the last record in that seal was written."""
        return sealed_at(self._vault, number)

    def stamped(self, authority: str) -> Stamped:
        """How far that authority has stamped what is sealed."""
        return stamped(self._vault, authority)

    def preserved_since(self, since: datetime) -> dict[str, str]:
        """Where public archives keep the pages after the changes told since then: change → address."""
        return preserved_since(self._vault, since)

    def unheard_since(self, since: datetime) -> str:
        """Why the last ping that failed since then did; empty: none did."""
        return unheard_since(self._vault, since)

    def notes(self) -> list[str]:
        """What is no fault, but should be known to who relies on the record."""
        gone = [f"{one.sha256}: {one}" for one in self.history.withdrawals()]
        return [*named(_NOTES)(self._vault), *gone]

    def verify(self, sample: tuple[int, int] | None = None) -> list[str]:
        """Every fault of the vault and of the database, with its path, and what was expected and found.

        `sample` is (part, of how many parts), counted from 1: only that part of the bodies is read.
        Changes nothing.
        """
        with self._journal.reading() as connection:
            far = self._journal.vault if self._journal.vault.is_far else None
            return list(named(_VERIFY)(self._vault, connection, place(self._database.url), sample, far))

    def close(self) -> None:
        """Let go of everything; once is enough."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Store(Reader):
    """The store, held by one writer.

    Whatever returns is durable: in the vault, in the ledger and in the database. To write the same
    once more changes nothing, so a caller that was cut off may simply try again.
    """

    def __init__(
        self, vault: Path, database: Database, journal: Journal, lock: Lock | Presence, *, is_alone: bool = True
    ) -> None:
        super().__init__(vault, database, journal)
        self.is_alone = is_alone
        """Nobody else writes meanwhile."""
        self._writer = journal
        self._lock = lock

    @property
    def repairs(self) -> tuple[str, ...]:
        """What was put right since the opening, in words."""
        return tuple(self._writer.repairs)

    def keep(self, looks: Sequence[Look]) -> None:
        """Make any number of looks durable together.

        A recognised look is compared, and the next is compared with it, unless an older one of its
        source still waits: then it waits too. Raises NotKnown for a source that is not watched.
        """
        fresh, held_up = self._fresh(looks)
        drafts = []
        for look in fresh:
            recognised = look.recognised and look.snapshot.source_id not in held_up
            if not recognised and not look.late:
                held_up.add(look.snapshot.source_id)
            drafts.append(look_record(look, recognised=recognised))
        payloads = {page.sha256: page for look in fresh if look.payload for page in look.payload.pages}
        plans = {look.snapshot.id: Plan(look.skim, look.rules, look.next_look_at) for look in fresh}
        self._writer.write(drafts, payloads=list(payloads.values()), plans=plans)

    @in_turn
    def tell(self, tellings: Sequence[Telling]) -> None:
        """Make changes durable, each with its version, its findings and whom they are owed to.

        Raises NotKnown for a change between looks that are not kept.
        """
        untold = self._untold(tellings)
        self._writer.write(
            [change_record(telling) for telling in untold], beside=lambda connection: _note_all(connection, untold)
        )

    def find_by(self, readings: Sequence[tuple[Version, Sequence[str] | None]]) -> None:
        """Each version can be found by its passages, once those before it can; None: it cannot be read any more."""

        def note(connection: Connection) -> None:
            for version, passages in readings:
                note_passages(connection, version, passages)

        self._writer.mark(note)

    @in_turn
    def reread(self, readings: Sequence[Told]) -> None:
        """Keep how changes read under today's rules: the origin is `rules`, so nobody is owed anything.

        Raises NotKnown for a change between looks that are not kept.
        """
        self._require_looks(readings)
        self._writer.write([reread_record(told) for told in readings if not self._reads_so(told)])

    def passed(self, marks: Sequence[Mark]) -> None:
        """Note that looks were compared, and that there is nothing to tell.

        Only the index knows: after it is lost they are compared again, and again there is nothing to tell.
        """
        if marks:
            self._writer.mark(lambda connection: note_passed(connection, marks))

    def seal(self) -> Seal | None:
        """Seal what was written since the last seal; the latest seal, None while nothing was ever written."""
        return self._writer.seal()

    @property
    def has_unsealed(self) -> bool:
        """Whether anything was written since the latest seal."""
        return self._writer.has_unsealed

    @property
    def sealed(self) -> int:
        """The number of the latest seal; 0: none yet."""
        return self._writer.sealed

    def rotate_key(self) -> Seal | None:
        """Hand over to a new key, which the one before signs; the seal that tells of it."""
        self._writer.rotate_key()
        return self.last_seal()

    def stamp_request(self, seal: int) -> StampRequest:
        """What an authority is to be asked for that seal."""
        request: StampRequest = named(_REQUEST)(seal, manifest_path(self._vault, seal).read_bytes())
        return request

    def keep_stamp(self, authority: str, request: StampRequest, token: bytes, chain: bytes) -> str:
        """Keep what an authority answered, if it is sound; returns what is wrong with it, else nothing.

        `chain`: the certificates in PEM that the stamp must lead to; empty: those that it brings along.
        """
        return self._writer.keep_stamp(authority, request, token, chain)

    @in_turn
    def note_stamp_failure(self, authority: str, seal: int, why: str, now: datetime) -> None:
        """Put on record that an authority gave no stamp; once a day is enough."""
        if not failed_since(self._vault, authority, now - _DAY):
            self._writer.write([stamp_failure_record(authority, seal, why)])

    def note_import(self, source_id: str, by: str, captures: int) -> None:
        """Put on record that so many captures of a source were taken over from somebody."""
        self._writer.write([import_record(source_id, by, captures)])

    def note_preserved(self, source_id: str, change_id: str, address: str) -> None:
        """Put on record where a public archive keeps the page as it was after a change."""
        self._writer.write([preserved_record(source_id, change_id, address)])

    @in_turn
    def note_ping_failure(self, why: str, now: datetime) -> None:
        """Put on record that a ping was not heard; once an hour is enough."""
        if not unheard_since(self._vault, now - _HOUR):
            self._writer.write([ping_failure_record(why)])

    def note_clock_jump(self, expected: datetime, found: datetime) -> None:
        """Put on record that the wall clock went another way than time did."""
        self._writer.write([clock_jump_record(expected, found, round((found - expected).total_seconds()))])

    def redact(self, sha256: str, reason: str, by: str) -> Withdrawal:
        """Withdraw a body: its file goes for good, its hash stays with the reason.

        Raises NotKnown for one that no look brought, is withdrawn already, or waits to be compared.
        """
        return self._writer.redact(sha256, reason, by)

    def shown_by(self, sha256: str) -> list[str]:
        """The watched sources whose pages showed that body at the last look."""
        with self._writer.reading() as connection:
            return shown_by(connection, sha256)

    def reindex(self) -> int:
        """Make the database anew from the vault; returns how many records there are."""
        return self._writer.rebuild()

    def close(self) -> None:
        """Let go of everything; once is enough."""
        super().close()
        self._lock.release()

    def _fresh(self, looks: Sequence[Look]) -> tuple[list[Look], set[str]]:
        """The looks that are not kept yet, all of them such as can be kept; the sources of which older ones wait."""
        sources = {look.snapshot.source_id for look in looks}
        waits = exists().where(PENDING.c.source_id == SOURCE.c.id)
        known = select(SOURCE.c.id, waits).where(SOURCE.c.id.in_(sources))
        same = select(*SNAPSHOT.c["id", "record"]).where(SNAPSHOT.c.id.in_([look.snapshot.id for look in looks]))
        with self._writer.reading() as connection:
            watched = {source: bool(is_waited) for source, is_waited in connection.execute(known).all()}
            kept = {row.id: row.record for row in connection.execute(same).all()}
        if sources - watched.keys():
            raise NotKnown(f"no source {min(sources - watched.keys())!r} is watched; add it to sources.yaml")
        fresh: dict[str, Look] = {}
        for look in looks:
            snapshot = look.snapshot
            self._require_body(look)
            twin = snapshot_of(kept[snapshot.id]) if snapshot.id in kept else None
            twin = fresh[snapshot.id].snapshot if snapshot.id in fresh else twin
            if twin is None:
                fresh[snapshot.id] = look
            elif snapshot_form(twin) != snapshot_form(snapshot):
                raise StoreError(f"{snapshot.id}: another look was kept under this id; look again a millisecond later")
        return list(fresh.values()), {source for source, is_waited in watched.items() if is_waited}

    def _require_body(self, look: Look) -> None:
        """A record names only bodies that are there."""
        sha256 = look.snapshot.body_sha256
        if look.payload is not None and look.payload.sha256 != sha256:
            raise ValueError(f"{look.snapshot.id}: the payload is not the body that the snapshot names")
        brought = {page.sha256 for page in look.payload.pages} if look.payload else set()
        named = {sha256, *(page.body_sha256 for page in look.snapshot.further)} - {None}
        for body in named - brought:
            if body is not None and not self._writer.vault.has(body):
                raise StoreError(f"{look.snapshot.id}: names a body that is not kept, {body}")

    def _untold(self, tellings: Sequence[Telling]) -> list[Telling]:
        self._require_looks([telling.told for telling in tellings])
        with self._writer.reading() as connection:
            ids = [telling.told.change_id for telling in tellings]
            told = set(connection.execute(select(CHANGE.c.id).where(CHANGE.c.id.in_(ids))).scalars())
        return [telling for telling in tellings if telling.told.change_id not in told]

    def _require_looks(self, tolds: Sequence[Told]) -> None:
        looks = {look.id for told in tolds for look in (told.before, told.after)}
        with self._writer.reading() as connection:
            kept = set(connection.execute(select(SNAPSHOT.c.id).where(SNAPSHOT.c.id.in_(looks))).scalars())
        if missing := looks - kept:
            raise NotKnown(f"the look {min(missing)!r} is not kept, so nothing can be told of it")

    def _reads_so(self, told: Told) -> bool:
        """Whether the change was last read again with the same outcome."""
        known = self.history.reread(told.change_id)
        return known is not None and (known.edits, known.findings) == (told.edits, told.findings)


def _note_all(connection: Connection, tellings: Sequence[Telling]) -> None:
    for telling in tellings:
        if telling.version is not None and telling.passages is not None:
            note_passages(connection, telling.version, telling.passages)
        if telling.reading is not None:
            note_reading(connection, telling.told.source_id, telling.reading)
