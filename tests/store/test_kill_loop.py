"""A run killed at any moment, two hundred times: what it had acknowledged is there, whole, told once."""

import os
import random
import signal
import time
from collections import Counter
from datetime import timedelta

import pytest

from watcher.store import open_store

KILLS = 2_000 if os.environ.get("WATCHER_PROOF") else 200
SOURCES = ("dhs", "ice", "uscis")


def work(bench, run: int, acknowledge) -> None:
    """Look, tell, post, send, seal, until somebody puts an end to it."""
    with open_store(bench.vault, bench.url, bench.clock) as store:
        store.agenda.sync([bench.source(name) for name in SOURCES], bench.clock.now())
        for step in range(1_000):
            minute = run * 1_000 + step
            name = SOURCES[step % len(SOURCES)]
            look(bench, store, name, minute, acknowledge)
            if step % 4 == 3:
                post(bench, store, acknowledge)
            if step % 7 == 6:
                acknowledge(f"sealed {store.seal().number}")


def look(bench, store, name: str, minute: int, acknowledge) -> None:
    """One look that shows another page than the one before, and what follows from it."""
    before = store.agenda.standing(name)
    for waiting in store.uncompared(name):  # a run before was killed between the look and the telling
        tell(bench, store, before, waiting, acknowledge)
        before = store.agenda.standing(name)
    new = bench.look(f"<p>{name} {minute}</p>".encode() * 50, minute, name)
    store.keep([new])
    acknowledge(f"kept {new.snapshot.id} {new.snapshot.body_sha256}")
    tell(bench, store, before, new.snapshot, acknowledge)


def tell(bench, store, standing, snapshot, acknowledge) -> None:
    """What a look brought."""
    after = bench.look(None, 0)
    after = type(after)(snapshot, None)
    if standing.baseline is None:
        telling = bench.first(after)
    else:
        before = type(after)(standing.baseline, None)
        telling = bench.change(before, after, (standing.version, standing.version + 1))
    store.tell([telling])
    acknowledge(f"told {telling.told.change_id}")


def post(bench, store, acknowledge) -> None:
    """A digest of what is owed, sent."""
    owed = store.outbox.owed("desk")
    if owed:
        told, _ = owed[0]
        digest = bench.digest(told, window=told.change_id, number=int(told.change_id[:8], 16))
        store.outbox.post(digest, bench.message(digest), [bench.delivery(digest)])
        acknowledge(f"posted {told.change_id}")
    store.outbox.take_back(bench.clock.now())
    for delivery, _ in store.outbox.claim(bench.clock.now() + timedelta(days=1)):
        store.outbox.settle(delivery, "sent", reply="250 ok")
        acknowledge(f"sent {delivery.id}")


def seconds_to_send(bench) -> float:
    """How long a run takes on this machine, as busy as it is, until it has sent something."""
    began = time.monotonic()
    killed_run(bench, 0, lambda said: all(not line.startswith("sent") for line in iter(said.readline, "")))
    return time.monotonic() - began


def killed_run(bench, run: int, wait) -> list[str]:
    """What a process of its own acknowledged until it was killed, once `wait` had had enough of what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            work(bench, run, lambda line: os.write(writing, f"{line}\n".encode()))
        finally:
            os._exit(3)  # only a fault comes here
    os.close(writing)
    with os.fdopen(reading) as said:
        wait(said)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        lines = said.read().splitlines()
    assert os.WIFSIGNALED(status), f"run {run} ended by itself after {lines[-1:]}"
    return lines


def check(bench, acknowledged: list[str]) -> Counter:
    """Everything acknowledged is there; how much there is of each sort."""
    said = [line.split() for line in acknowledged]
    with open_store(bench.vault, bench.url, bench.clock) as store:
        for _, snapshot_id, body in (words for words in said if words[0] == "kept"):
            assert store.history.snapshot(snapshot_id).body_sha256 == body
        told = {change.change_id for change in store.history.changes()}
        assert {words[1] for words in said if words[0] == "told"} <= told
        sent = {delivery.id for delivery in store.outbox.deliveries("sent")}
        assert {words[1] for words in said if words[0] == "sent"} <= sent
        seal = store.last_seal()
        assert max((int(words[1]) for words in said if words[0] == "sealed"), default=0) <= (seal.number if seal else 0)
    return Counter(words[0] for words in said)


@pytest.mark.timeout(900)  # half a minute on an idle machine
def test_two_hundred_kills_lose_nothing_and_tell_nothing_twice(bench):
    chance = random.Random(17)
    counts, recent = Counter(), []
    bench.open().close()
    longest = 1.5 * seconds_to_send(bench)
    for run in range(1, KILLS + 1):
        after = chance.uniform(0.0, longest)
        recent = killed_run(bench, run, lambda _, after=after: time.sleep(after))
        counts += check(bench, recent)
        if run % 20 == 0:
            with open_store(bench.vault, bench.url, bench.clock) as store:
                assert store.verify() == [], run
    assert counts["sent"] > 20, counts
    with open_store(bench.vault, bench.url, bench.clock) as store:
        versions = {name: [one.number for one in store.history.versions(name)] for name in SOURCES}
        for name, numbers in versions.items():
            assert numbers == list(range(1, len(numbers) + 1)), name
        digests = Counter(message.digest_id for message in store.outbox.digests(limit=100_000))
        assert set(digests.values()) == {1}
        posted = Counter(delivery.digest_id for delivery in store.outbox.deliveries())
        assert set(posted.values()) == {1}
