"""What holds of a store over SQLite holds of one over PostgreSQL: the same tests, where they cost little."""

import threading

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.store.test_agenda import (
    test_a_source_that_left_is_not_due_but_keeps_its_history,
    test_some_may_be_asked_for_alone_also_those_that_strayed,
)
from tests.store.test_history import (
    test_findings_are_chosen_by_kind_severity_and_source,
    test_versions_are_numbered_and_found_by_time,
)
from tests.store.test_keeping import (
    test_a_look_is_kept_whole_and_waits_to_be_compared,
    test_a_look_is_not_recognised_while_an_older_one_waits,
    test_a_recognised_look_is_compared_and_becomes_the_baseline,
    test_another_look_under_the_same_id_is_refused_not_lost,
    test_to_keep_the_same_look_again_changes_nothing,
    test_to_tell_the_same_change_again_changes_nothing,
)
from tests.store.test_outbox import (
    posted,
    test_a_claim_that_nobody_settled_may_have_arrived_and_is_handed_out_again,
    test_a_delivery_is_claimed_once,
    test_a_late_answer_to_an_older_attempt_does_not_settle_the_newer_one,
    test_a_window_has_one_digest_and_a_finding_is_told_once,
    test_the_outbox_stands_as_before_after_a_rebuild,
    test_the_stations_of_a_delivery_are_known_also_after_a_rebuild,
    test_what_was_posted_is_looked_through_page_by_page,
)
from tests.store.test_passages import (
    test_a_passage_stands_from_its_first_version_to_the_first_without_it,
    test_what_no_database_could_hold_is_written_out,
    watched,
)
from watcher.errors import StoreLocked, StoreNewer
from watcher.store import open_reader, open_store
from watcher.store.database.engines import reading_engine
from watcher.store.database.tables import Row

pytestmark = pytest.mark.filterwarnings("ignore:Skipped unsupported reflection")

__all__ = [
    "posted",
    "test_a_claim_that_nobody_settled_may_have_arrived_and_is_handed_out_again",
    "test_a_delivery_is_claimed_once",
    "test_a_late_answer_to_an_older_attempt_does_not_settle_the_newer_one",
    "test_a_look_is_kept_whole_and_waits_to_be_compared",
    "test_a_look_is_not_recognised_while_an_older_one_waits",
    "test_a_passage_stands_from_its_first_version_to_the_first_without_it",
    "test_a_recognised_look_is_compared_and_becomes_the_baseline",
    "test_a_source_that_left_is_not_due_but_keeps_its_history",
    "test_a_window_has_one_digest_and_a_finding_is_told_once",
    "test_another_look_under_the_same_id_is_refused_not_lost",
    "test_findings_are_chosen_by_kind_severity_and_source",
    "test_some_may_be_asked_for_alone_also_those_that_strayed",
    "test_the_outbox_stands_as_before_after_a_rebuild",
    "test_the_stations_of_a_delivery_are_known_also_after_a_rebuild",
    "test_to_keep_the_same_look_again_changes_nothing",
    "test_to_tell_the_same_change_again_changes_nothing",
    "test_versions_are_numbered_and_found_by_time",
    "test_what_no_database_could_hold_is_written_out",
    "test_what_was_posted_is_looked_through_page_by_page",
    "watched",
]


def test_the_migrations_make_the_tables_that_the_code_knows(database):
    with reading_engine(database).connect() as connection:
        ours = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith("procrastinate")}
        found = compare_metadata(MigrationContext.configure(connection, opts=ours), Row.metadata)
        assert [one for one in found if "passage_words" not in str(one)] == []


def test_several_that_open_a_new_store_at_once_make_it_once(bench, server):
    bench.database = server.database()
    opened, waiting = [], threading.Barrier(4)

    def open_it() -> None:
        waiting.wait()
        with open_store(bench.vault, bench.url, bench.clock) as store:
            opened.append(store.verify())

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert opened == [[], [], [], []]
    server.drop(bench.database)


def test_one_that_wants_to_be_alone_lets_nobody_in_and_is_let_in_beside_nobody(bench):
    with bench.open(alone=True):
        with pytest.raises(StoreLocked, match="process"):
            bench.open()
        with pytest.raises(StoreLocked):
            bench.open(alone=True)
        assert open_reader(bench.vault, bench.url).verify() == []
    with bench.open(), bench.open(), pytest.raises(StoreLocked):
        bench.open(alone=True)


def test_a_database_of_a_later_release_is_refused(bench):
    bench.open().close()
    with psycopg.connect(bench.url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreNewer, match="9999"):
        bench.open()


def test_a_password_is_in_no_message(bench):
    url = bench.url.replace("postgres@", "postgres:hush-hush@").replace(bench.url.rpartition("/")[2], "nothing_there")
    with pytest.raises(Exception) as told:
        open_store(bench.vault, url, bench.clock)
    assert "nothing_there" in str(told.value)
    assert "hush-hush" not in str(told.value)
