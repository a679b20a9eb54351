"""A page on which a reader hangs, dies or runs out of memory costs itself one look and nobody else anything."""

import asyncio
import multiprocessing
import os
import signal
import time

import psutil
import pytest

from tests.promises.hostile import GOOD, answer, says, unreadable
from watcher.errors import ReadingFailed
from watcher.model import Payload, Source
from watcher.pipeline.reader import WorkerReader

PAGE = Source("page", "http://page.test/", "A page")
HEAVY = b"<!doctype html><title>Heavy</title>" + b"<p>a" * 2_000_000
LIMIT = 30.0


def payload(body: bytes) -> Payload:
    """A page with this body."""
    return Payload(body, "text/html", PAGE.url)


def workers() -> list[psutil.Process]:
    """The readers of this process, ready or at work."""
    return readers_of(psutil.Process())


def readers_of(process: psutil.Process) -> list[psutil.Process]:
    """What the process that forks them has forked."""
    forks = [one for one in process.children() if "forkserver" in " ".join(one.cmdline())]
    return [reader for one in forks for reader in one.children()]


@pytest.mark.timeout(300)
def test_what_hangs_other_parsers_is_read_or_given_up_within_the_limit_and_nothing_of_it_stays():
    async def read():
        took = {}
        async with WorkerReader(1) as reader:
            for name, body in unreadable().items():
                began = time.monotonic()
                document = await reader.read(payload(body), PAGE)
                took[name] = time.monotonic() - began
                assert document.lossy or document.words, name
            assert (await reader.read(payload(GOOD), PAGE)).words > 1000
        return took

    assert max(asyncio.run(read()).values()) < LIMIT


def test_a_worker_that_dies_on_a_page_costs_that_page_alone():
    async def read():
        async with WorkerReader(1) as reader:
            await reader.read(payload(GOOD), PAGE)
            heavy = asyncio.create_task(reader.read(payload(HEAVY), PAGE))
            waiting = [asyncio.create_task(reader.read(payload(GOOD), PAGE)) for _ in range(3)]
            await asyncio.sleep(0.5)
            (worker,) = workers()
            worker.send_signal(signal.SIGABRT)
            with pytest.raises(ReadingFailed, match="died"):
                await heavy
            return [(await one).words for one in waiting]

    assert min(asyncio.run(read())) > 1000


def test_a_worker_that_dies_while_it_waits_costs_nobody_anything():
    async def read():
        told = []
        async with WorkerReader(2) as reader:
            for _ in range(3):
                told.append((await reader.read(payload(GOOD), PAGE)).words)
                for worker in workers():
                    worker.kill()
                await asyncio.sleep(0.5)
            told.append((await reader.read(payload(GOOD), PAGE)).words)
        return told

    assert min(asyncio.run(read())) > 1000


def test_a_reader_is_left_no_memory_beyond_a_gibibyte_and_no_worker_behind():
    async def read():
        async with WorkerReader(1) as reader:
            with pytest.raises(ReadingFailed):
                await reader.read(payload(b"<p>" + b"\xff" * (1 << 29)), PAGE)
            return (await reader.read(payload(GOOD), PAGE)).words

    assert asyncio.run(read()) > 1000
    assert workers() == []
    assert multiprocessing.active_children() == []


@pytest.mark.timeout(300)
def test_a_round_goes_on_when_a_reader_is_killed_and_keeps_what_it_died_on(bot, misbehaving):
    server = misbehaving({"heavy": says(answer(HEAVY)), "good": says(answer(GOOD))})
    bot.watches(server.url("heavy"), server.url("good"), moving_parts="keep")
    running = bot.start("check", "--json")
    killed = False
    while running.poll() is None and not killed:
        for worker in readers_of(psutil.Process(running.pid)):
            if worker.cpu_times().user > 0.5:
                os.kill(worker.pid, signal.SIGSEGV)
                killed = True
        time.sleep(0.05)
    out, err = running.communicate(timeout=60)
    assert killed
    assert running.returncode == 3, err
    assert '"unreadable"' in out
    assert '"ok"' in out
    assert "Traceback" not in err
    kept = [path.stat().st_size for path in (bot.home / "snapshots" / "blobs").rglob("*.zst")]
    assert len(kept) == 2
    assert bot.says("verify").code == 0
