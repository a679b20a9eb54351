"""What is on record of who left a subscription."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from watcher.model.forms import Form, moment, moment_from
from watcher.store.database.tables import UNSUBSCRIBED
from watcher.store.ledger.ledger import Line


@dataclass(frozen=True, slots=True)
class Unsubscribed:
    """One recipient who wants no more of a subscription, since then."""

    subscription: str
    channel: str
    """Where the digest went that they answered."""
    recipient: str
    since: datetime

    @property
    def key(self) -> tuple[str, str]:
        """Who left what: on any channel, so that another name for it brings nobody back."""
        return self.subscription, self.recipient


def unsubscribed_record(one: Unsubscribed) -> Form:
    """That somebody left."""
    return _record("unsubscribed", one, one.since)


def resubscribed_record(one: Unsubscribed, now: datetime) -> Form:
    """That somebody who left is back."""
    return _record("resubscribed", one, now)


def unsubscribed(connection: Connection) -> dict[tuple[str, str], Unsubscribed]:
    """Everybody who left and is not back, by key."""
    query = select(UNSUBSCRIBED.c.record).order_by(UNSUBSCRIBED.c.subscription, UNSUBSCRIBED.c.recipient)
    known = [_unsubscribed_from(text) for text in connection.execute(query).scalars()]
    return {one.key: one for one in known}


def unsubscribed_row(line: Line) -> dict[str, Any]:
    """The row of somebody who left."""
    record = line.record
    return {"subscription": record["subscription"], "recipient": record["recipient"], "record": line.text}


def note_leaving(connection: Connection, line: Line) -> None:
    """Take up that somebody left."""
    note_return(connection, line)
    connection.execute(insert(UNSUBSCRIBED), unsubscribed_row(line))


def note_return(connection: Connection, line: Line) -> None:
    """Take up that somebody is back."""
    here = [UNSUBSCRIBED.c[name] == line.record[name] for name in ("subscription", "recipient")]
    connection.execute(delete(UNSUBSCRIBED).where(*here))


def _record(kind: str, one: Unsubscribed, asked_at: datetime) -> Form:
    return {
        "type": kind,
        "subscription": one.subscription,
        "channel": one.channel,
        "recipient": one.recipient,
        "asked_at": moment(asked_at),
    }


def _unsubscribed_from(text: str) -> Unsubscribed:
    record = json.loads(text)
    asked_at = moment_from(record["asked_at"])
    return Unsubscribed(record["subscription"], record["channel"], record["recipient"], asked_at)
