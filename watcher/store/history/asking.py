"""How the history is asked."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from watcher.store.database.tables import SOURCE, ms
from watcher.store.journal import ReadOnlyJournal


class Asking:
    """One who reads what a journal keeps."""

    def __init__(self, journal: ReadOnlyJournal) -> None:
        self._journal = journal

    def _scalar(self, query: Select[Any]) -> Any:
        with self._journal.reading() as connection:
            return connection.execute(query).scalar_one_or_none()

    def _scalars(self, query: Select[Any]) -> list[Any]:
        with self._journal.reading() as connection:
            return list(connection.execute(query).scalars())


def about(column: ColumnElement[str], source_id: str, with_links: bool) -> ColumnElement[bool]:
    """Of the source, or of a link on its page too."""
    if not with_links:
        return column == source_id
    link = SOURCE.c.id.startswith(f"{source_id}.", autoescape=True)
    return column.in_(select(SOURCE.c.id).where(or_(SOURCE.c.id == source_id, link)))


def within(column: Any, since: datetime | None, until: datetime | None) -> Iterator[ColumnElement[bool]]:
    """From one moment up to, not including, another."""
    if since is not None:
        yield column >= ms(since)
    if until is not None:
        yield column < ms(until)
