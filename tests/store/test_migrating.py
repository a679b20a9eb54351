"""A database of an earlier release is copied, then brought up to date; whatever stops that, it can be done again."""

import os
import signal
import sqlite3
from contextlib import closing

import pytest

from watcher.errors import StoreError, StoreNewer
from watcher.store import Looks, open_reader, open_store
from watcher.store.database.tables import REVISION

BACK = {
    "0010": "DROP TABLE station;",
    "0009": "DROP TABLE reading;",
    "0008": "DROP INDEX finding_of_kind; CREATE INDEX ix_finding_kind ON finding (kind);",
    "0007": """
        DROP INDEX change_weight; ALTER TABLE version DROP COLUMN looks; ALTER TABLE version DROP COLUMN pages;
        UPDATE source SET standing = json_remove(standing, '$.looks', '$.pages');
    """,
    "0006": "DROP TABLE writing;",
    "0005": """
        DROP TABLE passage; DROP TABLE passage_words; DROP TABLE searchable;
        DROP INDEX snapshot_body; DROP INDEX snapshot_of_source_time; DROP INDEX snapshot_unseen;
        DROP INDEX version_fingerprint; DROP INDEX change_of_version; DROP INDEX change_reviewed;
        ALTER TABLE change DROP COLUMN loudest; ALTER TABLE change DROP COLUMN reviewed;
        ALTER TABLE change DROP COLUMN brings; ALTER TABLE change DROP COLUMN brought;
    """,
    "0004": "DROP TABLE unsubscribed;",
    "0003": "DROP TABLE withdrawn;",
    "0002": "ALTER TABLE position DROP COLUMN segment; ALTER TABLE position DROP COLUMN sealed;",
    "0001": "DROP TABLE reread;",
}
"""What takes a database back to that revision from the one behind it."""


def aged(bench, earlier):
    """A store as a release of that revision left it."""
    store = bench.open()
    telling = bench.told(store)
    store.close()
    steps = "".join(script for number, script in BACK.items() if number >= earlier)
    with closing(sqlite3.connect(bench.home / "watcher.db")) as connection:
        connection.executescript(f"{steps} UPDATE alembic_version SET version_num = '{earlier}'")
    return telling.told


def found_in(path):
    """The revision of a database file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]


def copy(bench):
    """Where the copy lies that is made before."""
    return bench.home / f"watcher.db.before-{REVISION}"


@pytest.mark.parametrize("earlier", sorted(BACK))
def test_every_earlier_revision_is_copied_and_brought_up_to_date(bench, earlier):
    told = aged(bench, earlier)
    with pytest.raises(StoreError, match="brings it up to date"):
        open_reader(bench.vault, bench.url)
    with bench.open() as store:
        assert store.history.change(told.change_id) == told
        assert store.history.brought("dhs")[2].change_id == told.change_id
        assert store.history.changes_to_review(reviewed=False) == [told]
        assert store.history.looks_of(store.history.versions("dhs")) == {1: Looks(1, 1), 2: Looks(1, 1)}
        store.reread([bench.reread(told)])
        assert store.verify() == []
    assert found_in(bench.home / "watcher.db") == REVISION
    assert found_in(copy(bench)) == earlier


def test_a_new_store_and_one_of_this_release_need_no_copy(bench):
    bench.open().close()
    bench.open().close()
    assert not list(bench.home.glob("watcher.db.before-*"))


def test_the_copy_put_back_is_the_database_as_it_was(bench):
    told = aged(bench, "0001")
    bench.open().close()
    copy(bench).rename(bench.home / "watcher.db")
    with bench.open() as store:
        assert store.history.change(told.change_id) == told


def test_a_migration_killed_at_any_step_is_done_by_the_next_opening(bench):
    told = aged(bench, "0001")
    old = (bench.home / "watcher.db").read_bytes()
    for number in range(1, 100):
        (bench.home / "watcher.db").write_bytes(old)
        copy(bench).unlink(missing_ok=True)
        steps = killed_at(bench, number)
        assert found_in(bench.home / "watcher.db") in ("0001", REVISION)
        with bench.open() as store:
            assert store.history.change(told.change_id) == told
            assert store.verify() == []
        assert found_in(copy(bench)) == "0001"
        assert not list(bench.home.glob("*.new"))
        if not steps:
            break
    assert 8 < number < 99


def killed_at(bench, number):
    """Open the store in a process that dies at that step; False when it came to its end before."""
    child = os.fork()
    if child == 0:
        left = iter(range(number - 1, -1, -1))

        def die(step):
            if next(left, 1) == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        open_store(bench.vault, bench.url, bench.clock, fault=die).close()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_no_room_for_the_copy_leaves_the_database_as_it_was(bench):
    aged(bench, "0001")

    def full(step):
        if step == "copy-database":
            raise OSError(28, os.strerror(28))

    with pytest.raises(StoreError, match="cannot be copied"):
        open_store(bench.vault, bench.url, bench.clock, fault=full)
    assert found_in(bench.home / "watcher.db") == "0001"


def test_an_unknown_newer_database_is_neither_copied_nor_touched(bench):
    bench.open().close()
    with closing(sqlite3.connect(bench.home / "watcher.db")) as connection:
        connection.executescript("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreNewer) as refused:
        bench.open()
    assert refused.value.exit_code == 7
    assert not list(bench.home.glob("watcher.db.before-*"))
