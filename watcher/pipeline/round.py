"""One round: look at many sources at once, politely, and compare what they answered."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from watcher.fetch import Fetched
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


async def check(instance: Instance, sources: Sequence[Source], report: Callable[[Checked], None]) -> None:
    """Look at each source and compare; `report` hears of each as soon as it is done.

    First what an interrupted round left uncompared is finished. Each host has lanes of its own, so a
    slow or polite host keeps no other waiting.
    """
    await finish(instance)
    places = asyncio.Semaphore(instance.configuration.manners.concurrency)
    async with asyncio.TaskGroup() as lanes:
        for of_host in _by_host(sources).values():
            queue = iter(of_host)
            for _ in range(min(len(of_host), instance.configuration.manners.host_concurrency)):
                lanes.create_task(_lane(instance, queue, places, report))


async def check_due(instance: Instance, report: Callable[[Checked], None]) -> None:
    """Check the sources whose time has come."""
    await check(instance, await due(instance, instance.configuration.sources), report)


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


async def _lane(
    instance: Instance, queue: Iterator[Source], places: asyncio.Semaphore, report: Callable[[Checked], None]
) -> None:
    """Ask one host for one page after the other; what is made of an answer goes on meanwhile."""
    async with asyncio.TaskGroup() as under_way:
        while some := list(islice(queue, _STANDINGS_AT_ONCE)):
            standings = await instance.keeper.ask(
                partial(instance.store.agenda.standings, [source.id for source in some])
            )
            for source in some:
                fetched = await ask(instance, source, standings[source.id])
                await places.acquire()
                under_way.create_task(_conclude(instance, source, standings[source.id], fetched, places, report))


async def _conclude(
    instance: Instance,
    source: Source,
    standing: Standing,
    fetched: Fetched,
    places: asyncio.Semaphore,
    report: Callable[[Checked], None],
) -> None:
    try:
        report(await _check_one(instance, source, standing, fetched))
    finally:
        places.release()


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
