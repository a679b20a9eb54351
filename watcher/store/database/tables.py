"""The tables of the index; their rows never leave the store.

Instants are whole milliseconds since 1970 in UTC. A column `record` is a ledger line, word for word.
Columns that are asked for stand alone; the rest of what a noun holds is read from its record.
"""

from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

REVISION = "0011"
"""The migration that makes the database what this module says."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def ms(instant: datetime) -> int:
    """The instant as it stands in a column."""
    return (instant - _EPOCH) // _MILLISECOND


def from_ms(value: int) -> datetime:
    """The instant that `ms` wrote."""
    return _EPOCH + value * _MILLISECOND


def _ms(*, index: bool = False, nullable: bool = False) -> Column[int]:
    return Column(BigInteger, nullable=nullable, index=index)


UNSEEN = text("outcome NOT IN ('ok', 'not_modified')")
"""Looks that did not show the page: few, and asked for by themselves."""


class Row(SQLModel):
    """What our rows have in common: their own list of tables."""

    metadata = MetaData()


class PositionRow(Row, table=True):
    """The last ledger line that the database has taken up; one row."""

    __tablename__ = "position"
    id: int = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger)
    sha256: str
    start: int = Field(sa_type=BigInteger)
    end: int = Field(sa_type=BigInteger)
    segment: int = Field(default=1, sa_type=BigInteger)
    sealed: int = Field(default=0, sa_type=BigInteger)
    """The number of the latest seal."""


class SourceRow(Row, table=True):
    """A source with where it stands."""

    __tablename__ = "source"
    __table_args__ = (Index("source_due", "retired", "next_look_ms"),)
    id: str = Field(primary_key=True)
    retired: bool
    every_ms: int = Field(sa_type=BigInteger)
    next_look_ms: int = Field(sa_type=BigInteger)
    version: int
    baseline_seq: int | None = Field(default=None, sa_type=BigInteger)
    baseline_body: str | None = None
    standing: str = Field(sa_type=Text)
    """JSON: what the next look and comparison need and no query asks for."""
    form: str = Field(sa_type=Text)
    """JSON: the source as configured."""


class SnapshotRow(Row, table=True):
    """A look; `seq` is that of its record."""

    __tablename__ = "snapshot"
    __table_args__ = (
        Index("snapshot_of_source", "source_id", "seq"),
        Index("snapshot_of_source_time", "source_id", "started_ms"),
        Index("snapshot_time", "started_ms"),
        Index("snapshot_body", "body_sha256"),
        # On PostgreSQL too, as the migration says; to name that here would load its dialect at every start.
        Index("snapshot_unseen", "source_id", "seq", sqlite_where=UNSEEN),
    )
    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    id: str = Field(unique=True)
    source_id: str = Field(foreign_key="source.id")
    started_ms: int = Field(sa_type=BigInteger)
    outcome: str
    body_sha256: str | None = None
    record: str = Field(sa_type=Text)


class PendingRow(Row, table=True):
    """A look that nobody has compared yet."""

    __tablename__ = "pending"
    __table_args__ = (Index("pending_of_source", "source_id", "seq"),)
    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    source_id: str
    skim: str = ""
    rules: str = ""
    """What the skim was made under."""


class VersionRow(Row, table=True):
    """A version of a source."""

    __tablename__ = "version"
    __table_args__ = (Index("version_fingerprint", "fingerprint"),)
    source_id: str = Field(primary_key=True, foreign_key="source.id")
    number: int = Field(primary_key=True)
    snapshot_seq: int = Field(sa_type=BigInteger)
    since_ms: int = Field(sa_type=BigInteger)
    confirmed_ms: int = Field(sa_type=BigInteger)
    """Of a version that is not the latest; the latest is confirmed by the baseline."""
    looks: int = 0
    """While it was the latest; of the one that is, the source's row says it."""
    pages: int = 0
    """Of these, those that showed it."""
    fingerprint: str
    form: str = Field(sa_type=Text)


class ChangeRow(Row, table=True):
    """A change as it was told."""

    __tablename__ = "change"
    __table_args__ = (
        Index("change_of_source", "source_id", "seq"),
        Index("change_of_version", "source_id", "brings"),
        Index("change_reviewed", "reviewed", "seq"),
        Index("change_weight", "reviewed", "loudest", "made_ms", "source_id"),
    )
    id: str = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger, unique=True)
    source_id: str = Field(foreign_key="source.id")
    made_ms: int = Field(sa_column=_ms(index=True))
    loudest: int = 0
    """The severity of its gravest finding; of none that of noise."""
    reviewed: bool = False
    brings: int | None = None
    """The number of the version that it begins, but for the first."""
    brought: str | None = Field(default=None, sa_type=Text)
    """JSON: what that version brought, in one line."""
    record: str = Field(sa_type=Text)


class FindingRow(Row, table=True):
    """One finding of a change; what it says stands in the change's record."""

    __tablename__ = "finding"
    __table_args__ = (Index("finding_of_kind", "kind", "change_id"),)
    change_id: str = Field(primary_key=True, foreign_key="change.id")
    place: int = Field(primary_key=True)
    """Counted from 0."""
    source_id: str
    kind: str
    severity: int
    made_ms: int = Field(sa_column=_ms(index=True))


class OwedRow(Row, table=True):
    """A finding that a subscription gets, once: with the digest that told it, or none yet."""

    __tablename__ = "owed"
    __table_args__ = (Index("owed_open", "subscription", "digest_id"),)
    subscription: str = Field(primary_key=True)
    change_id: str = Field(primary_key=True, foreign_key="change.id")
    place: int = Field(primary_key=True)
    digest_id: str | None = None


class DigestRow(Row, table=True):
    """A digest, frozen."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("subscription", "window"),)
    id: str = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger, unique=True)
    subscription: str
    window: str
    record: str = Field(sa_type=Text)


class DeliveryRow(Row, table=True):
    """One message's journey to one recipient."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("digest_id", "channel", "recipient", "part"),
        Index("delivery_due", "state", "next_ms"),
    )
    id: str = Field(primary_key=True)
    digest_id: str = Field(foreign_key="digest.id")
    channel: str
    recipient: str
    part: int
    attempt: int
    state: str
    next_ms: int | None = Field(default=None, sa_type=BigInteger)
    lease_ms: int | None = Field(default=None, sa_type=BigInteger)
    said: str = Field(sa_type=Text)
    """The last error or reply, or the reason for dropping it."""


class StationRow(Row, table=True):
    """A station on a delivery's way; where it stands now is in its own row."""

    __tablename__ = "station"
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    delivery_id: str = Field(index=True)
    at_ms: int = Field(sa_type=BigInteger)
    state: str
    attempt: int
    said: str = Field(sa_type=Text)
    """The error and the reply."""


class ReviewRow(Row, table=True):
    """What a person said of a change."""

    __tablename__ = "review"
    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    change_id: str = Field(index=True, foreign_key="change.id")
    record: str = Field(sa_type=Text)


class RereadRow(Row, table=True):
    """A change as it read later, under other rules; or one that nobody saw when the page was looked at."""

    __tablename__ = "reread"
    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    change_id: str = Field(index=True)
    source_id: str = Field(index=True)
    record: str = Field(sa_type=Text)


class PassageRow(Row, table=True):
    """A passage of a source's page, with the versions that have it. The words of the text are indexed beside it."""

    __tablename__ = "passage"
    __table_args__ = (Index("passage_of_source", "source_id", "gone"),)
    id: int | None = Field(
        default=None, sa_column=Column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    )
    source_id: str
    first: int
    """The first version that has it."""
    gone: int | None = None
    """The first version without it again."""
    since_ms: int = Field(sa_type=BigInteger)
    gone_ms: int | None = Field(default=None, sa_type=BigInteger)
    text: str = Field(sa_type=Text)


class ReadingRow(Row, table=True):
    """What a source's page was last read as."""

    __tablename__ = "reading"
    source_id: str = Field(primary_key=True)
    key: str
    """What the reading depends on, as a hash."""
    document: bytes = Field(sa_type=LargeBinary)
    """The document, compressed."""


class SearchableRow(Row, table=True):
    """How far the versions of a source can be searched."""

    __tablename__ = "searchable"
    source_id: str = Field(primary_key=True)
    version: int


class WithdrawnRow(Row, table=True):
    """A body that was withdrawn; no row once a page has shown it again."""

    __tablename__ = "withdrawn"
    sha256: str = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger)
    record: str = Field(sa_type=Text)


class UnsubscribedRow(Row, table=True):
    """A recipient who left a subscription; no row once they are back."""

    __tablename__ = "unsubscribed"
    subscription: str = Field(primary_key=True)
    recipient: str = Field(primary_key=True)
    record: str = Field(sa_type=Text)


class WritingRow(Row, table=True):
    """A writer that began to write and is not known to have ended; only where there may be several."""

    __tablename__ = "writing"
    writer: str = Field(primary_key=True)


def _table(row: type[Row]) -> Table:
    return cast("Table", row.__table__)  # type: ignore[attr-defined]


POSITION = _table(PositionRow)
SOURCE = _table(SourceRow)
SNAPSHOT = _table(SnapshotRow)
PENDING = _table(PendingRow)
VERSION = _table(VersionRow)
CHANGE = _table(ChangeRow)
FINDING = _table(FindingRow)
OWED = _table(OwedRow)
DIGEST = _table(DigestRow)
DELIVERY = _table(DeliveryRow)
STATION = _table(StationRow)
REVIEW = _table(ReviewRow)
REREAD = _table(RereadRow)
PASSAGE = _table(PassageRow)
READING = _table(ReadingRow)
SEARCHABLE = _table(SearchableRow)
WITHDRAWN = _table(WithdrawnRow)
UNSUBSCRIBED = _table(UnsubscribedRow)
WRITING = _table(WritingRow)
