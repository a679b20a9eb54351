"""Who may open a store, and what its database must be."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

import watcher
from watcher.errors import NotKnown, StoreError, StoreLocked, StoreNewer
from watcher.store import open_reader, open_store
from watcher.store.database.tables import Row

ROOT = Path(watcher.__file__).parent.parent


def run(program: str, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_the_migrations_make_the_tables_that_the_code_knows(bench, store):
    with create_engine(bench.url).connect() as connection:
        ours = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith("passage_words")}
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), Row.metadata) == []


def test_an_up_to_date_store_opens_without_the_migration_library(bench):
    bench.open().close()
    program = (
        "import sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from watcher.store import open_store\n"
        "class Clock:\n    def now(self): return datetime.now(UTC)\n"
        "open_store(Path(sys.argv[1]), sys.argv[2], Clock()).close()\n"
        "sys.exit('alembic' in sys.modules)"
    )
    ended = run(program, bench.vault, bench.url)
    assert ended.returncode == 0, ended.stderr


def test_a_database_of_a_later_release_is_refused(bench):
    bench.open().close()
    with sqlite3.connect(bench.home / "watcher.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreNewer, match="9999"):
        bench.open()
    with pytest.raises(StoreNewer, match="9999"):
        open_reader(bench.vault, bench.url)


def test_a_vault_of_a_later_release_is_refused(bench):
    bench.open().close()
    genesis = bench.vault / "genesis.json"
    content = genesis.read_bytes()
    genesis.unlink()
    genesis.write_bytes(content.replace(b'"vault":1', b'"vault":2'))
    with pytest.raises(StoreNewer):
        bench.open()


def test_a_vault_that_lost_its_first_file_gets_no_new_one(bench):
    store = bench.open()
    bench.known(store)
    store.close()
    (bench.vault / "genesis.json").unlink()
    with pytest.raises(StoreError, match="genesis"):
        bench.open()


def test_a_damaged_database_says_how_it_is_rebuilt(bench):
    store = bench.open()
    bench.told(store)
    store.close()
    database = bench.home / "watcher.db"
    database.write_bytes(b"not a database at all" * 300)
    with pytest.raises(StoreError, match="watcher reindex"):
        bench.open()
    database.unlink()
    assert len(bench.open().history.versions("dhs")) == 2


def test_commits_last_through_a_power_cut(bench, store):
    with store._database._writing.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_second_writer_is_refused_at_once_and_told_who_holds_the_store(bench, store):
    program = (
        "import sys\nfrom pathlib import Path\n"
        "from watcher.errors import StoreLocked\nfrom watcher.store.lock import Lock\n"
        "try:\n    Lock(Path(sys.argv[1]))\n"
        "except StoreLocked as error:\n    print(error)\n    sys.exit(error.exit_code)"
    )
    ended = run(program, bench.home / "watcher.db.lock")
    assert ended.returncode == 11, ended.stderr
    assert f"process {os.getpid()} on {socket.gethostname()}" in ended.stdout
    before = time.monotonic()
    with pytest.raises(StoreLocked, match=str(os.getpid())):
        open_store(bench.vault, bench.url, bench.clock)
    assert time.monotonic() - before < 1
    bench.known(store)


def test_a_store_that_was_closed_can_be_opened_again(bench):
    for _ in range(3):
        with bench.open() as store:
            store.close()


def test_a_worker_that_outlives_its_parent_does_not_hold_the_store(bench):
    holds, goes_on = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        store = open_store(bench.vault, bench.url, bench.clock)
        if os.fork() == 0:
            os.write(holds[1], b"!")
            os.close(goes_on[1])
            os.read(goes_on[0], 1)
        os._exit(0 if store else 1)
    os.waitpid(child, 0)
    os.read(holds[0], 1)
    try:
        bench.open().close()
    finally:
        for number in (*holds, *goes_on):
            os.close(number)


def test_a_reader_sees_what_is_written_and_writes_nothing(bench, store):
    bench.known(store)
    with open_reader(bench.vault, bench.url) as reader:
        store.keep([bench.look(b"two", 10)])
        assert [look.started_at for look in reader.uncompared("dhs")] == [bench.at(10)]
        for write in (
            lambda: reader.agenda.sync([], bench.clock.now()),
            lambda: reader.agenda.put_off("dhs", bench.at(1)),
            lambda: reader.history.review(reader.history.changes()[0].change_id, "confirmed", "", "ana"),
        ):
            with pytest.raises(StoreError, match="opened for reading"):
                write()


def test_a_reader_of_nothing_is_told_so_and_makes_nothing(bench):
    with pytest.raises(NotKnown, match="nothing is kept there yet"):
        open_reader(bench.vault, bench.url)
    assert list(bench.home.iterdir()) == []
