"""How a source's whole history reads under today's rules: silent, since no publisher changed anything."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from watcher.errors import ReadingFailed, StoreError, WatcherError, Withdrawn
from watcher.model import Finding, Severity, Snapshot, Source, Told, change_id
from watcher.pipeline.account import Account
from watcher.pipeline.rereading.desk import Desk
from watcher.pipeline.rereading.otherwise import Otherwise, judged_alone, otherwise
from watcher.pipeline.rereading.past import Past
from watcher.pipeline.rereading.replay import Step, has_page, steps

_HISTORIES_AT_ONCE = 4  # it is the workers that limit them


@dataclass(frozen=True, slots=True)
class Reading:
    """A look, read again."""

    look: Snapshot
    first: Told | None = None
    """What was told of it; None: it was passed over."""
    today: Told | None = None
    """What would be told of it today; None where nothing was and nothing would be, or nothing had to be read."""
    known: Told | None = None
    """What it was last known to say, where that is not what was told."""
    fault: WatcherError | None = None
    """Why it cannot be read again."""

    @property
    def differences(self) -> tuple[Otherwise, ...]:
        """What would be said differently."""
        return otherwise(_findings(self.first), self.today.findings) if self.today else ()

    @property
    def is_news(self) -> bool:
        """Whether it reads otherwise than is known already."""
        return self.today is not None and bool(otherwise(_findings(self.known or self.first), self.today.findings))


def _findings(told: Told | None) -> tuple[Finding, ...]:
    return told.findings if told is not None else ()


async def reread(
    desk: Desk, sources: Sequence[Source], report: Callable[[Reading], None], since: datetime | None = None
) -> None:
    """Read every look at the sources again, from `since` on; `report` hears of each, oldest first per source.

    What was told is held against what would be told today. Where nothing was told though the bytes differ, a change
    may have been missed. Nothing is written, nothing renumbered.
    """
    places = asyncio.Semaphore(_HISTORIES_AT_ONCE)

    async def walk(source: Source) -> None:
        async with places:
            async for reading in _History(desk, source).read(since):
                report(reading)

    await asyncio.gather(*(walk(source) for source in sources))


class _History:
    """All that was kept of one source."""

    def __init__(self, desk: Desk, source: Source) -> None:
        history = desk.kept.history
        standing = desk.kept.agenda.standings([source.id]).get(source.id)
        source = replace(source, moving=standing.moving) if standing and source.learn_moving else source
        self._desk = desk
        self._source = source
        self._past = Past(desk, source)
        self._last = standing.baseline if standing else None
        self._looks = history.snapshots(source.id)[::-1]
        self._told = history.changes(source_id=source.id)[::-1]
        self._known = history.rereads(source.id)

    async def read(self, since: datetime | None) -> AsyncIterator[Reading]:
        """Each look at the page; then what was told of it as a copy, because its original changed."""
        for step in steps(self._looks, self._told, self._last):
            if since is None or step.look.started_at >= since:
                yield await self._guarded(step)
        for told in self._told:
            if told.after.source_id != self._source.id and (since is None or told.after.started_at >= since):
                yield await self._guarded(Step(told.after, told))

    async def _guarded(self, step: Step) -> Reading:
        try:
            return await self._read(step)
        except Withdrawn:
            return Reading(step.look, step.told)  # it stays as it was told
        except (StoreError, ReadingFailed) as fault:
            return Reading(step.look, step.told, fault=fault)

    async def _read(self, step: Step) -> Reading:
        if step.told is not None and step.look.source_id != self._source.id:
            return await self._as_copy(step.told)
        if not has_page(step.look):
            return Reading(step.look, step.told)
        if step.told is None:
            return await self._passed_over(step)
        account = await self._past.explain(step)
        return self._told_again(step.told, account) if step.baseline else Reading(step.look, step.told)

    async def _passed_over(self, step: Step) -> Reading:
        """What nobody was told of: a change that was missed if it would be told above noise today."""
        if step.baseline is None or self._past.is_same(step.baseline, step.look):
            return Reading(step.look)
        account = await self._past.explain(step)
        number, before, after = step.version, step.baseline, step.look
        name = change_id(self._source.id, (number, before), (number, after))
        told = Told(name, self._source.id, before, after, number, number, self._desk.clock.now(), self._desk.rules)
        if any(finding.level > Severity.NOISE for finding in account.findings):
            told = replace(told, edits=account.edits, findings=account.findings)
        elif name not in self._known:
            return Reading(after)
        return Reading(after, None, told, self._known.get(name))

    async def _as_copy(self, told: Told) -> Reading:
        pages = [look for look in self._looks if has_page(look) and look.started_at <= told.made_at]
        if not pages or not has_page(told.before) or not has_page(told.after):
            return Reading(told.after, told)
        return self._told_again(told, await self._past.explain_copy(pages[-1], told.before, told.after))

    def _told_again(self, told: Told, account: Account) -> Reading:
        today = replace(
            told,
            made_at=self._desk.clock.now(),
            rules=self._desk.rules,
            edits=account.edits,
            findings=judged_alone(told.findings, account.edits, account.findings),
        )
        return Reading(told.after, told, today, self._known.get(told.change_id))
