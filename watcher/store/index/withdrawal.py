"""What it takes to withdraw a body: its file goes, its hash stays, and the record says why."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from watcher.errors import NotKnown
from watcher.model.forms import Form, moment_from
from watcher.store.database.tables import PENDING, SNAPSHOT, SOURCE, WITHDRAWN
from watcher.store.ledger.canonical import canonical
from watcher.store.ledger.ledger import Line
from watcher.store.ledger.records import bodies_of


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A body that is kept no more."""

    sha256: str
    at: datetime
    by: str
    reason: str
    rewritten: tuple[tuple[str, str], ...] = ()
    """(body, hash of its new file) for each body that had leaned on it."""

    def __str__(self) -> str:
        return f"withdrawn on {self.at:%Y-%m-%d %H:%M} UTC by {self.by}, because: {self.reason}"


def redaction_record(sha256: str, reason: str, by: str, rewritten: Mapping[str, str]) -> Form:
    """That a body was withdrawn; what had leaned on it lies alone now, in another file."""
    files = [{"body": {"sha256": body}, "blob_sha256": file} for body, file in sorted(rewritten.items())]
    return {"type": "redaction", "body": {"sha256": sha256}, "reason": reason, "by": by, "rewritten": files}


def withdrawal_from(text: str) -> Withdrawal:
    """What the record of that ledger line says."""
    record = json.loads(text)
    at, files = moment_from(record["at"]), tuple((body, file or "") for body, file in bodies_of(record))
    return Withdrawal(record["body"]["sha256"], at, record["by"], record["reason"], files)


def withdrawals(connection: Connection) -> list[Withdrawal]:
    """Every body that is withdrawn now, in the order in which that was done."""
    records = connection.execute(select(WITHDRAWN.c.record).order_by(WITHDRAWN.c.seq)).scalars()
    return [withdrawal_from(record) for record in records]


def note_withdrawal(connection: Connection, line: Line) -> None:
    """Take a redaction up: nothing leans on that body any more, and no page is asked whether it still shows it."""
    sha256 = line.record["body"]["sha256"]
    connection.execute(delete(WITHDRAWN).where(WITHDRAWN.c.sha256 == sha256))
    connection.execute(insert(WITHDRAWN), {"sha256": sha256, "seq": line.position.seq, "record": line.text})
    rows = connection.execute(select(*SOURCE.c["id", "standing"]).where(SOURCE.c.standing.contains(f'"{sha256}"')))
    for row in rows.all():
        standing = json.loads(row.standing)
        standing["bases"] = {place: base for place, base in standing.get("bases", {}).items() if base[0] != sha256}
        _set(connection, row.id, standing)
    for row in connection.execute(select(*SOURCE.c["id", "standing"]).where(SOURCE.c.baseline_body == sha256)).all():
        _set(connection, row.id, json.loads(row.standing) | {"etag": None, "last_modified": None, "full_ms": None})


def note_return(connection: Connection, bodies: Iterable[str]) -> None:
    """A page showed withdrawn bodies again, and they were kept again."""
    connection.execute(delete(WITHDRAWN).where(WITHDRAWN.c.sha256.in_(bodies)))


def require_withdrawable(connection: Connection, sha256: str) -> None:
    """Raise NotKnown for a body that no look brought, is withdrawn already, or waits to be compared."""
    for done in withdrawals(connection):
        if done.sha256 == sha256:
            raise NotKnown(f"{sha256} is {done}")
    if not any(True for _ in _naming(connection, sha256)):
        raise NotKnown(f"no look brought a body of SHA-256 {sha256}; `watcher show SNAPSHOT` prints what one brought")
    waiting = connection.execute(
        select(SNAPSHOT.c.record).join_from(PENDING, SNAPSHOT, PENDING.c.seq == SNAPSHOT.c.seq)
    )
    for record in map(json.loads, waiting.scalars()):
        if sha256 in {body for body, _ in bodies_of(record)}:
            raise NotKnown(f"{record['id']} waits to be compared; run `watcher check {record['source_id']}` first")


def leaning_on(connection: Connection, sha256: str) -> Sequence[str]:
    """The bodies that were once kept against that one."""
    found = connection.execute(select(SNAPSHOT.c.record).where(SNAPSHOT.c.record.contains(f'"base":"{sha256}"')))
    named = (one for record in map(json.loads, found.scalars()) for one in (record, *record.get("further", ())))
    return sorted({one["body"]["sha256"] for one in named if one["body"].get("base") == sha256})


def shown_by(connection: Connection, sha256: str) -> list[str]:
    """The watched sources whose pages showed that body at the last look."""
    query = select(SOURCE.c.id).where(SOURCE.c.baseline_body == sha256, SOURCE.c.retired.is_(False))
    return sorted(connection.execute(query).scalars())


def _naming(connection: Connection, sha256: str) -> Iterable[str]:
    return connection.execute(select(SNAPSHOT.c.id).where(SNAPSHOT.c.record.contains(f'"{sha256}"')).limit(1)).scalars()


def _set(connection: Connection, source_id: str, standing: Mapping[str, Any]) -> None:
    connection.execute(update(SOURCE).where(SOURCE.c.id == source_id).values(standing=canonical(standing)))
