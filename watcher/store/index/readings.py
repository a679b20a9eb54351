"""What each page was last read as, so that the next comparison need not read that side again.

Only the index knows, and nothing relies on it: what is missing or damaged is read again from the vault.
"""

from sqlalchemy import Connection, delete, exists, insert, select, update

from watcher.errors import StoreError
from watcher.store.database.tables import READING, SNAPSHOT
from watcher.store.intake import AsRead
from watcher.store.vault.bodies import alone, decoded


def note_reading(connection: Connection, source_id: str, reading: AsRead) -> None:
    """Note what the page of a source was read as, in place of what was noted before."""
    row = {"key": reading.key, "document": alone(reading.document.encode())}
    if not connection.execute(update(READING).where(READING.c.source_id == source_id).values(**row)).rowcount:
        connection.execute(insert(READING), {"source_id": source_id, **row})


def reading_of(connection: Connection, source_id: str, key: str) -> str:
    """What was noted under that key; empty when it was something else, or nothing that can be read."""
    here = select(READING.c.document).where(READING.c.source_id == source_id, READING.c.key == key)
    kept = connection.execute(here).scalar_one_or_none()
    try:
        return decoded(kept).decode() if kept is not None else ""
    except (StoreError, UnicodeDecodeError):
        return ""


def forget_readings(connection: Connection, sha256: str) -> None:
    """Nothing is noted any more of the sources that ever showed that body."""
    showed = exists().where(SNAPSHOT.c.source_id == READING.c.source_id, SNAPSHOT.c.record.contains(f'"{sha256}"'))
    connection.execute(delete(READING).where(showed))
