"""What a lane and a tick of a fleet cost when very many pages are due at once: `python -m tools.backlog` (PostgreSQL).

After an outage of a day, all are. The time of a lane must not grow with what other hosts wait for.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from tests.fleet.postgres import serving
from watcher.fleet.queue import queue_of
from watcher.fleet.steps import Steps
from watcher.model import Source
from watcher.store import Store, open_store
from watcher.wiring.clock import RealClock

_TIMES = 5


class _Tick:
    """The steps of a fleet of which the tick alone is real; every other does nothing."""

    def __init__(self, store: Store, hosts: dict[str, str]) -> None:
        self._store = store
        self._hosts = hosts

    async def hosts(self) -> set[str]:
        """The hosts with pages that are due."""
        return {self._hosts[one] for one in self._store.agenda.due(datetime.now(UTC))}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        async def nothing(*_: object) -> None: ...

        return nothing


def seconds(ask: Callable[[], object]) -> float:
    """The least that it took."""
    took = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        ask()
        took.append(time.perf_counter() - began)
    return min(took)


async def ticks(url: str, store: Store, hosts: dict[str, str]) -> list[float]:
    """What the first tick took, which offers every host, and the next, when they all wait."""
    queue = queue_of(url, cast("Steps", _Tick(store, hosts)), lost_after=30)
    took = []
    async with queue.open_async():
        for _ in range(2):
            began = time.perf_counter()
            await queue.tasks["tick"](timestamp=0)
            took.append(time.perf_counter() - began)
    return took


def measured(url: str, folder: Path, count: int, of_host: int) -> dict[str, float]:
    """Over a store in which so many sources are due, so many on each host."""
    hosts = {f"s{at}": f"h{at // of_host}.example.org" for at in range(count)}
    with open_store(folder, url, RealClock(), alone=True) as store:
        now = datetime.now(UTC)
        store.agenda.sync([Source(name, f"https://{hosts[name]}/{name}") for name in hosts], now)
        mine = [name for name in hosts if hosts[name] == "h0.example.org"]
        lane = seconds(lambda: store.agenda.due_among(mine, now))
        first, later = asyncio.run(ticks(url, store, hosts))
    return {
        "due": count,
        "hosts": len(set(hosts.values())),
        "ms a lane asks": round(1000 * lane, 1),
        "ms the first tick": round(1000 * first),
        "ms a further tick": round(1000 * later),
    }


def main() -> None:
    """Measure, and print a line for each number of sources."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--due", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--of-host", type=int, default=50)
    said = parser.parse_args()
    with serving() as server:
        for count in said.due:
            with tempfile.TemporaryDirectory() as folder:
                print(json.dumps(measured(server.database(), Path(folder), count, said.of_host)), flush=True)


if __name__ == "__main__":
    main()
