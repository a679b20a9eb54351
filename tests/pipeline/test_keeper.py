"""What ends together is written together: who looks alone waits for nobody."""

import asyncio
import time
from contextlib import ExitStack

from watcher.pipeline.keeper import Keeper
from watcher.store import Look


class Shelf:
    """A store that remembers how many looks were written at a time."""

    def __init__(self):
        self.batches = []

    def keep(self, looks):
        """So many at once."""
        self.batches.append(len(looks))


def kept(at_work: int, looks: int, apart: float) -> Shelf:
    """What was written of looks that end so many seconds apart, while so many hosts are looked at."""
    shelf = Shelf()
    keeper = Keeper(shelf)

    async def one(number: int) -> None:
        await asyncio.sleep(number * apart)
        await keeper.keep(Look(None, None))

    async def all_of_them() -> None:
        with ExitStack() as hosts:
            for _ in range(at_work):
                hosts.enter_context(keeper.at_work())
            await asyncio.gather(*map(one, range(looks)))

    asyncio.run(all_of_them())
    keeper.close()
    return shelf


def test_looks_that_end_soon_after_each_other_are_one_batch():
    assert max(kept(2, 20, 0.0002).batches) > 5


def test_each_is_written_and_none_twice():
    assert sum(kept(3, 200, 0.0001).batches) == 200


def test_who_is_alone_is_not_kept_waiting():
    began = time.monotonic()
    shelf = kept(1, 1, 0)
    assert shelf.batches == [1]
    assert time.monotonic() - began < 5
    assert kept(1, 2, 0.05).batches == [1, 1]
