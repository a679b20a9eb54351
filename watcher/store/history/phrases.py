"""Where a phrase stood: the passages that have it, with the versions that have them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, column, func, literal_column, or_, select, table

from watcher.model import Told
from watcher.model.forms import told_from
from watcher.store.database.tables import CHANGE, PASSAGE, SEARCHABLE, SNAPSHOT, SOURCE, from_ms
from watcher.store.history.asking import Asking

Phrase = Sequence[str]
"""Words that stand side by side; the last may end with `*`: it begins so."""

_PASSAGES_AT_MOST = 12_000
_WORDS = table("passage_words", column("rowid"))
_VECTOR: ColumnElement[Any] = literal_column("to_tsvector('simple', watcher_words(passage.text))")


@dataclass(frozen=True, slots=True)
class Passage:
    """One text on a page, from its first version to the one that is without it again."""

    place: int
    """By which its text is found."""
    source_id: str
    first: int
    since: datetime
    gone: int | None
    """None: the current version has it."""
    gone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Searchable:
    """How much can be searched."""

    pages: int
    versions: int
    waiting: int
    """Versions that are kept and were not read for searching yet."""
    since: datetime | None
    """The oldest of what is kept; None: nothing is."""


class Phrases(Asking):
    """The index of words: letters' case, accents and whatever stands between words count for nothing."""

    def passages(self, sought: Sequence[Phrase], *, source_id: str | None = None) -> tuple[list[Passage], bool]:
        """The passages that have all these phrases, in no order; and whether there were too many to look at all."""
        query = select(*PASSAGE.c["id", "source_id", "first", "since_ms", "gone", "gone_ms"])
        with self._journal.reading() as connection:
            found = _having(query, connection.dialect.name, sought, source_id)
            rows = connection.execute(found.limit(_PASSAGES_AT_MOST + 1)).all()
        return [_passage(row) for row in rows[:_PASSAGES_AT_MOST]], len(rows) > _PASSAGES_AT_MOST

    def texts(self, places: Sequence[int]) -> dict[int, str]:
        """What these passages say, in the words that count."""
        with self._journal.reading() as connection:
            rows = connection.execute(select(*PASSAGE.c["id", "text"]).where(PASSAGE.c.id.in_(places))).all()
        return {row.id: row.text for row in rows}

    def touching(self, sought: Sequence[Phrase], *, source_id: str | None = None, limit: int) -> list[Told]:
        """The changes that brought or took away a passage that has all these phrases, newest first."""
        with self._journal.reading() as connection:
            query = select(*PASSAGE.c["source_id", "first", "gone"])
            some = _having(query, connection.dialect.name, sought, source_id).limit(_PASSAGES_AT_MOST).subquery()
            changed = or_(CHANGE.c.brings == some.c.first, CHANGE.c.brings == some.c.gone)
            seqs = select(CHANGE.c.seq).join_from(some, CHANGE, and_(CHANGE.c.source_id == some.c.source_id, changed))
            last = seqs.distinct().order_by(CHANGE.c.seq.desc()).limit(limit).subquery()
            told = select(CHANGE.c.record).join(last, last.c.seq == CHANGE.c.seq).order_by(CHANGE.c.seq.desc())
            return [told_from(json.loads(record)) for record in connection.execute(told).scalars()]

    def searchable(self) -> Searchable:
        """How much can be searched by now."""
        kept = select(func.count(), func.coalesce(func.sum(SOURCE.c.version), 0)).where(SOURCE.c.version > 0)
        read = select(func.coalesce(func.sum(SEARCHABLE.c.version), 0))
        with self._journal.reading() as connection:
            pages, versions = connection.execute(kept).one()
            done = int(connection.execute(read).scalar_one())
            since = connection.execute(select(func.min(SNAPSHOT.c.started_ms))).scalar_one()
        return Searchable(pages, done, int(versions) - done, _moment(since))

    def unsearchable(self, limit: int | None = None) -> list[tuple[str, int, int]]:
        """(source, its last version that can be searched, its latest) where these are not the same."""
        through = func.coalesce(SEARCHABLE.c.version, 0)
        query = (
            select(SOURCE.c.id, through, SOURCE.c.version)
            .join_from(SOURCE, SEARCHABLE, SEARCHABLE.c.source_id == SOURCE.c.id, isouter=True)
            .where(SOURCE.c.version > through)
            .order_by(SOURCE.c.id)
        )
        with self._journal.reading() as connection:
            return [(row[0], row[1], row[2]) for row in connection.execute(query.limit(limit))]


def _having(query: Select[Any], dialect: str, sought: Sequence[Phrase], source_id: str | None) -> Select[Any]:
    """The query over passages, but only of those that have all these phrases."""
    if dialect != "sqlite":
        here = [PASSAGE.c.source_id == source_id] if source_id else []
        return query.where(*(_VECTOR.op("@@")(_lexemes(phrase)) for phrase in sought), *here)
    asked = " AND ".join(f"text : {_quoted(phrase)}" for phrase in sought)
    query = query.join_from(_WORDS, PASSAGE, _WORDS.c.rowid == PASSAGE.c.id)
    if source_id is not None:
        asked = f"({asked}) AND source_id : {_quoted([source_id])}"
        query = query.where(_UNINDEXED.in_((source_id,)))
    return query.where(literal_column("passage_words").op("MATCH")(asked))


_UNINDEXED: ColumnElement[str] = literal_column("+passage.source_id")
"""SQLite is to begin with the words: by the source it would look every passage of it up in the index."""


def _quoted(phrase: Phrase) -> str:
    """As FTS5 is asked for words side by side."""
    words = " ".join(phrase).replace('"', " ")
    return f'"{words.removesuffix("*")}"' + (" *" if words.endswith("*") else "")


def _lexemes(phrase: Phrase) -> ColumnElement[Any]:
    """As PostgreSQL is asked for them."""
    words = " ".join(phrase)
    said = func.replace(func.btrim(func.watcher_words(words.removesuffix("*"))), " ", " <-> ")
    return func.to_tsquery(literal_column("'simple'"), said.concat(":*") if words.endswith("*") else said)


def _passage(row: Any) -> Passage:
    return Passage(row.id, row.source_id, row.first, from_ms(row.since_ms), row.gone, _moment(row.gone_ms))


def _moment(value: int | None) -> datetime | None:
    return None if value is None else from_ms(value)
