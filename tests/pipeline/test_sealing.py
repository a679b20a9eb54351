"""Seals at work: made when something is new, stamped by authorities that may be down, slow, wrong or hostile."""

import asyncio
import subprocess
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from tests.tsa import Authority as Made
from watcher.cli.seal_text import seals_form
from watcher.model import Authority, Configuration, Manners, Outcome, Seals, Snapshot, Source, Subscription
from watcher.pipeline.sealing import Notary, is_overdue, seal_and_stamp
from watcher.store import Look
from watcher.store.seals.seals import manifest_path, stamp_paths
from watcher.wiring.instance import running

HOUR = timedelta(hours=1)


class Hand:
    """A clock whose hands the test moves; seconds that a wait takes are the machine's."""

    boot = ""

    def __init__(self):
        self.at = datetime.now(UTC).replace(microsecond=0)
        self.start = self.at

    def now(self):
        """Where the hands stand."""
        return self.at

    def monotonic(self):
        """Seconds since the start."""
        return (self.at - self.start).total_seconds()

    async def sleep(self, seconds):
        """Move on."""
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def authority(tmp_path):
    """An authority on loopback."""
    made = Made(tmp_path / "authority")
    yield made
    made.close()


@asynccontextmanager
async def sealing(folder, *authorities, clock=None):
    """A watcher in that folder whose seals these authorities stamp."""
    configuration = Configuration(
        (Source("page", "https://example.gov/page"),),
        subscriptions=(Subscription("desk", "box", cadence="at-once"),),
        manners=Manners(allow_private=("127.0.0.1/32",), total_deadline=2.0),
        vault=str(folder / "snapshots"),
        database=f"sqlite:///{folder / 'watcher.db'}",
        seals=Seals(authorities=authorities),
    )
    async with running(configuration, clock=clock or Hand()) as instance:
        yield instance


def named(made, name="local"):
    """How the authority stands in the configuration."""
    return Authority(name, made.url, str(made.chain))


def write(instance, snapshot, minute=0):
    """Something new in the store."""
    instance.store.keep([Look(snapshot(instance, minute))])


@pytest.fixture
def snapshot():
    """Makes a look that brought nothing."""

    def made(instance, minute):
        from_ = instance.clock.now() + timedelta(minutes=minute)
        return Snapshot("page", "https://example.gov/page", from_, from_, Outcome.TIMEOUT)

    return made


def stamps(folder, number):
    """The names of the files of that seal's stamps."""
    return [path.name for path in stamp_paths(folder / "snapshots", number)]


def test_a_seal_is_stamped_and_openssl_agrees(tmp_path, authority):
    async def story():
        async with sealing(tmp_path, named(authority)) as instance:
            assert (await seal_and_stamp(instance)).number == 1
            assert instance.store.verify() == []

    asyncio.run(story())
    assert stamps(tmp_path, 1) == ["00000001.sha256.local.tsr"]
    checked = (
        "openssl ts -verify -data seals/00000001.sha256 -in seals/00000001.sha256.local.tsr -CAfile tsa/local-chain.pem"
    )
    done = subprocess.run(["bash", "-c", checked], cwd=tmp_path / "snapshots", capture_output=True, text=True)
    assert "Verification: OK" in done.stdout + done.stderr


WRONG = ["busy", "slow", "rejects", "other nonce", "other imprint", "garbage", "huge", "down", "no chain"]


@pytest.mark.parametrize("manner", WRONG)
def test_an_authority_that_is_wrong_stops_nothing_and_is_on_record_once_a_day(tmp_path, authority, snapshot, manner):
    authority.manner = manner
    asked = named(authority)
    if manner == "down":
        asked = Authority("local", "http://127.0.0.1:9/tsa")
    if manner == "no chain":
        asked = Authority("local", authority.url, str(tmp_path / "nowhere.pem"))

    async def story():
        clock = Hand()
        async with sealing(tmp_path, asked, clock=clock) as instance:
            notary = Notary(instance)
            started = time.monotonic()
            await notary.seal_if_new()
            await notary.stamp()
            assert time.monotonic() - started < 8
            for _ in range(12):
                clock.at += HOUR
                if manner != "slow":
                    await notary.stamp()
            assert stamps(tmp_path, 1) == []
            assert instance.store.verify() == []
            write(instance, snapshot)
            await notary.seal_if_new()
            assert instance.store.sealed == 2
            clock.at += 13 * HOUR
            form = seals_form(instance.store, instance.configuration, clock.now())
            assert form["authorities"][0]["overdue"]

    asyncio.run(story())
    ledger = b"".join(path.read_bytes() for path in sorted((tmp_path / "snapshots" / "ledger").iterdir()))
    assert ledger.count(b'"type":"tsa_failure"') == 1


def test_a_stamp_under_an_expired_certificate_is_not_taken(tmp_path):
    old = Made(tmp_path / "old", days=-1)
    try:

        async def story():
            async with sealing(tmp_path, named(old)) as instance:
                await seal_and_stamp(instance)
                assert instance.store.stamped("local").seal == 0

        asyncio.run(story())
    finally:
        old.close()


def test_a_stamp_of_somebody_else_is_not_taken(tmp_path, authority):
    other = Made(tmp_path / "other")
    other.close()

    async def story():
        asked = Authority("local", authority.url, str(other.chain))
        async with sealing(tmp_path, asked) as instance:
            await seal_and_stamp(instance)
            assert instance.store.stamped("local").seal == 0

    asyncio.run(story())


def test_who_was_down_is_asked_for_the_latest_seal_also_after_a_restart(tmp_path, authority, snapshot):
    authority.manner = "garbage"
    clock = Hand()

    async def before():
        async with sealing(tmp_path, named(authority), clock=clock) as instance:
            for minute in (1, 2):
                write(instance, snapshot, minute)
                await seal_and_stamp(instance)

    async def after():
        async with sealing(tmp_path, named(authority), clock=clock) as instance:
            await Notary(instance).stamp()
            assert instance.store.stamped("local").waiting_since is None

    asyncio.run(before())
    authority.manner = "honest"
    asyncio.run(after())
    assert stamps(tmp_path, 1) == []
    assert stamps(tmp_path, 2) == ["00000002.sha256.local.tsr"]


def test_waits_grow_while_an_authority_is_down(tmp_path, authority):
    authority.manner = "garbage"
    clock = Hand()

    async def story():
        async with sealing(tmp_path, named(authority), clock=clock) as instance:
            notary = Notary(instance)
            await notary.seal_if_new()
            for _ in range(24 * 60):
                await notary.stamp()
                clock.at += timedelta(minutes=1)

    asyncio.run(story())
    assert 8 <= authority.asked <= 14


def test_two_authorities_stamp_beside_each_other_and_one_that_is_down_keeps_the_other_from_nothing(tmp_path, authority):
    async def story():
        down = Authority("down", "http://127.0.0.1:9/tsa")
        async with sealing(tmp_path, down, named(authority, "up")) as instance:
            await seal_and_stamp(instance)

    asyncio.run(story())
    assert stamps(tmp_path, 1) == ["00000001.sha256.up.tsr"]


def test_nothing_new_is_no_seal_and_no_question(tmp_path, authority):
    async def story():
        async with sealing(tmp_path, named(authority)) as instance:
            notary = Notary(instance)
            for _ in range(50):
                await notary.seal_if_new()
                await notary.stamp()
            assert instance.store.sealed == 1

    asyncio.run(story())
    assert authority.asked == 1


def test_any_flipped_bit_of_a_stamp_is_found(tmp_path, authority, snapshot):
    async def story():
        async with sealing(tmp_path, named(authority)) as instance:
            await seal_and_stamp(instance)
            write(instance, snapshot)
            await seal_and_stamp(instance)  # only the next seal covers the certificates that a stamp brings along
            (path,) = stamp_paths(tmp_path / "snapshots", 1)
            whole = path.read_bytes()
            path.chmod(0o640)
            for at in range(0, len(whole), 41):
                path.write_bytes(bytes([*whole[:at], whole[at] ^ 1, *whole[at + 1 :]]))
                assert instance.store.verify() != [], at
            path.write_bytes(whole)
            assert instance.store.verify() == []

    asyncio.run(story())


def test_the_next_seal_names_the_stamps_of_the_one_before(tmp_path, authority, snapshot):
    async def story():
        async with sealing(tmp_path, named(authority)) as instance:
            await seal_and_stamp(instance)
            write(instance, snapshot)
            await seal_and_stamp(instance)
            manifest = manifest_path(tmp_path / "snapshots", 2).read_text()
            assert "  seals/00000001.sha256.local.tsr\n" in manifest
            assert instance.store.verify() == []

    asyncio.run(story())


def test_a_stamp_owed_for_less_than_a_day_is_no_alarm(tmp_path):
    async def story():
        clock = Hand()
        down = Authority("local", "http://127.0.0.1:9/tsa")
        async with sealing(tmp_path, down, clock=clock) as instance:
            await seal_and_stamp(instance)
            owed = instance.store.stamped("local")
            assert not is_overdue(owed, clock.at + 23 * HOUR)
            assert is_overdue(owed, clock.at + 25 * HOUR)

    asyncio.run(story())
