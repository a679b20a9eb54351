"""What was seen, what was told of it, what people said to that."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from watcher.errors import NotKnown
from watcher.model import Further, Outcome, Payload, Severity, Snapshot, Told, Version
from watcher.model.forms import told_from
from watcher.store.brought import Brought, brought_from
from watcher.store.intake import Looks, Review
from watcher.store.journal import ReadOnlyJournal
from watcher.store.records import review_from, review_record, snapshot_of, version_from
from watcher.store.tables import CHANGE, FINDING, REREAD, REVIEW, SNAPSHOT, SOURCE, VERSION, from_ms, ms
from watcher.store.withdrawal import Withdrawal, withdrawals

_SHORTEST_PREFIX = 6
_WAITING = 50
_DAY_MS = 86_400_000
_PAGES = [outcome.value for outcome in Outcome if outcome.is_page]

# Quotes within a value are escaped, so that no page can write these.
_THEIRS = SNAPSHOT.c.record.contains('"provenance":{')
_LATE = SNAPSHOT.c.record.contains('"late":true')


class History:
    """Everything that was kept, read back as nouns. Periods run from `since` up to, not including, `until`."""

    def __init__(self, journal: ReadOnlyJournal) -> None:
        self._journal = journal

    def snapshot(self, snapshot_id: str) -> Snapshot:
        """The look of that id; raises NotKnown."""
        record = self._scalar(select(SNAPSHOT.c.record).where(SNAPSHOT.c.id == snapshot_id))
        if record is None:
            raise NotKnown(f"no look {snapshot_id!r} is kept; `watcher log SOURCE` lists what is")
        return snapshot_of(record)

    def snapshots(
        self,
        source_id: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int | None = None,
    ) -> list[Snapshot]:
        """The looks at a source, newest first; without captures that came in after looks of ours."""
        query = select(SNAPSHOT.c.record).where(
            SNAPSHOT.c.source_id == source_id, ~_LATE, *_within(SNAPSHOT.c.started_ms, since, until)
        )
        return [snapshot_of(record) for record in self._scalars(query.order_by(SNAPSHOT.c.seq.desc()).limit(limit))]

    def captures(self, source_id: str) -> list[Snapshot]:
        """What others captured of a source, oldest first, whenever it came in."""
        query = select(SNAPSHOT.c.record).where(SNAPSHOT.c.source_id == source_id, _THEIRS)
        return [snapshot_of(record) for record in self._scalars(query.order_by(SNAPSHOT.c.started_ms))]

    def is_looked_at(self, source_id: str) -> bool:
        """Whether we looked at the source ourselves."""
        return (
            self._scalar(select(SNAPSHOT.c.seq).where(SNAPSHOT.c.source_id == source_id, ~_THEIRS).limit(1)) is not None
        )

    def payload(self, snapshot: Snapshot) -> Payload:
        """What the look brought, or, where it said "not modified", what it confirmed; its hash is checked."""
        if snapshot.body_sha256 is None:
            raise NotKnown(f"{snapshot.id} brought no body ({snapshot.outcome})")
        body = self._journal.body(snapshot.body_sha256)
        whole = self._whole_answer(snapshot)
        url = snapshot.final_url or whole.final_url or snapshot.url
        further = tuple(self._further(page) for page in snapshot.further if page.body_sha256)
        return Payload(body, snapshot.header("content-type") or whole.header("content-type") or "", url, further)

    def versions(self, source_id: str) -> list[Version]:
        """The versions of a source, oldest first."""
        return self._versions(VERSION.c.source_id == source_id)

    def version(self, source_id: str, number: int) -> Version:
        """The version of that number; raises NotKnown."""
        found = self._versions(and_(VERSION.c.source_id == source_id, VERSION.c.number == number))
        if not found:
            raise NotKnown(f"{source_id} has no v{number}")
        return found[0]

    def version_at(self, source_id: str, moment: datetime) -> Version | None:
        """The version in force then; None before the first."""
        found = self._versions(and_(VERSION.c.source_id == source_id, VERSION.c.since_ms <= ms(moment)))
        return found[-1] if found else None

    def fingerprints(self, source_id: str, limit: int) -> list[tuple[int, str]]:
        """(version, fingerprint of its document), newest first."""
        query = select(*VERSION.c["number", "fingerprint"]).where(VERSION.c.source_id == source_id)
        with self._journal.reading() as connection:
            rows = connection.execute(query.order_by(VERSION.c.number.desc()).limit(limit))
            return [(row.number, row.fingerprint) for row in rows]

    def change(self, prefix: str) -> Told:
        """The change whose id begins so, with at least 6 digits; raises NotKnown for none and for several."""
        return told_from(json.loads(self._change(prefix)))

    def brought(self, source_id: str) -> dict[int, Brought]:
        """What each version of a source brought: the change that told of it first."""
        query = select(CHANGE.c.record).where(CHANGE.c.source_id == source_id).order_by(CHANGE.c.seq)
        found = [brought_from(json.loads(record)) for record in self._scalars(query)]
        return {one.version: one for one in reversed(found) if one is not None}

    def looks_of(self, versions: Sequence[Version]) -> dict[int, Looks]:
        """How often a source was looked at while each of these versions was the latest."""
        if not versions:
            return {}
        source_id, numbers = versions[0].source_id, [version.number for version in versions]
        until = func.lead(VERSION.c.snapshot_seq).over(order_by=VERSION.c.number).label("until")
        spans = select(*VERSION.c["number", "snapshot_seq"], until).where(VERSION.c.source_id == source_id).subquery()
        within = and_(
            SNAPSHOT.c.seq >= spans.c.snapshot_seq, or_(spans.c.until.is_(None), SNAPSHOT.c.seq < spans.c.until)
        )
        shown = func.sum(case((SNAPSHOT.c.outcome.in_(_PAGES), 1), else_=0))
        query = select(spans.c.number, func.count(), shown).join(SNAPSHOT, within)
        query = query.where(SNAPSHOT.c.source_id == source_id, spans.c.number.in_(numbers), ~_LATE)
        with self._journal.reading() as connection:
            rows = connection.execute(query.group_by(spans.c.number))
            return {number: Looks(looks, int(pages)) for number, looks, pages in rows}

    def days(self, source_id: str, since: datetime) -> dict[date, Looks]:
        """How often a source was looked at on each day, by UTC."""
        day, shown = SNAPSHOT.c.started_ms // _DAY_MS, func.sum(case((SNAPSHOT.c.outcome.in_(_PAGES), 1), else_=0))
        query = select(day, func.count(), shown).where(
            SNAPSHOT.c.source_id == source_id, ~_LATE, SNAPSHOT.c.started_ms >= ms(since)
        )
        with self._journal.reading() as connection:
            rows = connection.execute(query.group_by(day))
            return {from_ms(number * _DAY_MS).date(): Looks(looks, int(pages)) for number, looks, pages in rows}

    def unseen(self, source_id: str, limit: int) -> list[tuple[datetime, str, Outcome]]:
        """(when, id, outcome) of the latest looks at a source that did not show its page, newest first."""
        query = select(*SNAPSHOT.c["id", "started_ms", "outcome"]).where(
            SNAPSHOT.c.source_id == source_id, SNAPSHOT.c.outcome.not_in(_PAGES)
        )
        with self._journal.reading() as connection:
            rows = connection.execute(query.order_by(SNAPSHOT.c.seq.desc()).limit(limit))
            return [(from_ms(row.started_ms), row.id, Outcome(row.outcome)) for row in rows]

    def told_of(self, version: Version) -> Told | None:
        """The change that brought a version; None for the first."""
        look = select(SNAPSHOT.c.seq).where(SNAPSHOT.c.id == version.snapshot_id).scalar_subquery()
        query = select(CHANGE.c.record).where(CHANGE.c.source_id == version.source_id, CHANGE.c.seq > look)
        # Changes of looks before it may have been told after it was taken, but only so many.
        for record in self._scalars(query.order_by(CHANGE.c.seq).limit(_WAITING)):
            form = json.loads(record)
            if form["to"]["version"] == version.number and form["from"]["version"] == version.number - 1:
                return told_from(form)
        return None

    def reread(self, prefix: str) -> Told | None:
        """The change whose id begins so, as it was last read again; None when it reads as it was told."""
        query = select(REREAD.c.record).where(REREAD.c.change_id.startswith(prefix, autoescape=True))
        record = self._scalar(query.order_by(REREAD.c.seq.desc()).limit(1))
        return None if record is None else told_from(json.loads(record))

    def rereads(self, source_id: str) -> dict[str, Told]:
        """The changes of a source that were read again with another outcome, by id, as they were last read."""
        query = select(REREAD.c.record).where(REREAD.c.source_id == source_id).order_by(REREAD.c.seq)
        read = (told_from(json.loads(record)) for record in self._scalars(query))
        return {told.change_id: told for told in read}

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
        query = select(CHANGE.c.record).where(*_within(CHANGE.c.made_ms, since, until))
        if source_id is not None:
            query = query.where(_about(CHANGE.c.source_id, source_id, with_links))
        return [
            told_from(json.loads(record)) for record in self._scalars(query.order_by(CHANGE.c.seq.desc()).limit(limit))
        ]

    def mentioning(self, word: str, *, source_id: str | None = None, limit: int | None = None) -> list[Told]:
        """The changes whose record has that run of letters anywhere, newest first."""
        query = select(CHANGE.c.record).where(CHANGE.c.record.icontains(word, autoescape=True))
        if source_id is not None:
            query = query.where(CHANGE.c.source_id == source_id)
        records = self._scalars(query.order_by(CHANGE.c.seq.desc()).limit(limit))
        return [told_from(json.loads(record)) for record in records]

    def bearing(self, sha256: str, limit: int) -> list[Snapshot]:
        """The looks that brought that body, oldest first."""
        query = select(SNAPSHOT.c.record).where(SNAPSHOT.c.body_sha256 == sha256)
        return [snapshot_of(record) for record in self._scalars(query.order_by(SNAPSHOT.c.seq).limit(limit))]

    def worded(self, fingerprint: str) -> list[Version]:
        """The versions whose document has that fingerprint."""
        return self._versions(VERSION.c.fingerprint == fingerprint)

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
        found = select(FINDING.c.change_id).where(FINDING.c.severity >= int(least))
        found = found.where(FINDING.c.kind == kind) if kind else found
        query = select(CHANGE.c.record).where(CHANGE.c.id.in_(found), *_within(CHANGE.c.made_ms, since, None))
        if reviewed is not None:
            said = CHANGE.c.id.in_(select(REVIEW.c.change_id))
            query = query.where(said if reviewed else ~said)
        if source_ids is not None:
            query = query.where(CHANGE.c.source_id.in_(source_ids))
        if before is not None:
            query = query.where(CHANGE.c.seq < select(CHANGE.c.seq).where(CHANGE.c.id == before).scalar_subquery())
        return [
            told_from(json.loads(record)) for record in self._scalars(query.order_by(CHANGE.c.seq.desc()).limit(limit))
        ]

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
            .where(FINDING.c.severity >= int(min_severity), *_within(FINDING.c.made_ms, since, until))
        )
        if source_id is not None:
            query = query.where(_about(FINDING.c.source_id, source_id, with_links))
        if kind is not None:
            query = query.where(FINDING.c.kind == kind)
        with self._journal.reading() as connection:
            rows = connection.execute(query.order_by(CHANGE.c.seq.desc(), FINDING.c.place).limit(limit)).all()
        told = {row.id: told_from(json.loads(row.record)) for row in rows}
        return [(told[row.id], row.place) for row in rows]

    def checks(
        self, source_ids: Sequence[str] | None = None, since: datetime | None = None, until: datetime | None = None
    ) -> dict[str, Looks]:
        """How often each source was looked at; without ids all that are watched."""
        shown = func.sum(case((SNAPSHOT.c.outcome.in_(_PAGES), 1), else_=0))
        query = (
            select(SNAPSHOT.c.source_id, func.count(), shown)
            .where(*_within(SNAPSHOT.c.started_ms, since, until))
            .group_by(SNAPSHOT.c.source_id)
        )
        if source_ids is None:
            source_ids = self._scalars(select(SOURCE.c.id).where(SOURCE.c.retired.is_(False)).order_by(SOURCE.c.id))
        with self._journal.reading() as connection:
            counted = {
                name: Looks(looks, int(pages))
                for name, looks, pages in connection.execute(query.where(SNAPSHOT.c.source_id.in_(source_ids)))
            }
        return {source_id: counted.get(source_id, Looks()) for source_id in source_ids}

    def looks_since(self, since: datetime) -> int:
        """How often anything was looked at since then."""
        return int(self._scalar(select(func.count()).where(SNAPSHOT.c.started_ms >= ms(since))))

    def last_seen(self, source_id: str) -> datetime | None:
        """When a look last showed the page."""
        seen = (
            select(SNAPSHOT.c.started_ms)
            .where(SNAPSHOT.c.source_id == source_id, SNAPSHOT.c.outcome.in_(_PAGES))
            .order_by(SNAPSHOT.c.seq.desc())
        )
        started = self._scalar(seen.limit(1))
        return None if started is None else from_ms(started)

    def review(self, change_id: str, verdict: str, note: str, by: str) -> Review:
        """Add what a person says of a change, for good."""
        told = self.change(change_id)
        self._journal.write([review_record(told.change_id, verdict, note, by)])
        return self.reviews(told.change_id)[-1]

    def reviews(self, change_id: str) -> list[Review]:
        """What people said of a change, oldest first."""
        query = select(REVIEW.c.record).where(REVIEW.c.change_id == change_id).order_by(REVIEW.c.seq)
        return [review_from(json.loads(record)) for record in self._scalars(query)]

    def verdicts(self, change_ids: Sequence[str]) -> dict[str, str]:
        """What was last said of each of these changes; nothing of those of which nobody said anything."""
        query = select(REVIEW.c.record).where(REVIEW.c.change_id.in_(change_ids)).order_by(REVIEW.c.seq)
        said = [review_from(json.loads(record)) for record in self._scalars(query)]
        return {review.change_id: review.verdict for review in said}

    def withdrawals(self) -> list[Withdrawal]:
        """The bodies that were withdrawn by law, in the order in which that was done."""
        with self._journal.reading() as connection:
            return withdrawals(connection)

    def _further(self, page: Further) -> Payload:
        """What a further page of a list brought."""
        assert page.body_sha256 is not None
        return Payload(self._journal.body(page.body_sha256), page.content_type, page.final_url or page.url)

    def _whole_answer(self, snapshot: Snapshot) -> Snapshot:
        """The look that brought the body: a "not modified" need not repeat what the body is."""
        if snapshot.outcome is not Outcome.NOT_MODIFIED:
            return snapshot
        query = (
            select(SNAPSHOT.c.record)
            .where(
                SNAPSHOT.c.source_id == snapshot.source_id,
                SNAPSHOT.c.body_sha256 == snapshot.body_sha256,
                SNAPSHOT.c.outcome == Outcome.OK.value,
            )
            .order_by(SNAPSHOT.c.seq.desc())
        )
        record = self._scalar(query.limit(1))
        return snapshot_of(record) if record else snapshot

    def _versions(self, chosen: ColumnElement[bool]) -> list[Version]:
        """The latest version was last seen at the baseline, the others when the next one came."""
        query = (
            select(
                *VERSION.c["form", "number", "confirmed_ms"], SOURCE.c.version.label("latest"), SNAPSHOT.c.started_ms
            )
            .join_from(VERSION, SOURCE, VERSION.c.source_id == SOURCE.c.id)
            .join(SNAPSHOT, SNAPSHOT.c.seq == SOURCE.c.baseline_seq, isouter=True)
        )
        with self._journal.reading() as connection:
            rows = connection.execute(query.where(chosen).order_by(VERSION.c.number)).all()
        return [version_from(json.loads(row.form), from_ms(_confirmed(row.number == row.latest, row))) for row in rows]

    def _change(self, prefix: str) -> str:
        if len(prefix) < _SHORTEST_PREFIX or not prefix.isalnum():
            raise NotKnown(f"{prefix!r} names no change: give at least {_SHORTEST_PREFIX} digits of its id")
        records = self._scalars(select(CHANGE.c.record).where(CHANGE.c.id.startswith(prefix)).limit(2))
        if not records:
            raise NotKnown(f"no change {prefix!r} is kept; `watcher log` lists them")
        if len(records) > 1:
            raise NotKnown(f"several changes begin with {prefix!r}; give more digits")
        record: str = records[0]
        return record

    def _scalar(self, query: Select[Any]) -> Any:
        with self._journal.reading() as connection:
            return connection.execute(query).scalar_one_or_none()

    def _scalars(self, query: Select[Any]) -> list[Any]:
        with self._journal.reading() as connection:
            return list(connection.execute(query).scalars())


def _about(column: ColumnElement[str], source_id: str, with_links: bool) -> ColumnElement[bool]:
    """Of the source, or of a link on its page too."""
    link = column.startswith(f"{source_id}.", autoescape=True)
    return or_(column == source_id, link) if with_links else column == source_id


def _within(column: Any, since: datetime | None, until: datetime | None) -> Iterator[ColumnElement[bool]]:
    if since is not None:
        yield column >= ms(since)
    if until is not None:
        yield column < ms(until)


def _confirmed(is_latest: bool, row: Any) -> int:
    confirmed: int = row.confirmed_ms
    return max(confirmed, row.started_ms or 0) if is_latest else confirmed
