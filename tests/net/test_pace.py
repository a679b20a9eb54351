import asyncio
import contextlib

from watcher.model import Manners
from watcher.net import Pace


class Clock:
    """Moves only by being waited for."""

    boot = ""

    def __init__(self):
        self.seconds = 1000.0
        self.waits = []

    def monotonic(self):
        """Seconds."""
        return self.seconds

    async def sleep(self, seconds):
        """Move on."""
        self.waits.append(seconds)
        until = self.seconds + seconds
        await asyncio.sleep(0)
        self.seconds = max(self.seconds, until)


def starts(pace, clock, hosts, work=0.0, gap=None):
    seen = []

    async def visit(host):
        async with pace.turn(host, gap):
            seen.append((host, clock.seconds))
            await asyncio.sleep(0)
            clock.seconds += work

    async def all_of_them():
        await asyncio.gather(*(visit(host) for host in hosts))

    asyncio.run(all_of_them())
    return seen


def test_starts_on_one_host_are_a_gap_apart():
    clock = Clock()
    seen = starts(Pace(Manners(host_gap=2), clock), clock, ["ice.test"] * 4)
    assert [at for _, at in seen] == [1000, 1002, 1004, 1006]


def test_the_gap_is_counted_from_start_to_start():
    clock = Clock()
    seen = starts(Pace(Manners(host_gap=2), clock), clock, ["ice.test"] * 3, work=1.5)
    assert [at for _, at in seen] == [1000, 1002, 1004]
    assert clock.waits == [0.5, 0.5]


def test_other_hosts_do_not_wait():
    clock = Clock()
    seen = starts(Pace(Manners(host_gap=2), clock), clock, ["a.test", "b.test", "c.test"])
    assert {at for _, at in seen} == {1000}


def test_jitter_makes_gaps_longer_never_shorter():
    clock = Clock()
    seen = starts(Pace(Manners(host_gap=2), clock, lambda: 1.0), clock, ["a.test"] * 2)
    assert abs(seen[1][1] - seen[0][1] - 2.2) < 1e-9


def test_a_gap_of_nothing_waits_for_nothing():
    clock = Clock()
    starts(Pace(Manners(host_gap=0), clock), clock, ["a.test"] * 50)
    assert clock.waits == []


def test_only_so_many_are_at_one_host_at_once():
    async def crowd(manners, hosts):
        clock, inside, most = Clock(), [], []
        pace = Pace(manners, clock)

        async def visit(host):
            async with pace.turn(host):
                inside.append(host)
                most.append(len(inside))
                await asyncio.sleep(0)
                inside.remove(host)

        await asyncio.gather(*(visit(host) for host in hosts))
        return max(most)

    assert asyncio.run(crowd(Manners(host_gap=0, host_concurrency=1), ["a.test"] * 9)) == 1
    assert asyncio.run(crowd(Manners(host_gap=0, host_concurrency=3), ["a.test"] * 9)) == 3
    many = [f"{number}.test" for number in range(40)]
    assert asyncio.run(crowd(Manners(host_gap=0, concurrency=7), many)) == 7


def test_a_host_that_waits_takes_no_place_from_others():
    clock = Clock()
    seen = starts(Pace(Manners(host_gap=5, concurrency=1), clock), clock, ["slow.test", "slow.test", "other.test"])
    assert [host for host, _ in seen] == ["slow.test", "other.test", "slow.test"]


def test_a_crawl_delay_makes_the_next_start_later():
    clock = Clock()
    pace = Pace(Manners(host_gap=2), clock)
    seen = []

    async def visits():
        for _ in range(3):
            async with pace.turn("a.test"):
                seen.append(clock.seconds)
                pace.slow_down("a.test", 10)
                pace.slow_down("a.test", 3)

    asyncio.run(visits())
    assert seen == [1000, 1010, 1020]


def test_a_failed_or_cancelled_turn_gives_its_place_back():
    clock = Clock()
    pace = Pace(Manners(host_gap=0, concurrency=1), clock)

    async def visits():
        with contextlib.suppress(ValueError):
            async with pace.turn("a.test"):
                raise ValueError
        async with pace.turn("a.test"):
            waiting = asyncio.create_task(starve(pace))
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        async with asyncio.timeout(1), pace.turn("b.test"):
            pass
        assert pace.hosts == 0

    async def starve(pace):
        async with pace.turn("a.test"):
            pass

    asyncio.run(visits())


def test_idle_hosts_are_forgotten():
    clock = Clock()
    pace = Pace(Manners(host_gap=2), clock)

    async def visits():
        for number in range(2000):
            async with pace.turn(f"{number}.test"):
                clock.seconds += 1
            assert pace.hosts < 600

    asyncio.run(visits())


def test_a_turn_that_asks_for_something_else_first_counts_its_gap_from_the_page_itself():
    clock = Clock()
    pace = Pace(Manners(host_gap=2), clock)
    seen = []

    async def visit():
        async with pace.turn("ice.test"):
            clock.seconds += 1.5  # robots.txt
            pace.begin("ice.test")
            seen.append(clock.seconds)

    async def twice():
        await asyncio.gather(visit(), visit())

    asyncio.run(twice())
    assert seen[1] - seen[0] >= 2
