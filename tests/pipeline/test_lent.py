"""Who was lent the store has it alone; the writes of the service wait, and none is lost."""

import asyncio
import threading

from watcher.model import Source
from watcher.pipeline.keeper import Keeper
from watcher.store import open_store
from watcher.wiring.clock import RealClock

OFTEN = 10


def test_what_is_lent_is_had_alone_and_comes_back(tmp_path):
    clock = RealClock()
    with open_store(tmp_path / "snapshots", f"sqlite:///{tmp_path / 'watcher.db'}", clock) as store:
        keeper, within, seen = Keeper(store), [], []

        def borrow():
            for number in range(OFTEN):
                with keeper.lent() as lent:
                    within.append(number)
                    lent.agenda.sync([Source("one", f"https://www.dhs.test/{number}")], clock.now())
                    within.pop()

        async def write():
            while other.is_alive():
                seen.append(await keeper.ask(lambda: len(within)))

        other = threading.Thread(target=borrow)
        other.start()
        asyncio.run(write())
        other.join()
        keeper.close()
        assert set(seen) == {0}
        assert store.agenda.standing("one").version == 0
