"""The database as a fold over the ledger: the one function that takes records up."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from watcher.model import Outcome
from watcher.model.forms import moment_from
from watcher.store.database.tables import (
    CHANGE,
    DELIVERY,
    DIGEST,
    FINDING,
    OWED,
    PENDING,
    POSITION,
    REREAD,
    REVIEW,
    SNAPSHOT,
    SOURCE,
    STATION,
    VERSION,
    ms,
)
from watcher.store.index.passages import forget_passages
from watcher.store.index.readings import forget_readings
from watcher.store.index.rows import (
    change_row,
    delivery_rows,
    delivery_step,
    finding_place,
    finding_rows,
    owed_rows,
    snapshot_row,
    station_row,
    version_row,
)
from watcher.store.index.standing import STAND_COLUMNS, Stand, absent, reads_otherwise, seen_again
from watcher.store.index.unsubscribed import note_leaving
from watcher.store.index.unsubscribed import note_return as note_resubscribed
from watcher.store.index.withdrawal import note_return, note_withdrawal, withdrawals
from watcher.store.ledger.canonical import canonical
from watcher.store.ledger.ledger import Line, Position
from watcher.store.ledger.records import bodies_of, note_bodies

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a look leaves to the index alone, since nobody observed it."""

    skim: str = ""
    rules: str = ""
    next_look_at: datetime | None = None


_NO_PLAN = Plan()


def apply(
    connection: Connection,
    lines: Sequence[Line],
    plans: Mapping[str, Plan] | None = None,
    stands: dict[str, Stand] | None = None,
) -> None:
    """Take the lines up, in order, with the position behind them; `plans` by snapshot id.

    `stands`: where their sources stand, for a caller who has read it.
    """
    if stands is None:
        stands = _stands(connection, {_source_of(line.record) for line in lines})
    fold = _Fold(connection, plans or {}, stands, {one.sha256 for one in withdrawals(connection)})
    for line in lines:
        _TAKERS[line.record["type"]](fold, line)
    fold.flush()
    if lines:
        _move_on(connection, lines[-1].position)


def position(connection: Connection) -> Position | None:
    """How far the database has come; None when it is new."""
    row = connection.execute(select(*POSITION.c["seq", "sha256", "start", "end", "segment"])).one_or_none()
    return Position(*row) if row else None


def seals_known(connection: Connection) -> int:
    """The number of the latest seal that the database has heard of."""
    return connection.execute(select(POSITION.c.sealed)).scalar_one_or_none() or 0


def note_seal(connection: Connection, number: int) -> None:
    """The seal is there: should its files ever be missing, that is known."""
    connection.execute(update(POSITION).where(POSITION.c.id == 1).values(sealed=number))


@dataclass(slots=True)
class _Fold:
    """What is gathered while records are taken up; looks are written many at once."""

    connection: Connection
    plans: Mapping[str, Plan]
    stands: dict[str, Stand]
    withdrawn: set[str]
    snapshots: list[Row] = field(default_factory=list)
    pending: list[Row] = field(default_factory=list)
    moved: dict[str, Stand] = field(default_factory=dict)

    def flush(self) -> None:
        """Write what was gathered."""
        if self.snapshots:
            self.connection.execute(insert(SNAPSHOT), self.snapshots)
        if self.pending:
            self.connection.execute(insert(PENDING), self.pending)
        write_stands(self.connection, self.moved.values())
        self.snapshots, self.pending, self.moved = [], [], {}


def read_stands(connection: Connection, source_ids: Iterable[str]) -> dict[str, Stand]:
    """Where these sources stand."""
    rows = connection.execute(select(*STAND_COLUMNS).where(SOURCE.c.id.in_(sorted(source_ids)))).mappings().all()
    return {row["id"]: Stand.of(row) for row in rows}


def write_stands(connection: Connection, stands: Iterable[Stand]) -> None:
    """Where these sources stand now."""
    rows = [{"b_id": stand.source_id, **stand.row()} for stand in stands]
    if rows:
        connection.execute(update(SOURCE).where(SOURCE.c.id == bindparam("b_id")), rows)


def _stands(connection: Connection, source_ids: set[str]) -> dict[str, Stand]:
    return read_stands(connection, source_ids - {""})


def _source_of(record: Mapping[str, Any]) -> str:
    named: str = {
        "snapshot": record.get("source_id"),
        "change": record.get("source"),
        "learned": record.get("source"),
    }.get(record["type"]) or ""
    return named


def _take_snapshot(fold: _Fold, line: Line) -> None:
    record, seq = line.record, line.position.seq
    plan = fold.plans.get(record["id"], _NO_PLAN)
    stand = fold.stands[record["source_id"]]
    started = ms(moment_from(record["started_at"]))
    outcome = Outcome(record["outcome"])
    fold.snapshots.append(snapshot_row(line))
    note_bodies(stand.bases, record)
    if back := {body for body, file in bodies_of(record) if file} & fold.withdrawn:
        note_return(fold.connection, back)
        fold.withdrawn -= back
    fold.moved[stand.source_id] = stand
    if record.get("late"):
        return
    stand.looks += 1
    stand.pages += outcome.is_page
    if "provenance" not in record:
        stand.next_look_ms = (
            ms(plan.next_look_at) if plan.next_look_at else ms(moment_from(record["finished_at"])) + stand.every_ms
        )
    if not outcome.is_page:
        absent(stand, seq, started, outcome)
    if record["recognised"]:
        seen_again(stand, seq, record, plan.skim, plan.rules)
    else:
        fold.pending.append({"seq": seq, "source_id": stand.source_id, "skim": plan.skim, "rules": plan.rules})


def _take_change(fold: _Fold, line: Line) -> None:
    record = line.record
    fold.flush()
    stand = fold.stands[record["source"]]
    after = fold.connection.execute(
        select(*SNAPSHOT.c["seq", "record"]).where(SNAPSHOT.c.id == record["to"]["snapshot"]["id"])
    ).one()
    if record["version"]:
        looks, pages = _looks_from(fold.connection, stand.source_id, after.seq)
        _close_version(fold.connection, record, stand, stand.looks - looks, stand.pages - pages)
        fold.connection.execute(insert(VERSION), version_row(record, after.seq))
        stand.version, stand.looks, stand.pages = record["version"]["number"], looks, pages
    fold.connection.execute(insert(CHANGE), change_row(line))
    for table, rows in ((FINDING, finding_rows(record)), (OWED, owed_rows(record))):
        if rows:
            fold.connection.execute(insert(table), rows)
    if record["to"]["snapshot"]["source_id"] != record["source"]:
        return  # told of a copy, because its original changed: nobody looked at the copy
    # What was told of a look says that all before it were compared: they are, oldest first.
    fold.connection.execute(delete(PENDING).where(PENDING.c.source_id == stand.source_id, PENDING.c.seq <= after.seq))
    stand.unmet = record.get("unmet", [])
    outcome = Outcome(record["to"]["snapshot"]["outcome"])
    if outcome.is_page:
        seen_again(stand, after.seq, json.loads(after.record), record["skim"]["sha256"], record["skim"]["rules"])
        stand.kind = record["kind"] or stand.kind
    else:
        absent(stand, after.seq, ms(moment_from(record["to"]["snapshot"]["started_at"])), outcome)
        stand.removal = record["removal"]
    write_stands(fold.connection, [stand])


def _take_learned(fold: _Fold, line: Line) -> None:
    stand = fold.stands[line.record["source"]]
    # The skim was made while the moving parts were still read.
    stand.moving, stand.skim, stand.rules = line.record["moving"], "", ""
    fold.moved[stand.source_id] = stand


def _looks_from(connection: Connection, source_id: str, seq: int) -> tuple[int, int]:
    """How many looks at the source there are from that one on, and how many of them showed the page."""
    here = SNAPSHOT.c.source_id == source_id, SNAPSHOT.c.seq >= seq, ~SNAPSHOT.c.record.contains('"late":true')
    outcomes = [Outcome(one) for one in connection.execute(select(SNAPSHOT.c.outcome).where(*here)).scalars()]
    return len(outcomes), sum(outcome.is_page for outcome in outcomes)


def _close_version(connection: Connection, record: Mapping[str, Any], stand: Stand, looks: int, pages: int) -> None:
    """The version before was last seen at the look before, or at the baseline when that showed no page."""
    before = record["from"]["snapshot"]
    confirmed = ms(moment_from(before["started_at"])) if Outcome(before["outcome"]).is_page else 0
    if stand.baseline_seq is not None:
        baseline = select(SNAPSHOT.c.started_ms).where(SNAPSHOT.c.seq == stand.baseline_seq)
        confirmed = max(confirmed, connection.execute(baseline).scalar_one())
    connection.execute(
        update(VERSION)
        .where(VERSION.c.source_id == stand.source_id, VERSION.c.number == stand.version)
        .values(confirmed_ms=confirmed, looks=looks, pages=pages)
    )


def _take_source(fold: _Fold, line: Line) -> None:
    record = line.record
    fold.flush()
    here = SOURCE.c.id == record["id"]
    if record["change"] == "removed":
        fold.connection.execute(update(SOURCE).where(here).values(retired=True))
    else:
        _configure(fold.connection, record)
    fold.stands.update(_stands(fold.connection, {record["id"]}))


def _configure(connection: Connection, record: Mapping[str, Any]) -> None:
    """A source is new, or other than it was: it is looked at no later than its rhythm asks for."""
    now, every = ms(moment_from(record["changed_at"])), record["source"]["every"] * 1000
    known = connection.execute(select(SOURCE).where(SOURCE.c.id == record["id"])).mappings().one_or_none()
    said = {"retired": False, "every_ms": every, "form": canonical(record["source"])}
    if known is None:
        fresh = Stand(record["id"], next_look_ms=now, every_ms=every)
        connection.execute(insert(SOURCE), {"id": record["id"], **fresh.row(), **said})
        return
    stand = Stand.of(known)
    stand.next_look_ms = now if record["change"] == "added" else min(stand.next_look_ms, now + every)
    if reads_otherwise(json.loads(known["form"]), record["source"]):
        stand.skim = stand.rules = ""
    connection.execute(update(SOURCE).where(SOURCE.c.id == record["id"]).values(**stand.row(), **said))


def _take_digest(fold: _Fold, line: Line) -> None:
    record, connection = line.record, fold.connection
    connection.execute(
        insert(DIGEST),
        {
            "id": record["id"],
            "seq": line.position.seq,
            "subscription": record["subscription"],
            "window": record["window"],
            "record": line.text,
        },
    )
    for change_id, place in map(finding_place, record["findings"]):
        key = {"subscription": record["subscription"], "change_id": change_id, "place": place}
        here = [OWED.c[name] == value for name, value in key.items()]
        if not connection.execute(update(OWED).where(*here).values(digest_id=record["id"])).rowcount:
            connection.execute(insert(OWED), {**key, "digest_id": record["id"]})
    if record["deliveries"]:
        connection.execute(insert(DELIVERY), delivery_rows(record))


def _take_delivery(fold: _Fold, line: Line) -> None:
    fold.connection.execute(
        update(DELIVERY).where(DELIVERY.c.id == line.record["id"]).values(**delivery_step(line.record))
    )
    fold.connection.execute(insert(STATION), station_row(line.record, line.position.seq))


def _take_review(fold: _Fold, line: Line) -> None:
    fold.connection.execute(update(CHANGE).where(CHANGE.c.id == line.record["change"]).values(reviewed=True))
    fold.connection.execute(
        insert(REVIEW), {"seq": line.position.seq, "change_id": line.record["change"], "record": line.text}
    )


def _take_reread(fold: _Fold, line: Line) -> None:
    fold.connection.execute(
        insert(REREAD),
        {
            "seq": line.position.seq,
            "change_id": line.record["change"],
            "source_id": line.record["source"],
            "record": line.text,
        },
    )


def _take_redaction(fold: _Fold, line: Line) -> None:
    fold.flush()
    note_withdrawal(fold.connection, line)
    forget_passages(fold.connection, line.record["body"]["sha256"])
    forget_readings(fold.connection, line.record["body"]["sha256"])
    fold.withdrawn.add(line.record["body"]["sha256"])
    fold.stands.update(_stands(fold.connection, set(fold.stands)))


def _take_unsubscribed(fold: _Fold, line: Line) -> None:
    note_leaving(fold.connection, line)


def _take_resubscribed(fold: _Fold, line: Line) -> None:
    note_resubscribed(fold.connection, line)


def _take_nothing(fold: _Fold, line: Line) -> None:
    """The index has no use for it."""


def _move_on(connection: Connection, last: Position) -> None:
    row = {"seq": last.seq, "sha256": last.sha256, "start": last.start, "end": last.end, "segment": last.segment}
    if not connection.execute(update(POSITION).where(POSITION.c.id == 1).values(**row)).rowcount:
        connection.execute(insert(POSITION), {"id": 1, **row})


_TAKERS = {
    "snapshot": _take_snapshot,
    "change": _take_change,
    "source": _take_source,
    "digest": _take_digest,
    "delivery": _take_delivery,
    "review": _take_review,
    "learned": _take_learned,
    "key": _take_nothing,
    "tsa_failure": _take_nothing,
    "clock_jump": _take_nothing,
    "import": _take_nothing,
    "preserved": _take_nothing,
    "ping_failure": _take_nothing,
    "reread": _take_reread,
    "redaction": _take_redaction,
    "unsubscribed": _take_unsubscribed,
    "resubscribed": _take_resubscribed,
}
