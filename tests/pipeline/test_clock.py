"""A wall clock that jumps: it goes on record, nothing is lost, nothing is done twice."""

import asyncio
import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from watcher.model import Subscription
from watcher.pipeline.gather import gather
from watcher.pipeline.round import due
from watcher.pipeline.timekeeping import Timekeeper
from watcher.wiring.clock import RealClock

YEAR = timedelta(days=365)
HOUR = timedelta(hours=1)


class TwoHands:
    """A wall clock and a monotonic one, moved apart by the test."""

    boot = ""

    def __init__(self, at=datetime(2026, 11, 20, 12, tzinfo=UTC)):
        self.at = at
        self.passed = 0.0

    def now(self):
        """The wall clock."""
        return self.at

    def monotonic(self):
        """The other one."""
        return self.passed

    async def sleep(self, seconds):
        """Time goes by on both."""
        self.goes(timedelta(seconds=seconds))
        await asyncio.sleep(0)

    def goes(self, length):
        """Time goes by on both."""
        self.at += length
        self.passed += length.total_seconds()


def jumps(folder):
    """Every clock_jump record, in order."""
    lines = b"".join(path.read_bytes() for path in sorted((folder / "snapshots" / "ledger").iterdir())).splitlines()
    return [one for one in map(json.loads, lines) if one["type"] == "clock_jump"]


@pytest.mark.parametrize("jump", [YEAR, -YEAR, timedelta(minutes=2), -timedelta(minutes=2), 8 * HOUR])
def test_a_jump_is_on_record_once(tmp_path, watch, jump):
    async def story():
        clock = TwoHands()
        async with watch({"a": "https://a.gov/"}, clock=clock) as w:
            keeper = Timekeeper(w.instance)
            clock.goes(timedelta(seconds=5))
            assert not await keeper.has_jumped()
            clock.at += jump
            clock.goes(timedelta(seconds=5))
            assert await keeper.has_jumped()
            clock.goes(timedelta(seconds=5))
            assert not await keeper.has_jumped()
            assert w.store.verify() == []

    asyncio.run(story())
    (record,) = jumps(tmp_path)
    assert record["seconds"] == jump.total_seconds()


def test_slewing_is_no_jump(tmp_path, watch):
    async def story():
        clock = TwoHands()
        async with watch({"a": "https://a.gov/"}, clock=clock) as w:
            keeper = Timekeeper(w.instance)
            for _ in range(100):
                clock.at += timedelta(seconds=1)
                clock.goes(timedelta(seconds=5))
                assert not await keeper.has_jumped()

    asyncio.run(story())
    assert jumps(tmp_path) == []


@pytest.mark.parametrize("jump", [8 * HOUR, YEAR, -YEAR])
def test_each_source_is_looked_at_once_after_a_jump_and_then_in_its_rhythm(watch, says, jump):
    async def story():
        clock = TwoHands()
        addresses = {name: f"https://{name}.gov/" for name in "abc"}
        async with watch(addresses, clock=clock, every=6 * HOUR) as w:
            w.script.says = {url: says("Words.") for url in addresses.values()}
            await w.check()
            clock.at += jump
            clock.goes(timedelta(seconds=5))
            w.script.asked.clear()
            while ready := await due(w.instance):
                await w.check(*ready)
            assert sorted(w.script.asked) == sorted(addresses.values())
            looks = 0
            for _ in range(24):
                clock.goes(HOUR)
                if ready := await due(w.instance):
                    looks += len(await w.check(*ready))
            assert looks == 12
            seqs = [one.started_at for one in reversed(w.store.history.snapshots("a"))]
            assert len(seqs) == 6  # in the order in which they were kept, whatever the clock said
            assert w.store.verify() == []

    asyncio.run(story())


@pytest.mark.parametrize("around", ["2026-03-08", "2026-11-01"])
@pytest.mark.parametrize("slot", [time(1, 30), time(2, 30), time(7, 0)])
def test_where_the_hour_changes_each_day_has_one_digest(watch, around, slot):
    zone = ZoneInfo("America/New_York")
    change = datetime.fromisoformat(around).replace(tzinfo=zone)

    async def story():
        clock = TwoHands((change - timedelta(days=2)).astimezone(UTC))
        desk = Subscription("desk", "box", cadence="daily", at=slot, timezone=str(zone), send_empty=True)
        windows = []
        async with watch({"a": "https://a.gov/"}, clock=clock, subscriptions=[desk]) as w:
            while clock.at < (change + timedelta(days=3)).astimezone(UTC):
                windows += [message.record["window"] for message in await gather(w.instance)]
                clock.goes(timedelta(minutes=15))
        first = (change - timedelta(days=3)).date()
        assert windows == [f"{first + timedelta(days=n)}/daily" for n in range(6)]

    asyncio.run(story())


@pytest.mark.parametrize("jump", [YEAR, -YEAR, 8 * HOUR])
def test_a_jump_neither_loses_nor_repeats_what_a_digest_tells(watch, says, jump):
    async def story():
        clock = TwoHands()
        desk = Subscription("desk", "box", cadence="daily")
        told = []
        async with watch({"a": "https://a.gov/"}, clock=clock, subscriptions=[desk], every=HOUR) as w:
            for day in range(4):
                w.script.says["https://a.gov/"] = says(f"Applicants must wait {day + 2} days.", "They may appeal.")
                await w.check()
                if day == 1:
                    clock.at += jump
                for _ in range(24):
                    clock.goes(HOUR)
                    told += [entry["id"] for one in await gather(w.instance) for entry in one.record["entries"]]
            found = [told.finding_id(0) for told in w.store.history.changes() if told.findings]
        assert sorted(told) == sorted(found)
        assert len(found) == 3

    asyncio.run(story())


def test_a_start_of_the_machine_is_named_without_giving_its_id_away():
    kept = Path("/proc/sys/kernel/random/boot_id")
    boot = RealClock().boot
    assert boot == RealClock().boot
    assert (len(boot) == 16 and boot not in kept.read_text().replace("-", "")) if kept.exists() else boot == ""
