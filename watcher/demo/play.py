"""The demo played: the real pipeline over the bundled pages, weeks in seconds."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from watcher import sources
from watcher.demo.configuration import ADDRESSES, demo_sources_yaml, demo_watcher_yaml
from watcher.demo.script import ROUNDS, START, Round
from watcher.demo.site import Site
from watcher.model import Finding, Message
from watcher.pipeline.gather import gather
from watcher.pipeline.instance import Instance
from watcher.pipeline.round import Checked, check
from watcher.pipeline.send import send
from watcher.wiring.instance import running

_MORNING_AFTER = timedelta(hours=23)


@dataclass(frozen=True, slots=True)
class Played:
    """One round as it went."""

    round: Round
    checked: tuple[Checked, ...]
    messages: tuple[Message, ...]

    @property
    def findings(self) -> dict[str, tuple[Finding, ...]]:
        """Source id → the findings that this round told of it."""
        return {
            checked.source.id: tuple(finding for told in checked.told for finding in told.findings)
            for checked in self.checked
        }


class SimulatedClock:
    """A clock that is moved by hand; waiting on it takes no time."""

    boot = ""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The simulated instant; each reading is a millisecond later, as no two looks are at once."""
        self._now += timedelta(milliseconds=1)
        return self._now

    def monotonic(self) -> float:
        """Seconds of this machine: deadlines are real."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let others run, and let the simulated time pass."""
        self._now += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    def set(self, moment: datetime) -> None:
        """Move on to that instant; never back."""
        self._now = max(self._now, moment)


class LoopbackResolver:
    """Knows the demo's hosts and no other."""

    async def resolve(self, host: str) -> list[str]:
        """The one address of a demo host."""
        return [ADDRESSES[host]]


def play(folder: Path, report: Callable[[Played], None] = lambda _: None) -> tuple[Played, ...]:
    """Play all rounds in that folder, which is made; `report` hears of each round."""
    folder.mkdir(parents=True, exist_ok=True)
    site = Site()
    port = site.start()
    try:
        (folder / "sources.yaml").write_text(demo_sources_yaml(port), encoding="utf-8")
        (folder / "watcher.yaml").write_text(demo_watcher_yaml(port), encoding="utf-8")
        return asyncio.run(_play(folder, site, report))
    finally:
        site.stop()


async def _play(folder: Path, site: Site, report: Callable[[Played], None]) -> tuple[Played, ...]:
    clock = SimulatedClock(START)
    played = []
    async with running(sources.load(folder, {}), clock=clock, resolver=LoopbackResolver()) as instance:
        for number, shown in enumerate(ROUNDS):
            site.set_round(number)
            clock.set(START + shown.after)
            checked: list[Checked] = []
            await check(instance, instance.configuration.sources, checked.append)
            messages = await _tell(instance, clock, ROUNDS[number + 1 : number + 2])
            played.append(Played(shown, tuple(checked), messages))
            report(played[-1])
    return tuple(played)


async def _tell(instance: Instance, clock: SimulatedClock, following: Sequence[Round]) -> tuple[Message, ...]:
    """What goes out at once; and the next morning, unless the next round comes first."""
    messages = await gather(instance)
    await send(instance)
    morning = clock.now() + _MORNING_AFTER
    if all(START + shown.after > morning for shown in following):
        clock.set(morning)
        messages = (*messages, *await gather(instance))
        await send(instance)
    return messages
