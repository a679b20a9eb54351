# ruff: noqa: D102
"""A run that is killed, or that finds no room, at each single step of a write: nothing is lost, nothing twice."""

import errno
import json
import os
import shutil
import signal
from pathlib import Path

import pytest

from watcher.errors import StoreBroken, StoreError
from watcher.store import open_store
from watcher.store.vault.disk import Disk

LONGEST = 400
"""More steps than the scenario has."""


class AsOne(Disk):
    """A disk on which one sync stands for however few."""

    many = 1


class Countdown:
    """Does something at the n-th step."""

    def __init__(self, number: int, act) -> None:
        self.left = number
        self.act = act
        self.step = ""

    def __call__(self, step: str) -> None:
        self.left -= 1
        if self.left == 0:
            self.step = step
            self.act(step)


def die(step: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(number: int):
    def act(step: str) -> None:
        raise OSError(number, os.strerror(number))

    return act


def scenario(bench, store, acknowledge) -> None:
    """A round: two looks kept, the change told, the digest posted, sent; each may already have been done."""
    first = bench.look(b"one", 0)
    second = bench.look(b"two", 10)
    store.keep([second, bench.look(b"ice, token 2", 10, "ice", recognised=True)])
    acknowledge("kept")
    telling = bench.change(first, second)
    store.tell([telling])
    acknowledge("told")
    store.reread([bench.reread(telling.told)])
    acknowledge("reread")
    digest = bench.digest(telling.told)
    store.outbox.post(digest, bench.message(digest), [bench.delivery(digest)])
    acknowledge("posted")
    for delivery, _ in store.outbox.claim(bench.clock.now()):
        acknowledge(f"claimed {delivery.id}")
        store.outbox.settle(delivery, "sent", reply="250 ok")
        acknowledge(f"sent {delivery.id}")


def check_acknowledged(bench, store, acknowledged: list[str]) -> None:
    telling = bench.change(bench.look(b"one", 0), bench.look(b"two", 10))
    if "kept" in acknowledged:
        assert len(store.history.snapshots("dhs")) == 2
        assert store.history.payload(bench.look(b"two", 10).snapshot).body == b"two"
        assert len(store.history.snapshots("ice")) == 2
    if "told" in acknowledged:
        assert store.history.change(telling.told.change_id) == telling.told
    if "reread" in acknowledged:
        assert store.history.reread(telling.told.change_id) is not None
    if "posted" in acknowledged:
        assert len(store.outbox.digests()) == 1
        assert store.outbox.owed("desk") == []
    sent = {delivery.id for delivery in store.outbox.deliveries("sent")}
    assert sent >= {line.removeprefix("sent ") for line in acknowledged if line.startswith("sent")}


def check_whole(bench, store) -> None:
    """The scenario has happened, once."""
    assert store.verify() == []
    assert len(store.history.snapshots("dhs")) == len(store.history.snapshots("ice")) == 2
    assert [version.number for version in store.history.versions("dhs")] == [1, 2]
    assert len(store.history.changes(source_id="dhs")) == 2
    assert [record["type"] for record in records(bench)].count("reread") == 1
    assert (len(store.outbox.digests()), store.outbox.owed("desk")) == (1, [])
    assert [delivery.state for delivery in store.outbox.deliveries()] == ["sent"]
    assert not list((bench.vault / "incoming").iterdir())


def records(bench) -> list[dict]:
    return [json.loads(line) for line in (bench.vault / "ledger" / "00000001.jsonl").read_bytes().splitlines()]


def begin(bench) -> None:
    store = bench.open()
    store.agenda.sync([bench.source(), bench.source("ice")], bench.clock.now())
    looks = [bench.look(b"one", 0), bench.look(b"ice", 0, "ice")]
    store.keep(looks)
    store.tell([bench.first(look) for look in looks])
    store.close()


@pytest.fixture
def begun(bench):
    """The bench, and a way to set it back to a store that was looked into once."""
    begin(bench)
    home, saved = bench.home / "run", bench.home / "saved"
    saved.mkdir()
    for entry in ("snapshots", "watcher.db"):
        (bench.home / entry).rename(saved / entry)
    bench.home = home

    def again():
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(saved, home)
        return bench

    return again


def killed_at(bench, number: int, notes: Path, disk: type[Disk]) -> bool:
    """Run the scenario in a process of its own that dies at that step; False when it came to its end before."""
    child = os.fork()
    if child == 0:
        try:
            dying = Countdown(number, die)
            with notes.open("w", buffering=1) as file, bench.open(fault=dying, disk=disk) as store:
                scenario(bench, store, lambda line: file.write(f"{line}\n"))
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.parametrize("disk", [Disk, AsOne])
def test_a_run_killed_at_any_step_loses_nothing_and_repeats_nothing(begun, tmp_path, disk):
    for number in range(1, LONGEST):
        bench = begun()
        notes = tmp_path / "notes"
        died = killed_at(bench, number, notes, disk)
        acknowledged = notes.read_text().splitlines() if notes.exists() else []
        with open_store(bench.vault, bench.url, bench.clock) as store:
            assert store.verify() == [], f"killed at step {number}"
            check_acknowledged(bench, store, acknowledged)
            bench.later(6)  # whatever was claimed and not settled is handed out again
            scenario(bench, store, lambda line: None)
            check_whole(bench, store)
        bench.later(-6)
        if not died:
            break
    assert 40 < number < LONGEST - 1, "the scenario has more steps than were tried, or lost its seams"


@pytest.mark.parametrize("disk", [Disk, AsOne])
def test_no_room_at_any_step_loses_nothing_and_the_next_write_works(begun, disk):
    for number in range(1, LONGEST):
        bench = begun()
        failing = Countdown(-1, refuse(errno.ENOSPC))
        store = bench.open(fault=failing, disk=disk)
        failing.left = number
        failing.act = refuse((errno.ENOSPC, errno.EROFS, errno.EMFILE, errno.EIO)[number % 4])
        acknowledged: list[str] = []
        error = None
        try:
            scenario(bench, store, acknowledged.append)
        except StoreError as found:
            error = found
        assert error is None or (str(bench.home) in str(error) and error.exit_code == 7)
        assert isinstance(error, StoreBroken) == (failing.step == "sync")
        if failing.step == "sync":
            with pytest.raises(StoreBroken, match="Nothing more is written"):
                store.keep([bench.look(b"three", 20)])
            store.close()
            store = bench.open()
        check_acknowledged(bench, store, acknowledged)
        bench.later(6)
        scenario(bench, store, lambda line: None)
        check_whole(bench, store)
        store.close()
        bench.later(-6)
        if not failing.step:
            break
    assert 40 < number < LONGEST - 1


def test_a_store_whose_making_was_cut_off_is_made_again(bench):
    for number in range(1, LONGEST):
        shutil.rmtree(bench.home)
        bench.home.mkdir()
        try:
            bench.open(fault=Countdown(number, refuse(errno.ENOSPC))).close()
        except StoreError:
            store = bench.open()
            bench.told(store)
            assert store.verify() == []
            store.close()
        else:
            break
    assert 5 < number < LONGEST - 1
