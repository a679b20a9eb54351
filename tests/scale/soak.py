"""Days of running on a simulated clock: what the process and its files come to, at the end of each day.

`python -m tests.scale.soak FOLDER --sources 500 --days 14` prints it as JSON.
"""

import argparse
import asyncio
import gc
import json
import os
import random
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path

from tests.scale.loop import run
from tests.scale.simulation import Web, configured, fleet, footprint, serving
from watcher.errors import TimedOut
from watcher.model import Channel, Subscription
from watcher.net import Answer

_DAY = 86_400.0
_EVERY = 6 * 3600.0
_TICK = 300.0
_STEPS = ("look", "gather", "send", "seal")
_ROWS = "".join(f"<p>Sentence number {n} of this page, which stays as it is.</p>" for n in range(40))


@dataclass
class Weather(Web):
    """A web in which pages change, sites are down, and every answer has a token of its own."""

    answers: int = 0
    changes: dict = field(default_factory=dict)

    async def get(self, url, *, headers=None):
        """What the site answers just now."""
        answer = await super().get(url, headers=headers)
        luck = self.chance.random()
        if url.endswith("/robots.txt"):
            return answer
        if luck < 0.01:
            raise TimedOut(f"{url}: no answer", url=url)
        if luck < 0.02:
            return Answer(url, url, 503, answer.headers, (), b"<p>down</p>", 11, "proven", "192.0.2.1")
        self.changes[url] = self.changes.get(url, 0) + (luck < 0.05)
        self.answers += 1
        body = (
            f"<html><head><title>Rules</title><meta name='token' content='{self.answers}'></head><body><main>"
            f"<h1>Rules</h1><p>You may apply until day {self.changes[url]} of the year.</p>{_ROWS}</main></body></html>"
        ).encode()
        return Answer(url, url, 200, answer.headers, (), body, len(body), "proven", "192.0.2.1")


class Counted:
    """Reads in the worker processes, while the simulated time stands still."""

    def __init__(self, reader):
        self._reader = reader

    async def explain(self, question):
        """What the answers say differently."""
        loop = asyncio.get_running_loop()
        loop.elsewhere += 1
        try:
            return await self._reader.explain(question)
        finally:
            loop.elsewhere -= 1


async def days(folder, sources, count, seed=11):
    """Let so many days go by."""
    chance = random.Random(seed)
    web = Weather(chance)
    configuration = configured(
        folder,
        fleet(sources, max(sources // 10, 2), _EVERY),
        channels=(Channel("box", "mailbox", {"path": str(folder / "mail")}),),
        subscriptions=(Subscription("desk", "box", cadence="daily", at=time(7), send_empty=True),),
    )
    told = []
    async with serving(configuration, web, chance, Counted, _TICK, _STEPS):
        for _ in range(count):
            await asyncio.sleep(_DAY)
            gc.collect()
            web.seen.clear()
            told.append(footprint() | _files(folder) | {"looks": web.answers})
    return told


def _files(folder):
    """What lies on the disk: bytes, and how many of some sorts; counted one by one, for a list would grow with them."""
    told = dict.fromkeys(("wal", "database", "vault", "letters", "partial"), 0)
    for place, _, names in os.walk(folder):
        rooms = Path(place).parts
        told["letters"] += len(names) if rooms[-1] == "new" else 0
        told["partial"] += len(names) if "incoming" in rooms else 0
        if "snapshots" in rooms:
            told["vault"] += sum(entry.stat().st_size for entry in os.scandir(place) if entry.is_file())
    told["database"], told["wal"] = ((folder / f"watcher.db{part}").stat().st_size for part in ("", "-wal"))
    return told


def main():
    """Simulate and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sources", type=int, default=40)
    parser.add_argument("--days", type=int, default=3)
    said = parser.parse_args()
    print(json.dumps(run(days(said.folder, said.sources, said.days))))


if __name__ == "__main__":
    main()
