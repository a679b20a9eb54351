"""A fleet of pages on a simulated clock: the real service and store; only the answers are made up.

`python -m tests.scale.simulation FOLDER --sources 100000 --hosts 2000` prints what came of it as JSON.
"""

import argparse
import asyncio
import gc
import json
import os
import random
import sys
import threading
import time
from collections import Counter, defaultdict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from tests.scale.loop import SimulatedClock, run
from watcher.fetch.robots import Robots
from watcher.fetch.siblings import Siblings
from watcher.model import Configuration, Manners, Source
from watcher.net import Answer, Pace
from watcher.pipeline.explain import explain
from watcher.schedule.service import Service
from watcher.wiring.instance import running

HOUR = 3600.0
GAP = 2.0
CRAWL_DELAY = 10
_TICK = 5.0
_IDLE = 0.05
"""The share of a period in which, after the first round, nothing is due."""
_PAGE = (
    b"<html><head><title>A page</title></head><body><main><h1>A page</h1><p>Words that stay.</p></main></body></html>"
)
_HTML = (("content-type", "text/html; charset=utf-8"),)


@dataclass
class Host:
    """What one host saw of us."""

    under_way: int = 0
    most: int = 0
    started: float = -1e9
    shortest: float = 1e9
    """Between the starts of two looks at pages, in seconds."""


@dataclass
class Web:
    """Every host there is; each answers in its own time, and writes down how it was asked."""

    chance: random.Random
    hosts: dict = field(default_factory=lambda: defaultdict(Host))
    under_way: int = 0
    most: int = 0
    looks: Counter = field(default_factory=Counter)
    """By minute."""
    seen: dict = field(default_factory=lambda: defaultdict(list))
    """By address: when it was asked for."""

    @property
    def size(self):
        """Bytes that it holds itself."""
        noted = sum(sys.getsizeof(times) + sum(map(sys.getsizeof, times)) for times in self.seen.values())
        return noted + sum(map(sys.getsizeof, (self.seen, self.looks, self.hosts)))

    async def get(self, url, *, headers=None):
        """The answer as the client would bring it."""
        name = url.split("/")[2]
        now = asyncio.get_running_loop().time()
        host = self.hosts[name]
        is_page = not url.endswith("/robots.txt")
        if is_page:
            host.shortest, host.started = min(host.shortest, now - host.started), now
            self.looks[int(now // 60)] += 1
            self.seen[url].append(now)
        host.under_way, self.under_way = host.under_way + 1, self.under_way + 1
        host.most, self.most = max(host.most, host.under_way), max(self.most, self.under_way)
        try:
            await asyncio.sleep(self.chance.uniform(0.1, 1.0))
        finally:
            host.under_way, self.under_way = host.under_way - 1, self.under_way - 1
        return _answer(url) if is_page else _robots(url, is_slow(name))


def is_slow(name):
    """Whether the host's robots.txt asks for a crawl delay: every tenth does."""
    return int(name[1:].partition(".")[0]) % 10 == 3


def _robots(url, is_slow):
    if not is_slow:
        return Answer(url, url, 404, _HTML, (), b"", 0, "proven", "192.0.2.1")
    body = f"User-agent: *\nCrawl-delay: {CRAWL_DELAY}\n".encode()
    return Answer(url, url, 200, (("content-type", "text/plain"),), (), body, len(body), "proven", "192.0.2.1")


def _answer(url):
    return Answer(url, url, 200, _HTML, (), _PAGE, len(_PAGE), "proven", "192.0.2.1")


class Here:
    """Reads in this process, and the same words once: what reading costs is measured elsewhere."""

    def __init__(self):
        self._read = {}

    async def explain(self, question):
        """What the answers say differently."""
        said = question.after.payload.sha256
        if question.before is not None:
            return explain(question)
        if said not in self._read:
            self._read[said] = explain(question)
        return self._read[said]


def fleet(sources, hosts, every):
    """Sources over hosts of very different size: one has a twentieth of all pages, the others share the rest."""
    large = sources // 20
    return tuple(
        Source(
            f"p{n}",
            f"https://h{0 if n < large else 1 + n % (hosts - 1)}.gov/p{n}",
            every=timedelta(seconds=every),
            learn_moving=False,
        )
        for n in range(sources)
    )


@asynccontextmanager
async def serving(configuration, web, chance, reader, tick=_TICK, steps=("look",)):
    """The service as it runs, but for what goes out; it tries these steps every so many seconds."""
    clock, manners = SimulatedClock(asyncio.get_running_loop()), configuration.manners
    async with running(configuration, clock=clock) as instance:
        pace = Pace(manners, clock, chance.random)
        robots = Robots(web, clock, manners, pace)
        siblings = Siblings(web, robots, pace, clock, lambda: "no-such-page")
        parts = {"client": web, "pace": pace, "robots": robots, "siblings": siblings, "reader": reader(instance.reader)}
        service = Service(replace(instance, jitter=chance.random, **parts), lambda _: None, asyncio.Event())
        ticking = asyncio.create_task(_tick(service, tick, steps))
        try:
            yield instance
        finally:
            ticking.cancel()
            await asyncio.wait([ticking])
            await service.drain()


async def _tick(service, seconds, names):
    steps = [(name, step) for name, step in service.steps if name in names]
    under_way = {}
    try:
        while True:
            for name, step in steps:
                if name == "look" or name not in under_way:
                    one = under_way[name] = asyncio.create_task(service.tick(name, step))
                    one.add_done_callback(
                        lambda _, name=name, one=one: under_way.get(name) is one and under_way.pop(name)
                    )
            await asyncio.sleep(seconds)
    finally:
        await asyncio.sleep(0)  # the last ones are under way before the service is asked to end what is


def configured(folder, sources, **said):
    """A configuration whose store lies in the folder."""
    return Configuration(
        sources,
        manners=Manners(host_gap=GAP),
        vault=str(folder / "snapshots"),
        database=f"sqlite:///{folder / 'watcher.db'}",
        **said,
    )


def footprint():
    """What the process holds: memory in MB, open files, threads."""
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return {
        "mb": round(resident / 1e6, 1),
        "files": sum(1 for _ in Path("/proc/self/fd").iterdir()),
        "threads": threading.active_count(),
    }


async def day(folder, sources, hosts, every, seed=7):
    """A first round over everything, the rest of the day as planned, a day switched off, what follows."""
    chance = random.Random(seed)
    web = Web(chance)
    watched = fleet(sources, hosts, every)
    configuration = configured(folder, watched)
    told = {"sources": sources, "hosts": hosts}

    async def stretch(name, share):
        """Let a share of the period go by; what came of it is written down at once."""
        begun, since = time.process_time(), asyncio.get_running_loop().time()
        await asyncio.sleep(every * share)
        idle = told.get("idle", {}).get("cpu_s", 0) * share / _IDLE if name != "idle" else 0
        told[name] = _stretch(web, since, since + every * share, time.process_time() - begun - idle) | footprint()
        (folder / "told.json").write_text(json.dumps(told, indent=1))

    async with serving(configuration, web, chance, lambda _: Here()):
        await stretch("first_round", 0.5 - _IDLE)
        await stretch("idle", _IDLE)
        await stretch("as_planned", 0.5)
    await asyncio.sleep(every)
    woke = asyncio.get_running_loop().time()
    async with serving(configuration, web, chance, lambda _: Here()):
        await stretch("after_a_day_off", 0.5)
    late = {one.url: min(at for at in web.seen[one.url] if at >= woke) - woke for one in watched}
    told["by_host"] = {
        "most_at_once": max(host.most for host in web.hosts.values()),
        "shortest_gap_s": round(min(host.shortest for host in web.hosts.values()), 3),
        "shortest_gap_where_asked_s": round(min(host.shortest for name, host in web.hosts.items() if is_slow(name)), 3),
    }
    return told | {
        "most_at_once": web.most,
        "pages_missed": sum(len(web.seen[one.url]) < 2 for one in watched),
        "looked_at_too_often": sum(len(web.seen[one.url]) > 4 for one in watched),
        "first_seen_by_s": _by_size(watched, lambda url: web.seen[url][0]),
        "seen_after_a_day_off_by_s": _by_size(watched, late.get),
        "peak_mb": _peak(),
        "mb_of_the_web": round(web.size / 1e6, 1),
    }


def _by_size(watched, when):
    """The last moment at which a page was seen, on the large host and on the others."""
    of_large = {one.url: "//h0." in one.url for one in watched}
    return {
        "large_host": round(max(when(url) for url, is_large in of_large.items() if is_large)),
        "small_hosts": round(max(when(url) for url, is_large in of_large.items() if not is_large)),
    }


def _stretch(web, since, until, cpu):
    """The looks of a stretch: how many, the busiest minute beside the mean, what they cost, idle ticks aside."""
    looks = [web.looks[minute] for minute in range(int(since // 60), int(until // 60))]
    return {
        "looks": sum(looks),
        "busiest_minute": max(looks),
        "mean_minute": round(sum(looks) / len(looks), 1),
        "cpu_s": round(cpu, 1),
        "cpu_ms_per_look": round(cpu * 1000 / sum(looks), 3) if any(looks) else None,
    }


def _peak():
    status = Path("/proc/self/status").read_text()
    return round(int(status.partition("VmHWM:")[2].split()[0]) / 1000, 1)


def main():
    """Simulate and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sources", type=int, default=1000)
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument("--every", type=float, default=24 * HOUR)
    said = parser.parse_args()
    gc.collect()
    print(json.dumps(run(day(said.folder, said.sources, said.hosts, said.every)), indent=1))


if __name__ == "__main__":
    main()
