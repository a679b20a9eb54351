"""One round: look at many sources at once, politely, and compare what they answered."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

from watcher.errors import StoreError
from watcher.fetch.fetching import Fetched
from watcher.model import Outcome, Severity, Snapshot, Source, Standing, Told
from watcher.pipeline.belief import doubted
from watcher.pipeline.compare import find
from watcher.pipeline.instance import Instance
from watcher.pipeline.look import ask, keep
from watcher.pipeline.mirrors import copies
from watcher.pipeline.telling import Found, tell
from watcher.urls import host

_STANDINGS_AT_ONCE = 50
_STANDINGS_IN_MEMORY = 10_000
_TOLD_TOGETHER = 200
"""Pages of one host; at the pace of a host, they are minutes."""
_QUIET_TOGETHER = 8
"""Pages of which there is nothing to tell: each holds all its words until it is kept."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking one source."""

    source: Source
    snapshot: Snapshot
    outcome: Outcome
    """The snapshot's, or `unreadable` when our reader died on the page."""
    version: int | None
    """The version in force after the check; None: none yet."""
    new_version: bool = False
    told: tuple[Told, ...] = ()
    after_history: bool = False
    """Only others had captured the page before."""

    @property
    def is_first(self) -> bool:
        """Our first look that showed the page: kept, told to nobody."""
        return (self.new_version and self.version == 1) or (self.after_history and self.outcome.is_page)

    @property
    def is_failing(self) -> bool:
        """Neither readable nor gone."""
        return self.outcome.is_failing

    @property
    def has_changed(self) -> bool:
        """There is a finding above noise."""
        return any(finding.level > Severity.NOISE for told in self.told for finding in told.findings)

    @property
    def verdict(self) -> str:
        """`first`, `changed`, `failing` or `unchanged`: each source counts once."""
        if self.is_failing:
            return "failing"
        if self.is_first:
            return "first"
        return "changed" if self.has_changed else "unchanged"


@dataclass(frozen=True, slots=True)
class _Visit:
    """What the pages of one host came to, before anybody is told."""

    are_second_looks: bool
    found: list[tuple[Checked, Found]] = field(default_factory=list)

    def quiet(self) -> list[tuple[Checked, Found]]:
        """Those that wait for no other, taken out, once they are several."""
        quiet = [one for one in self.found if one[1].is_quiet]
        if len(quiet) < _QUIET_TOGETHER:
            return []
        self.found[:] = [one for one in self.found if not one[1].is_quiet]
        return quiet


class Round:
    """Sources being checked at once; what one of them breaks waits until the others are done."""

    def __init__(self, instance: Instance, report: Callable[[Checked], None], *, is_patient: bool = False) -> None:
        self._instance = instance
        self._report = report
        self._is_patient = is_patient
        self._places = asyncio.Semaphore(instance.configuration.manners.concurrency)
        self._at_once = _STANDINGS_AT_ONCE
        self._faults: list[Exception] = []
        self._new: list[Source] = []
        self._doubted: list[Source] = []

    async def check(self, sources: Sequence[Source], *, with_links: bool = False) -> None:
        """Look at each source and compare; each host has lanes of its own, so that a slow one keeps no other waiting.

        A page that was never seen before is looked at twice: what differs then moves by itself. So is a page that
        lost most of its text, unless the round is patient and leaves that to the next one. With links, those that
        the pages want followed are looked at after them.
        Raises StoreError at once, and at the end an ExceptionGroup of the faults of ours that came to light.
        """
        try:
            await self._visit_hosts(sources)
            await self._visit_hosts(self._doubted)
            await self._visit_hosts(self._new, are_second_looks=True)
            if with_links:
                pages = {source.id for source in sources}
                await self._visit_hosts([one for one in self._instance.links.values() if one.linked_from in pages])
        except BaseExceptionGroup as group:
            raise _first(group) from None
        if self._faults:
            raise ExceptionGroup(f"{len(self._faults)} of {len(sources)} sources could not be checked", self._faults)

    async def _visit_hosts(self, sources: Sequence[Source], *, are_second_looks: bool = False) -> None:
        lanes = _by_host(sources)
        self._at_once = max(1, min(_STANDINGS_AT_ONCE, _STANDINGS_IN_MEMORY // max(len(lanes), 1)))
        async with asyncio.TaskGroup() as hosts:
            for of_host in lanes.values():
                hosts.create_task(self._visit(of_host, are_second_looks))

    async def _visit(self, of_host: Sequence[Source], are_second_looks: bool) -> None:
        """Ask one host for its pages; what they came to is told together, in portions where they are very many."""
        for start in range(0, len(of_host), _TOLD_TOGETHER):
            portion = of_host[start : start + _TOLD_TOGETHER]
            visit, queue = _Visit(are_second_looks), iter(portion)
            with self._instance.keeper.at_work():
                async with asyncio.TaskGroup() as lanes:
                    for _ in range(min(len(portion), self._instance.configuration.manners.host_concurrency)):
                        lanes.create_task(self._lane(queue, visit))
            if visit.found:
                await self._tell(visit.found, visit)

    async def _lane(self, queue: Iterator[Source], visit: _Visit) -> None:
        """Ask one host for one page after the other; what is made of an answer goes on meanwhile."""
        store = self._instance.store
        async with asyncio.TaskGroup() as under_way:
            while some := list(islice(queue, self._at_once)):
                ids = [source.id for source in some]
                standings = await self._instance.keeper.ask(partial(store.agenda.standings, ids))
                for source in some:
                    with self._noting_faults():
                        standing = standings[source.id]
                        fetched = await ask(self._instance, source, standing, in_full=visit.are_second_looks)
                        await self._places.acquire()
                        under_way.create_task(self._conclude(source, standing, fetched, visit))

    async def _conclude(self, source: Source, standing: Standing, fetched: Fetched, visit: _Visit) -> None:
        try:
            with self._noting_faults():
                seen = await keep(self._instance, standing, fetched)
                checked = Checked(
                    source,
                    seen.snapshot,
                    seen.snapshot.outcome,
                    standing.version or None,
                    after_history=standing.is_history,
                )
                found = None
                if not seen.recognised:
                    found = await find(self._instance, source, is_second_look=visit.are_second_looks)
                if found is not None:
                    visit.found.append((checked, found))
                    if quiet := visit.quiet():
                        await self._tell(quiet, visit)
                elif not visit.are_second_looks:
                    self._report(checked)
        finally:
            self._places.release()

    async def _tell(self, those: Sequence[tuple[Checked, Found]], visit: _Visit) -> None:
        """Tell what these pages of a host came to, and report each."""
        with self._noting_faults():
            found = await doubted(self._instance, [one for _, one in those])
            told = await tell(self._instance, [*found, *await copies(self._instance, found)])
            ids = [one.source.id for one in found]
            standings = await self._instance.keeper.ask(partial(self._instance.store.agenda.standings, ids))
            for (checked, _), weighed in zip(those, found, strict=True):
                source_id = checked.source.id
                if weighed.wants_second_look and not self._is_patient and checked.source not in self._doubted:
                    self._doubted.append(checked.source)
                else:
                    self._report_told(checked, standings[source_id], told.get(source_id, ()), visit)

    def _report_told(self, checked: Checked, now: Standing, told: Sequence[Told], visit: _Visit) -> None:
        died = bool(now.away) and now.away[-1][1] is Outcome.UNREADABLE
        done = replace(
            checked,
            outcome=Outcome.UNREADABLE if died else checked.outcome,
            version=now.version or None,
            new_version=now.version > (checked.version or 0),
            told=tuple(one for one in told if one.findings and not one.is_history),
        )
        if done.is_first and done.source.learn_moving:
            self._new.append(done.source)
        if not visit.are_second_looks:
            self._report(done)

    @contextmanager
    def _noting_faults(self) -> Iterator[None]:
        try:
            yield
        except StoreError:
            raise
        except Exception as fault:  # noqa: BLE001 - raised when the others are done
            self._faults.append(fault)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """What broke the round off: the first fault, out of the groups that nested tasks put round it."""
    fault: BaseException = group
    while isinstance(fault, BaseExceptionGroup):
        fault = fault.exceptions[0]
    return fault


async def check(
    instance: Instance,
    sources: Sequence[Source],
    report: Callable[[Checked], None],
    *,
    with_links: bool = False,
    is_patient: bool = False,
) -> None:
    """Look at each source and compare; `report` hears of each as soon as its host is done.

    A patient round lets ten minutes go by before it looks again at a page that lost most of its text.
    """
    await Round(instance, report, is_patient=is_patient).check(sources, with_links=with_links)


async def due(instance: Instance, among: Sequence[str] | None = None) -> list[Source]:
    """The sources and the followed links whose time has come, of all or `among` some, the longest waiting first."""
    agenda, now = instance.store.agenda, instance.clock.now()
    ids = await instance.keeper.ask(lambda: agenda.due(now) if among is None else agenda.due_among(among, now))
    return [source for source_id in ids if (source := instance.sources.get(source_id))]


async def finish(instance: Instance, among: Container[str] | None = None) -> None:
    """Compare what was looked at but never compared, because a run was cut off; all of it, or that of some sources."""
    ids = await instance.keeper.ask(instance.store.uncompared_sources)
    chosen = [source_id for source_id in ids if among is None or source_id in among]
    waiting = [source for source_id in chosen if (source := instance.sources.get(source_id))]
    for of_host in _by_host(waiting).values():
        found = await doubted(instance, [one for source in of_host if (one := await find(instance, source))])
        await tell(instance, [*found, *await copies(instance, found)])


def _by_host(sources: Sequence[Source]) -> dict[str, list[Source]]:
    lanes: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        lanes[host(source.url)].append(source)
    return lanes
