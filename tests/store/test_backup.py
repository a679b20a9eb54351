"""A copy of a store is whole, whatever happens while it is made, and becomes the same store again."""

import os
import shutil
import sqlite3
import threading
from contextlib import closing

import pytest

from watcher.errors import StoreError
from watcher.model import Payload
from watcher.store import open_reader, open_store
from watcher.store.backup import DATABASE, VAULT, back_up
from watcher.store.restore import restore
from watcher.store.vault.vault import blob_path


@pytest.fixture
def told(bench):
    """A store with a change, sealed once and written to since."""
    store = bench.open()
    bench.told(store)
    store.seal()
    store.keep([bench.look(b"three", 20)])
    return bench


def copy_of(bench, name="copy"):
    """Where a backup goes."""
    target = bench.home / name
    return target, back_up(bench.vault, bench.url, target)


def restored(bench, source):
    """Where it is brought back, as (vault, database)."""
    home = bench.home / "again"
    vault, url = home / "snapshots", f"sqlite:///{home / 'watcher.db'}"
    restore(source, vault, url)
    return vault, url


def test_a_restored_store_is_the_store_with_the_same_last_seal(told):
    target, holding = copy_of(told)
    vault, url = restored(told, target)
    with open_reader(told.vault, told.url) as reader, open_store(vault, url, told.clock) as again:
        assert again.verify() == []
        assert again.last_seal() == reader.last_seal() == holding.seal
        assert again.history.snapshots("dhs") == reader.history.snapshots("dhs")
        assert again.history.changes() == reader.history.changes()
        assert again.body(Payload(b"three").sha256) == b"three"
        again.keep([told.look(b"four", 30)])
        again.seal()
        assert again.verify() == []
    assert sorted(path.name for path in target.iterdir()) == [VAULT, DATABASE]


def test_a_backup_under_write_load_holds_everything_that_was_kept_before_it_began(told):
    store = told.open_stores[0]
    stop, kept = threading.Event(), [20]

    def write():
        while not stop.is_set():
            minute = kept[-1] + 10
            store.keep([told.look(os.urandom(4000), minute)])
            kept.append(minute)
            if minute % 30 == 0:
                store.seal()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            before = len(kept)
            target, _ = copy_of(told, f"copy-{number}")
            with open_store(target / VAULT, f"sqlite:///{target / DATABASE}", told.clock) as copy:
                assert copy.verify() == []
                assert len(copy.history.snapshots("dhs")) >= before + 2
    finally:
        stop.set()
        writer.join()
    assert len(kept) > 2, "nobody wrote meanwhile"


def test_a_backup_goes_nowhere_where_something_lies(told):
    (told.home / "copy").mkdir()
    (told.home / "copy" / "mine.txt").write_text("mine")
    with pytest.raises(StoreError, match="lies there already"):
        copy_of(told)
    assert [path.name for path in (told.home / "copy").iterdir()] == ["mine.txt"]


def test_a_store_that_is_not_whole_is_not_copied_as_if_it_were(told):
    blob_path(told.vault, Payload(b"one").sha256).unlink()
    with pytest.raises(StoreError, match="Run `watcher verify`"):
        copy_of(told)
    assert not list(told.home.glob("copy*"))


def test_nothing_is_restored_over_a_store(told):
    target, _ = copy_of(told)
    told.open_stores[0].close()
    with pytest.raises(StoreError, match="nothing is overwritten"):
        restore(target, told.vault, told.url)
    with told.open() as store:
        assert store.verify() == []


def test_a_damaged_backup_is_refused_and_leaves_nothing_behind(told):
    target, _ = copy_of(told)
    path = blob_path(target / VAULT, Payload(b"one").sha256)
    path.unlink()  # it is a link to the store's own file
    path.write_bytes(b"nothing")
    with pytest.raises(StoreError, match="not whole"):
        restored(told, target)
    assert [path.name for path in (told.home / "again").iterdir()] == ["watcher.db.lock"]


def test_what_is_no_backup_is_refused(told):
    with pytest.raises(StoreError, match=r"expected a file of a backup"):
        restored(told, told.home / "nowhere")


def test_the_folder_that_init_makes_is_empty_enough(told):
    target, _ = copy_of(told)
    (told.home / "again" / "snapshots").mkdir(parents=True)
    (told.home / "again" / "snapshots" / "README.md").write_text("what this is")
    vault, url = restored(told, target)
    with open_reader(vault, url) as reader:
        assert reader.verify() == []


def test_a_copy_on_another_disk_is_as_good(told, tmp_path):
    target, _ = copy_of(told)
    moved = told.home / "moved"
    shutil.copytree(target, moved)
    with open_reader(moved / VAULT, f"sqlite:///{moved / DATABASE}") as reader:
        assert reader.verify() == []


def test_the_key_that_signs_is_not_in_a_backup(told):
    target, _ = copy_of(told)
    assert (told.home / "watcher.key").exists()
    assert not list(target.rglob("*.key"))


def test_a_database_with_work_in_its_log_is_restored_with_it(told):
    target, _ = copy_of(told)
    store = told.open_stores[0]
    with closing(sqlite3.connect(told.home / DATABASE)) as held:  # keeps SQLite from tidying up
        held.execute("SELECT count(*) FROM snapshot").fetchone()
        store.close()
        for end in ("", "-wal"):
            shutil.copyfile(told.home / f"{DATABASE}{end}", target / f"{DATABASE}{end}")
        vault, url = restored(told, target)
    with open_reader(vault, url) as reader:
        assert len(reader.history.snapshots("dhs")) == 3
