"""What is to be looked at next: every source with where it stands."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Update, and_, or_, select, update

from watcher.errors import NotKnown
from watcher.model import Source, Standing
from watcher.model.forms import Form
from watcher.store.database.tables import SNAPSHOT, SOURCE, from_ms, ms
from watcher.store.index.standing import STAND_COLUMNS, Stand, standing_of
from watcher.store.journal import ReadOnlyJournal
from watcher.store.ledger.canonical import canonical
from watcher.store.ledger.records import learned_record, snapshot_of, source_form, source_from, source_record
from watcher.store.turns import in_turn

_STRAYED = timedelta(days=1)
_SEEK_EVERY = timedelta(minutes=1)
_WRITTEN_AT_ONCE = 1000
_ASKED_AT_ONCE = 500
_UNMET = '"unmet":["'
_AWAY = '"away":[['
"""In a standing: at least one look since the baseline did not show the page."""


class Agenda:
    """The marks of the first step: `next_look_at` of every source that is watched."""

    def __init__(self, journal: ReadOnlyJournal) -> None:
        self._journal = journal
        self._sought_at: datetime | None = None

    def sync(self, sources: Sequence[Source], now: datetime) -> None:
        """Watch these sources and no others; a new one is due at once.

        Nothing is written where nothing differs. What was kept of a source that left stays. A link that is
        followed leaves with the source whose page it stands on.
        """
        follow = {source.id for source in sources if source.links.follow}
        stay = [one for one in self.followed() if one.linked_from in follow]
        self._write_differences([*sources, *stay], self._watched(), now)

    def follow(self, source_id: str, links: Sequence[Source], now: datetime) -> None:
        """Look after these links of the source's page and no others; a new one is due at once."""
        earlier = [one.id for one in self.followed() if one.linked_from == source_id]
        self._write_differences(links, earlier, now)

    def followed(self) -> list[Source]:
        """The links that are looked after, each as a source of its own."""
        query = (
            select(SOURCE.c.form).where(SOURCE.c.retired.is_(False), SOURCE.c.id.contains(".")).order_by(SOURCE.c.id)
        )
        with self._journal.reading() as connection:
            return [source_from(json.loads(form)) for form in connection.execute(query).scalars()]

    def once_followed(self, source_id: str) -> list[Source]:
        """The links on that source's page that are looked after, or were while they stood there."""
        mine = SOURCE.c.id.startswith(f"{source_id}.", autoescape=True)
        with self._journal.reading() as connection:
            forms = connection.execute(select(SOURCE.c.form).where(mine).order_by(SOURCE.c.id)).scalars()
            return [source_from(json.loads(form)) for form in forms]

    def learn(self, source_id: str, moving: Sequence[str], now: datetime) -> None:
        """Note what moves by itself on the source's page."""
        self._journal.write([learned_record(source_id, moving, now)])

    def due(self, now: datetime, limit: int | None = None) -> list[str]:
        """The sources whose time has come, the longest waiting first.

        So has that of a source planned more than a day behind its own rhythm: the clock was put back since.
        """
        with self._journal.reading() as connection:
            strays = list(connection.execute(_waiting(_is_stray(now))).scalars()) if self._seeks_strays(now) else []
            return [*strays, *connection.execute(_waiting(_has_come(now)).limit(limit)).scalars()][:limit]

    def due_among(self, source_ids: Sequence[str], now: datetime) -> list[str]:
        """The same of these sources alone, however many others wait."""
        found: list[tuple[int, str]] = []
        with self._journal.reading() as connection:
            for start in range(0, len(source_ids), _ASKED_AT_ONCE):
                some = SOURCE.c.id.in_(source_ids[start : start + _ASKED_AT_ONCE])
                query = select(SOURCE.c.next_look_ms, SOURCE.c.id).where(
                    some, SOURCE.c.retired.is_(False), or_(_has_come(now), _is_stray(now))
                )
                found += [(when, source_id) for when, source_id in connection.execute(query)]
        return [source_id for _, source_id in sorted(found)]

    def _seeks_strays(self, now: datetime) -> bool:
        """Whether it is worth while to look among all that is planned far ahead: no index leads to them."""
        if self._sought_at is not None and timedelta() <= now - self._sought_at < _SEEK_EVERY:
            return False
        self._sought_at = now
        return True

    def standing(self, source_id: str) -> Standing:
        """Where the source stands; raises NotKnown for one that was never watched."""
        found = self.standings([source_id])
        if source_id not in found:
            raise NotKnown(f"no source {source_id!r} is kept; `watcher status` lists them")
        return found[source_id]

    def how_many(self, source_ids: Sequence[str]) -> int:
        """How many of these sources are watched."""
        query = select(SOURCE.c.id).where(SOURCE.c.retired.is_(False))
        with self._journal.reading() as connection:
            return len(set(connection.execute(query).scalars()) & set(source_ids))

    def as_kept(self, source_id: str) -> Source:
        """The source as it was last configured, with what moves by itself on its page; raises NotKnown."""
        query = select(*SOURCE.c["form", "standing"]).where(SOURCE.c.id == source_id)
        with self._journal.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotKnown(f"no source {source_id!r} is kept; `watcher status` lists them")
        source, moving = source_from(json.loads(row.form)), json.loads(row.standing)["moving"]
        return replace(source, moving=tuple(moving)) if source.learn_moving else source

    def standings(self, source_ids: Sequence[str] | None = None) -> dict[str, Standing]:
        """Where these sources stand; without ids all that are watched."""
        query = _standings()
        chosen = SOURCE.c.retired.is_(False) if source_ids is None else SOURCE.c.id.in_(source_ids)
        with self._journal.reading() as connection:
            rows = connection.execute(query.where(chosen).order_by(SOURCE.c.id)).mappings().all()
        return {
            row["id"]: standing_of(Stand.of(row), snapshot_of(row["record"]) if row["record"] else None) for row in rows
        }

    def glance(self) -> tuple[int, datetime | None, list[str]]:
        """Of all that is watched, links aside: how many are read, when one last was, which were not shown since."""
        query = (
            select(SOURCE.c.id, SOURCE.c.standing.contains(_AWAY).label("away"), SNAPSHOT.c.started_ms)
            .join_from(SOURCE, SNAPSHOT, SNAPSHOT.c.seq == SOURCE.c.baseline_seq, isouter=True)
            .where(SOURCE.c.retired.is_(False), ~SOURCE.c.id.contains("."))
            .order_by(SOURCE.c.id)
        )
        with self._journal.reading() as connection:
            rows = connection.execute(query).all()
        seen = [row.started_ms for row in rows if row.started_ms is not None]
        read = sum(row.started_ms is not None and not row.away for row in rows)
        return read, from_ms(max(seen)) if seen else None, [row.id for row in rows if row.away]

    def unmet(self) -> dict[str, tuple[str, ...]]:
        """Of all that is watched: source → what was expected of its page and is not so, where there is something."""
        query = select(SOURCE.c.id, SOURCE.c.standing).where(
            SOURCE.c.retired.is_(False), SOURCE.c.standing.contains(_UNMET)
        )
        with self._journal.reading() as connection:
            rows = connection.execute(query.order_by(SOURCE.c.id)).all()
        return {row.id: tuple(json.loads(row.standing)["unmet"]) for row in rows}

    def put_off(self, source_id: str, until: datetime) -> None:
        """Look at the source then, and not before."""
        later = update(SOURCE).where(SOURCE.c.id == source_id).values(next_look_ms=ms(until))
        self._journal.mark(lambda connection: _run(connection, later))

    def _watched(self) -> list[str]:
        with self._journal.reading() as connection:
            return list(connection.execute(select(SOURCE.c.id).where(SOURCE.c.retired.is_(False))).scalars())

    @in_turn
    def _write_differences(self, wanted: Sequence[Source], among: Sequence[str], now: datetime) -> None:
        """Write what makes the wanted sources watched; of those `among` which they are chosen the others leave."""
        self._sought_at = None
        names = {source.id for source in wanted}
        gone = [source_id for source_id in among if source_id not in names]
        for start in range(0, len(wanted), _WRITTEN_AT_ONCE):
            self._journal.write(list(self._differences(wanted[start : start + _WRITTEN_AT_ONCE], now)))
        self._journal.write([source_record("removed", source_id, None, now) for source_id in gone])

    def _differences(self, wanted: Sequence[Source], now: datetime) -> Iterator[Form]:
        query = select(*SOURCE.c["id", "retired", "form"]).where(SOURCE.c.id.in_([source.id for source in wanted]))
        with self._journal.reading() as connection:
            kept = {row.id: row for row in connection.execute(query)}
        for source in wanted:
            known, form = kept.get(source.id), source_form(source)
            if known is None or known.retired:
                yield source_record("added", source.id, form, now)
            elif known.form != canonical(form):
                yield source_record("edited", source.id, form, now)


def _waiting(why: ColumnElement[bool]) -> Select[tuple[str]]:
    query = select(SOURCE.c.id).where(SOURCE.c.retired.is_(False), why)
    return query.order_by(SOURCE.c.next_look_ms, SOURCE.c.id)


def _has_come(now: datetime) -> ColumnElement[bool]:
    return SOURCE.c.next_look_ms <= ms(now)


def _is_stray(now: datetime) -> ColumnElement[bool]:
    ahead = SOURCE.c.next_look_ms
    return and_(ahead > ms(now + _STRAYED), ahead > ms(now + _STRAYED) + SOURCE.c.every_ms)


def _standings() -> Select[Any]:
    return select(*STAND_COLUMNS, SNAPSHOT.c.record).join_from(
        SOURCE, SNAPSHOT, SNAPSHOT.c.seq == SOURCE.c.baseline_seq, isouter=True
    )


def _run(connection: Connection, statement: Update) -> None:
    connection.execute(statement)
