"""What was told: every change with its findings, as first told or as read again since."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, select

from watcher.errors import NotKnown
from watcher.model import Severity, Told, Version
from watcher.model.forms import told_from
from watcher.store.brought import Brought, brought_of
from watcher.store.database.tables import CHANGE, FINDING, REREAD, from_ms
from watcher.store.history.asking import Asking, about, within

_SHORTEST_PREFIX = 6
_DAY_MS = 86_400_000


class WhatWasTold(Asking):
    """The changes of all sources."""

    def change(self, prefix: str) -> Told:
        """The change whose id begins so, with at least 6 digits; raises NotKnown for none and for several."""
        return told_from(json.loads(self._change(prefix)))

    def changes(
        self,
        *,
        source_id: str | None = None,
        with_links: bool = False,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int | None = None,
    ) -> list[Told]:
        """The changes, newest first, with those of a source's links where wanted; a first sight has no findings."""
        query = select(CHANGE.c.record).where(*within(CHANGE.c.made_ms, since, until))
        if source_id is not None:
            query = query.where(about(CHANGE.c.source_id, source_id, with_links))
        return [
            told_from(json.loads(record)) for record in self._scalars(query.order_by(CHANGE.c.seq.desc()).limit(limit))
        ]

    def changes_to_review(
        self,
        *,
        reviewed: bool | None = None,
        least: Severity = Severity.LOW,
        kind: str | None = None,
        source_ids: Sequence[str] | None = None,
        since: datetime | None = None,
        before: str | None = None,
        limit: int | None = None,
    ) -> list[Told]:
        """The changes with such a finding, newest first; those told before the change `before`, where one is given.

        `reviewed`: only those of which somebody, or nobody, said anything; None: all.
        """
        asked = _asked(reviewed, least, kind, source_ids, since)
        query = select(CHANGE.c.seq).where(CHANGE.c.loudest >= int(least), *asked)
        if before is not None:
            query = query.where(CHANGE.c.seq < select(CHANGE.c.seq).where(CHANGE.c.id == before).scalar_subquery())
        chosen = select(CHANGE.c.record).where(CHANGE.c.seq.in_(query.order_by(CHANGE.c.seq.desc()).limit(limit)))
        return [told_from(json.loads(record)) for record in self._scalars(chosen.order_by(CHANGE.c.seq.desc()))]

    def weighed(
        self,
        *,
        reviewed: bool | None = None,
        kind: str | None = None,
        source_ids: Sequence[str] | None = None,
        since: datetime | None = None,
    ) -> dict[Severity, int]:
        """How many changes there are whose gravest finding is of each level."""
        asked = _asked(reviewed, Severity.NOISE, kind, source_ids, since)
        says = exists().where(FINDING.c.change_id == CHANGE.c.id)
        query = select(CHANGE.c.loudest, func.count()).where(says, *asked)
        with self._journal.reading() as connection:
            rows = connection.execute(query.group_by(CHANGE.c.loudest)).all()
        return {Severity(level): many for level, many in rows}

    def change_days(self, source_ids: Sequence[str], since: datetime) -> dict[str, dict[date, int]]:
        """How many changes of more than form each of these sources had on each day, by when they were told, by UTC."""
        day = CHANGE.c.made_ms // _DAY_MS
        query = select(CHANGE.c.source_id, day, func.count()).where(
            CHANGE.c.source_id.in_(source_ids),
            CHANGE.c.loudest > int(Severity.NOISE),
            *within(CHANGE.c.made_ms, since, None),
        )
        found: dict[str, dict[date, int]] = {source_id: {} for source_id in source_ids}
        with self._journal.reading() as connection:
            for source_id, number, many in connection.execute(query.group_by(CHANGE.c.source_id, day)):
                found[source_id][from_ms(number * _DAY_MS).date()] = many
        return found

    def busiest(self, since: datetime, more_than: int) -> dict[str, int]:
        """The sources that had more than so many changes of more than form since then: source → how many."""
        many = func.count()
        query = (
            select(CHANGE.c.source_id, many.label("many"))
            .where(CHANGE.c.loudest > int(Severity.NOISE), *within(CHANGE.c.made_ms, since, None))
            .group_by(CHANGE.c.source_id)
            .having(many > more_than)
            .order_by(CHANGE.c.source_id)
        )
        with self._journal.reading() as connection:
            return {row.source_id: row.many for row in connection.execute(query)}

    def pages_changed(self, since: datetime) -> int:
        """How many sources changed in more than form since then."""
        loud = CHANGE.c.loudest > int(Severity.NOISE), *within(CHANGE.c.made_ms, since, None)
        return int(self._scalar(select(func.count(CHANGE.c.source_id.distinct())).where(*loud)))

    def findings(
        self,
        *,
        source_id: str | None = None,
        with_links: bool = False,
        kind: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        min_severity: Severity = Severity.NOISE,
        limit: int | None = None,
    ) -> list[tuple[Told, int]]:
        """The findings, each as its change and its index there; newest change first, then in order."""
        query = (
            select(*CHANGE.c["id", "record"], FINDING.c.place)
            .join_from(FINDING, CHANGE, FINDING.c.change_id == CHANGE.c.id)
            .where(FINDING.c.severity >= int(min_severity), *within(FINDING.c.made_ms, since, until))
        )
        if source_id is not None:
            query = query.where(about(CHANGE.c.source_id, source_id, with_links))
        if kind is not None:
            query = query.where(FINDING.c.kind == kind)
        with self._journal.reading() as connection:
            rows = connection.execute(query.order_by(CHANGE.c.seq.desc(), FINDING.c.place).limit(limit)).all()
        told = {row.id: told_from(json.loads(row.record)) for row in rows}
        return [(told[row.id], row.place) for row in rows]

    def mentioning(self, word: str, *, source_id: str | None = None, limit: int | None = None) -> list[Told]:
        """The changes whose record has that run of letters anywhere, newest first."""
        query = select(CHANGE.c.record).where(CHANGE.c.record.icontains(word, autoescape=True))
        if source_id is not None:
            query = query.where(CHANGE.c.source_id == source_id)
        records = self._scalars(query.order_by(CHANGE.c.seq.desc()).limit(limit))
        return [told_from(json.loads(record)) for record in records]

    def brought(self, source_id: str) -> dict[int, Brought]:
        """What each version of a source brought: the change that told of it first."""
        query = (
            select(CHANGE.c.brought)
            .where(CHANGE.c.source_id == source_id, CHANGE.c.brings.is_not(None))
            .order_by(CHANGE.c.seq.desc())
        )
        return {one.version: one for one in map(brought_of, self._scalars(query))}

    def told_of(self, version: Version) -> Told | None:
        """The change that brought a version; None for the first."""
        query = select(CHANGE.c.record).where(
            CHANGE.c.source_id == version.source_id, CHANGE.c.brings == version.number
        )
        for record in self._scalars(query.order_by(CHANGE.c.seq)):
            form = json.loads(record)
            if form["from"]["version"] == version.number - 1:
                return told_from(form)
        return None

    def reread(self, prefix: str) -> Told | None:
        """The change whose id begins so, as it was last read again; None when it reads as it was told."""
        query = select(REREAD.c.record).where(*_beginning(REREAD.c.change_id, prefix))
        record = self._scalar(query.order_by(REREAD.c.seq.desc()).limit(1))
        return None if record is None else told_from(json.loads(record))

    def rereads(self, source_id: str) -> dict[str, Told]:
        """The changes of a source that were read again with another outcome, by id, as they were last read."""
        query = select(REREAD.c.record).where(REREAD.c.source_id == source_id).order_by(REREAD.c.seq)
        read = (told_from(json.loads(record)) for record in self._scalars(query))
        return {told.change_id: told for told in read}

    def _change(self, prefix: str) -> str:
        if len(prefix) < _SHORTEST_PREFIX or not prefix.isalnum():
            raise NotKnown(f"{prefix!r} names no change: give at least {_SHORTEST_PREFIX} digits of its id")
        records = self._scalars(select(CHANGE.c.record).where(*_beginning(CHANGE.c.id, prefix)).limit(2))
        if not records:
            raise NotKnown(f"no change {prefix!r} is kept; `watcher log` lists them")
        if len(records) > 1:
            raise NotKnown(f"several changes begin with {prefix!r}; give more digits")
        record: str = records[0]
        return record


def _beginning(column: ColumnElement[str], prefix: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """A range, which an index can find: ids are of hexadecimal digits, and `g` comes behind them."""
    return column >= prefix, column < f"{prefix}g"


def _asked(
    reviewed: bool | None, least: Severity, kind: str | None, source_ids: Sequence[str] | None, since: datetime | None
) -> Iterator[ColumnElement[bool]]:
    """What of the changes is asked for, apart from how grave they are."""
    yield from within(CHANGE.c.made_ms, since, None)
    if kind:
        told = FINDING.c.change_id == CHANGE.c.id, FINDING.c.kind == kind, FINDING.c.severity >= int(least)
        yield exists().where(*told)
    if reviewed is not None:
        yield CHANGE.c.reviewed.is_(reviewed)
    if source_ids is not None:
        yield CHANGE.c.source_id.in_(source_ids)
