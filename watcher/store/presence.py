"""Who is at work on a store that a server keeps: any number of workers, or one that wants to be alone."""

from sqlalchemy import Connection, text

from watcher.errors import StoreLocked
from watcher.store.database.database import Database, explained, place

_ALONE, _TOGETHER = text("SELECT pg_try_advisory_lock(7702003)"), text("SELECT pg_try_advisory_lock_shared(7702003)")
_WHO = text(
    "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE locktype = 'advisory' AND objid = 7702003 AND granted AND pid <> pg_backend_pid() LIMIT 1"
)


class Presence:
    """Held from its making until `release`, or until the connection ends; raises StoreLocked at once."""

    def __init__(self, database: Database, *, alone: bool) -> None:
        self._connection: Connection = database.connection()
        with explained(database.url), self._connection.begin():
            if self._connection.execute(_ALONE if alone else _TOGETHER).scalar_one():
                return
            holder = self._connection.execute(_WHO).scalar_one_or_none() or "another process"
        self.release()
        wish = "to be alone with it" if alone else "to write beside it"
        raise StoreLocked(f"{place(database.url)}: in use by {holder}, so nobody is let in {wish}. Stop that first.")

    def release(self) -> None:
        """Let others in; once is enough."""
        if not self._connection.closed:
            self._connection.invalidate()
            self._connection.close()
