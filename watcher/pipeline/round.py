"""One round: look at many sources at once, politely, and compare what they answered."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice

from watcher.errors import StoreError
from watcher.fetch.fetching import Fetched
from watcher.model import Outcome, Severity, Snapshot, Source, Standing, Told
from watcher.pipeline.compare import compare
from watcher.pipeline.instance import Instance
from watcher.pipeline.look import ask, keep
from watcher.urls import host

_STANDINGS_AT_ONCE = 50


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

    @property
    def is_first(self) -> bool:
        """The source's first version: kept, told to nobody."""
        return self.new_version and self.version == 1

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


class Round:
    """Sources being checked at once; what one of them breaks waits until the others are done."""

    def __init__(self, instance: Instance, report: Callable[[Checked], None]) -> None:
        self._instance = instance
        self._report = report
        self._places = asyncio.Semaphore(instance.configuration.manners.concurrency)
        self._faults: list[Exception] = []

    async def check(self, sources: Sequence[Source]) -> None:
        """Look at each source and compare; each host has lanes of its own, so that a slow one keeps no other waiting.

        Raises StoreError at once, and at the end an ExceptionGroup of the faults of ours that came to light.
        """
        try:
            await self._run_lanes(sources)
        except BaseExceptionGroup as group:
            raise _first(group) from None
        if self._faults:
            raise ExceptionGroup(f"{len(self._faults)} of {len(sources)} sources could not be checked", self._faults)

    async def _run_lanes(self, sources: Sequence[Source]) -> None:
        at_once = self._instance.configuration.manners.host_concurrency
        async with asyncio.TaskGroup() as lanes:
            for of_host in _by_host(sources).values():
                queue = iter(of_host)
                for _ in range(min(len(of_host), at_once)):
                    lanes.create_task(self._lane(queue))

    async def _lane(self, queue: Iterator[Source]) -> None:
        """Ask one host for one page after the other; what is made of an answer goes on meanwhile."""
        store = self._instance.store
        async with asyncio.TaskGroup() as under_way:
            while some := list(islice(queue, _STANDINGS_AT_ONCE)):
                ids = [source.id for source in some]
                standings = await self._instance.keeper.ask(partial(store.agenda.standings, ids))
                for source in some:
                    with self._noting_faults():
                        fetched = await ask(self._instance, source, standings[source.id])
                        await self._places.acquire()
                        under_way.create_task(self._conclude(source, standings[source.id], fetched))

    async def _conclude(self, source: Source, standing: Standing, fetched: Fetched) -> None:
        try:
            with self._noting_faults():
                self._report(await _check_one(self._instance, source, standing, fetched))
        finally:
            self._places.release()

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


async def check(instance: Instance, sources: Sequence[Source], report: Callable[[Checked], None]) -> None:
    """Look at each source once and compare; `report` hears of each as soon as it is done."""
    await Round(instance, report).check(sources)


async def due(instance: Instance, sources: Sequence[Source]) -> list[Source]:
    """Those of the sources whose time has come, the longest waiting first."""
    chosen = {source.id: source for source in sources}
    ids = await instance.keeper.ask(lambda: instance.store.agenda.due(instance.clock.now()))
    return [chosen[source_id] for source_id in ids if source_id in chosen]


async def finish(instance: Instance) -> None:
    """Compare what was looked at but never compared, because a run was cut off."""
    for source_id in await instance.keeper.ask(instance.store.uncompared_sources):
        if source := instance.sources.get(source_id):
            await compare(instance, source)


def _by_host(sources: Sequence[Source]) -> dict[str, list[Source]]:
    lanes: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        lanes[host(source.url)].append(source)
    return lanes


async def _check_one(instance: Instance, source: Source, standing: Standing, fetched: Fetched) -> Checked:
    seen = await keep(instance, standing, fetched)
    outcome = seen.snapshot.outcome
    if seen.recognised:
        return Checked(source, seen.snapshot, outcome, standing.version)
    told = await compare(instance, source)
    now = await instance.keeper.ask(lambda: instance.store.agenda.standing(source.id))
    died = bool(now.away) and now.away[-1][1] is Outcome.UNREADABLE
    return Checked(
        source,
        seen.snapshot,
        Outcome.UNREADABLE if died else outcome,
        now.version or None,
        now.version > standing.version,
        tuple(one for one in told if one.findings),
    )
