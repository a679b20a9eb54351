"""A writer that is cut off in its turn, anywhere: nothing acknowledged is lost, nothing stands there twice."""

import os
import random
import threading
from contextlib import suppress

import pytest

from tests.fleet.postgres import cut_off
from watcher.errors import StoreError
from watcher.store import open_reader, open_store

EACH = 1 if os.environ.get("WATCHER_PROOF") else 5
"""Of so many places one is tried."""
LOOKS = 100 if EACH == 1 else 12


class Killed(BaseException):
    """The process ended here."""


class Stopping:
    """Counts the places where a write can be stopped, and does something at one of them."""

    def __init__(self, at: int = -1, what=lambda: None) -> None:
        self.at, self.what, self.passed = at, what, 0

    def __call__(self, step: str) -> None:
        """At a place."""
        self.passed += 1
        if self.passed == self.at:
            self.what()


def bodies(store) -> list[str]:
    """What the looks that are kept showed, in order."""
    return [look.body_sha256 for look in store.uncompared("dhs")]


def whole(bench, store) -> None:
    """Everything verifies, and reads the same when the database is made anew."""
    assert store.verify() == []
    before = bodies(store)
    store.reindex()
    assert bodies(store) == before
    assert store.verify() == []


@pytest.mark.parametrize("loss", ["killed", "connection"])
def test_a_writer_that_is_stopped_at_any_place_holds_up_nobody(bench, loss):
    def end() -> None:
        if loss == "killed":
            raise Killed
        cut_off(bench.url)

    counting = Stopping()
    with bench.open(fault=counting) as store:
        store.agenda.sync([bench.source()], bench.clock.now())
        before = counting.passed
        store.keep([bench.look(b"counted", 0)])
        places = counting.passed - before
    there = bench.open()
    acknowledged = 1
    for at in range(1, places + 1, EACH):
        stopping = Stopping()
        here = bench.open(fault=stopping)
        stopping.at, stopping.what = stopping.passed + at, end
        look = bench.look(f"body {at}".encode(), at)
        try:
            here.keep([look])
            acknowledged += 1
        except (Killed, StoreError):
            assert len(bodies(there)) in (acknowledged, acknowledged + 1)
            acknowledged = len(bodies(there))
        with suppress(StoreError):  # its connections are gone as well
            there.agenda.due(bench.clock.now())
        there.keep([bench.look(f"beside {at}".encode(), 100 + at)])
        acknowledged = len(bodies(there))
        with suppress(StoreError):
            here.close()
    assert places > 10
    assert acknowledged > places // EACH
    there.seal()
    whole(bench, there)


def test_a_seal_that_is_stopped_at_any_place_is_completed_by_whoever_comes_next(bench):
    there = bench.open()
    there.agenda.sync([bench.source()], bench.clock.now())
    counting = Stopping()
    with bench.open(fault=counting) as store:
        store.keep([bench.look(b"counted", 0)])
        before = counting.passed
        store.seal()
        places = counting.passed - before

    def end() -> None:
        raise Killed

    for at in range(1, places + 1, EACH):
        stopping = Stopping()
        here = bench.open(fault=stopping)
        here.keep([bench.look(f"sealed {at}".encode(), at)])
        stopping.at, stopping.what = stopping.passed + at, end
        with suppress(Killed):  # the first seal of all has more places than the others
            here.seal()
        there.keep([bench.look(f"after {at}".encode(), 500 + at)])
        assert there.verify() == [], at
        there.seal()
        assert not list((bench.vault / "ledger").glob("*.?*.jsonl")), at
        assert there.verify() == [], at
        here.close()
    assert places > 10
    whole(bench, there)


def test_a_line_that_a_writer_adds_after_its_turn_was_lost_is_passed_over(bench):
    stopping = Stopping()
    here, there = bench.open(fault=stopping), bench.open()
    here.agenda.sync([bench.source()], bench.clock.now())

    def others_turn() -> None:
        cut_off(bench.url)
        with suppress(StoreError):  # its own connection was cut as well
            there.agenda.due(bench.clock.now())
        there.keep([bench.look(b"in time", 2)])

    steps: list[str] = []

    def before_the_ledger(step: str) -> None:
        steps.append(step)
        if step == "append.open" and armed:
            armed.clear()
            others_turn()

    armed = [True]
    late = bench.open(fault=before_the_ledger)
    with pytest.raises(StoreError):
        late.keep([bench.look(b"late", 1)])
    parts = [path.read_bytes() for path in (bench.vault / "ledger").glob("00000001.?*.jsonl")]
    claims = [line for part in parts for line in part.splitlines() if b'"seq":2,' in line]
    assert len(claims) == 2, "both wrote the second record"
    with open_reader(bench.vault, bench.url) as reader:
        assert reader.verify() == []
        assert len(bodies(reader)) == 1
    whole(bench, there)
    late.keep([bench.look(b"late", 1)])
    assert len(bodies(there)) == 2
    late.seal()
    whole(bench, there)
    assert len(bodies(there)) == 2


def test_a_line_that_comes_after_its_segment_was_sealed_counts_for_nothing(bench):
    there = bench.open()
    there.agenda.sync([bench.source()], bench.clock.now())
    there.seal()
    there.keep([bench.look(b"sealed", 1)])

    def sealed_meanwhile(step: str) -> None:
        if step == "append.open" and armed:
            armed.clear()
            cut_off(bench.url)
            with suppress(StoreError):  # its own connection was cut as well
                there.agenda.due(bench.clock.now())
            there.seal()

    armed: list[bool] = []
    late = bench.open(fault=sealed_meanwhile)
    armed.append(True)
    with pytest.raises(StoreError):
        late.keep([bench.look(b"late", 2)])
    assert len(list((bench.vault / "ledger").glob("00000002.?*.jsonl"))) == 1, "it wrote into what is sealed"
    there.keep([bench.look(b"behind", 3)])
    assert len(bodies(there)) == 2
    whole(bench, there)
    there.seal()
    assert not list((bench.vault / "ledger").glob("*.?*.jsonl"))
    whole(bench, there)


def test_a_line_that_is_altered_in_an_open_part_is_named(bench):
    here = bench.open()
    bench.told(here)
    [part] = (bench.vault / "ledger").glob("00000001.?*.jsonl")
    part.write_bytes(part.read_bytes().replace(b'"status":200', b'"status":201', 1))
    faults = here.verify()
    assert any(part.name in fault or "record" in fault for fault in faults)
    assert faults


def test_connections_that_are_cut_again_and_again_lose_nothing(bench):
    """Two write at once, each until it is acknowledged; the server cuts both off all the time."""
    with bench.open() as store:
        store.agenda.sync([bench.source("dhs"), bench.source("ice")], bench.clock.now())
    chance, ended = random.Random(40), threading.Event()
    kept: dict[str, list[str]] = {"dhs": [], "ice": []}

    def write(name: str) -> None:
        while len(kept[name]) < LOOKS:
            with suppress(StoreError), open_store(bench.vault, bench.url, bench.clock) as store:
                while len(kept[name]) < LOOKS:
                    minute = len(kept[name])
                    look = bench.look(f"{name} {minute}".encode(), minute, name)
                    store.keep([look])
                    kept[name].append(look.snapshot.id)

    def cut() -> None:
        while not ended.wait(chance.uniform(0.1, 0.6)):
            with suppress(Exception):
                cut_off(bench.url)

    writers = [threading.Thread(target=write, args=(name,)) for name in kept]
    cutting = threading.Thread(target=cut)
    for thread in (*writers, cutting):
        thread.start()
    for writer in writers:
        writer.join(100)
    ended.set()
    cutting.join()
    assert {name: len(ids) for name, ids in kept.items()} == dict.fromkeys(kept, LOOKS)
    with open_store(bench.vault, bench.url, bench.clock) as store:
        for name, ids in kept.items():
            assert [look.id for look in store.uncompared(name)] == ids
        store.seal()
        assert store.verify() == []
