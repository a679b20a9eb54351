"""Which bodies are named by a record."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection, select

from watcher.store.database.tables import SNAPSHOT, WITHDRAWN
from watcher.store.ledger.records import bodies_of


def named_among(connection: Connection, hashes: Sequence[str]) -> set[str]:
    """Those of these bodies that any look names, as its page or as a further one."""
    found = connection.execute(select(SNAPSHOT.c.body_sha256).where(SNAPSHOT.c.body_sha256.in_(hashes)))
    lists = connection.execute(select(SNAPSHOT.c.record).where(SNAPSHOT.c.record.contains('"further":[')))
    further = {body for record in lists.scalars() for body, _ in bodies_of(json.loads(record))}
    return {sha256 for sha256 in found.scalars() if sha256} | further


def lying_among(connection: Connection, hashes: Sequence[str]) -> set[str]:
    """Those of these bodies that lie there because a look showed them, as its page; none that was withdrawn."""
    named = connection.execute(select(SNAPSHOT.c.body_sha256).where(SNAPSHOT.c.body_sha256.in_(hashes)))
    gone = connection.execute(select(WITHDRAWN.c.sha256).where(WITHDRAWN.c.sha256.in_(hashes)))
    return set(named.scalars()) - set(gone.scalars())
