"""A body that has to go is gone from the disk; that it was there, and why it went, stays and can be verified."""

import json
import os
import signal
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from tests.store.test_bodies import base, keep_all, noisy, rows
from tests.store.test_crash import Countdown
from watcher.errors import NotKnown, StoreError, Withdrawn
from watcher.model import Payload
from watcher.store import open_reader, open_store
from watcher.store.backup import DATABASE, VAULT, back_up
from watcher.store.ledger.records import bodies_of
from watcher.store.vault.vault import blob_path

REASON = "order of the district court, case 26-123"


@pytest.fixture
def three(bench):
    """A store of three answers, compared; the second and the third lean on the first."""
    store = bench.open()
    bodies = list(noisy(3))
    store.agenda.sync([bench.source()], bench.clock.now())
    looks = [bench.look(body, 10 * number) for number, body in enumerate(bodies)]
    store.keep([looks[0]])
    store.tell([bench.first(looks[0])])
    store.keep([replace(look, recognised=True) for look in looks[1:]])
    assert [base(bench, body) is None for body in bodies] == [True, False, False]
    return bodies


def name(body):
    """The hash of a body."""
    return Payload(body).sha256


def test_the_file_is_gone_and_the_reason_stays(bench, three):
    store = bench.open_stores[0]
    done = store.redact(name(three[2]), REASON, "ana")
    assert not blob_path(bench.vault, name(three[2])).exists()
    assert store.verify() == []
    assert store.history.withdrawals() == [done]
    assert (done.reason, done.by, done.at, done.rewritten) == (REASON, "ana", bench.clock.now(), ())
    with pytest.raises(Withdrawn, match=f"withdrawn on 2026-11-21 10:00 UTC by ana, because: {REASON}"):
        store.history.payload(bench.look(three[2], 20).snapshot)
    assert store.history.snapshots("dhs")[0].body_sha256 == name(three[2])


def test_what_leaned_on_it_is_kept_alone_and_says_the_same(bench, three):
    store = bench.open_stores[0]
    store.seal()
    done = store.redact(name(three[0]), REASON, "ana")
    assert [body for body, _ in done.rewritten] == sorted(map(name, three[1:]))
    assert [base(bench, body) for body in three[1:]] == [None, None]
    assert [store.body(name(body)) for body in three[1:]] == three[1:]
    assert store.verify() == []
    store.seal()
    assert store.verify() == []
    assert not list((bench.vault / "incoming").iterdir())


def test_the_next_body_leans_on_nothing_that_was_withdrawn(bench, three):
    store = bench.open_stores[0]
    store.redact(name(three[0]), REASON, "ana")
    fresh = list(noisy(2))
    fresh = [body + b"<!-- another -->" for body in fresh]
    keep_all(bench, store, fresh, first=5)
    assert [base(bench, body) for body in fresh] == [None, name(fresh[0])]
    assert store.verify() == []


def test_the_page_is_asked_anew_and_not_whether_it_still_is_what_was_withdrawn(bench, three):
    store = bench.open_stores[0]
    assert store.agenda.standing("dhs").etag
    store.redact(name(three[2]), REASON, "ana")
    assert store.agenda.standing("dhs").etag is None
    assert store.shown_by(name(three[2])) == ["dhs"]


def test_a_body_that_the_page_shows_again_is_kept_again(bench, three):
    store = bench.open_stores[0]
    store.redact(name(three[2]), REASON, "ana")
    store.keep([bench.look(three[2], 40, recognised=True)])
    assert store.body(name(three[2])) == three[2]
    assert store.history.withdrawals() == []
    assert store.verify() == []
    store.close()
    with bench.open() as again:
        assert again.body(name(three[2])) == three[2]


def test_a_rebuilt_database_knows_what_was_withdrawn(bench, three):
    store = bench.open_stores[0]
    store.redact(name(three[0]), REASON, "ana")
    before = rows(bench)["withdrawn"]
    store.reindex()
    assert rows(bench)["withdrawn"] == before
    assert store.verify() == []
    assert len(store.history.withdrawals()) == 1


def test_what_was_withdrawn_and_lies_there_again_is_a_fault(bench, three):
    store = bench.open_stores[0]
    path = blob_path(bench.vault, name(three[2]))
    content = path.read_bytes()
    store.redact(name(three[2]), REASON, "ana")
    path.write_bytes(content)
    assert [fault for fault in store.verify() if str(path) in fault]


def test_a_forged_row_withdraws_nothing(bench, three):
    store = bench.open_stores[0]
    store.redact(name(three[2]), REASON, "ana")
    with closing(sqlite3.connect(bench.home / "watcher.db")) as connection:
        connection.execute("UPDATE withdrawn SET record = replace(record, 'court', 'mayor')")
        connection.commit()
    assert any("withdrawn" in fault for fault in store.verify())


def test_nothing_is_withdrawn_that_no_look_brought_or_that_waits_or_twice(bench, three):
    store = bench.open_stores[0]
    with pytest.raises(NotKnown, match="no look brought"):
        store.redact("ab" * 32, REASON, "ana")
    store.keep([bench.look(b"new", 50)])
    with pytest.raises(NotKnown, match="waits to be compared"):
        store.redact(name(b"new"), REASON, "ana")
    store.redact(name(three[1]), REASON, "ana")
    with pytest.raises(NotKnown, match=REASON):
        store.redact(name(three[1]), "again", "ana")


def test_a_backup_holds_nothing_that_was_withdrawn(bench, three):
    store = bench.open_stores[0]
    store.redact(name(three[0]), REASON, "ana")
    target = bench.home / "copy"
    back_up(bench.vault, bench.url, target)
    with open_reader(target / VAULT, f"sqlite:///{target / DATABASE}") as reader:
        assert reader.verify() == []
        assert len(reader.history.withdrawals()) == 1
    assert not blob_path(target / VAULT, name(three[0])).exists()


def test_a_withdrawal_killed_at_any_step_is_done_or_not_begun(bench, three):
    bench.open_stores[0].close()
    saved = {path.relative_to(bench.home): path.read_bytes() for path in bench.home.rglob("*") if path.is_file()}
    for number in range(1, 200):
        for path in [path for path in bench.home.rglob("*") if path.is_file()]:
            path.unlink()
        for place, content in saved.items():
            (bench.home / place).write_bytes(content)
        died = killed_at(bench, number, name(three[0]))
        with bench.open() as store:
            assert store.verify() == [], f"killed at step {number}"
            gone = not blob_path(bench.vault, name(three[0])).exists()
            assert gone == bool(store.history.withdrawals())
            assert [store.body(name(body)) for body in three[1:]] == three[1:]
            if not gone:
                store.redact(name(three[0]), REASON, "ana")
            assert store.verify() == []
            assert not list((bench.vault / "incoming").iterdir())
        if not died:
            break
    assert 20 < number < 199


def killed_at(bench, number, sha256):
    """Withdraw in a process that dies at that step; False when it came to its end before."""
    child = os.fork()
    if child == 0:
        try:
            dying = Countdown(number, lambda step: os.kill(os.getpid(), signal.SIGKILL))
            open_store(bench.vault, bench.url, bench.clock, fault=dying).redact(sha256, REASON, "ana")
            os._exit(0)
        finally:
            os._exit(1)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_no_room_for_what_is_written_anew_withdraws_nothing(bench, three):
    bench.open_stores[0].close()

    def full(step):
        if full.on and step == "write.pour":
            raise OSError(28, os.strerror(28))

    full.on = False
    with bench.open(fault=full) as store:
        full.on = True
        with pytest.raises(StoreError):
            store.redact(name(three[0]), REASON, "ana")
        full.on = False
        assert store.history.withdrawals() == []
        assert store.body(name(three[1])) == three[1]
        assert len(store.redact(name(three[0]), REASON, "ana").rewritten) == 2
        assert store.verify() == []


def test_the_record_names_what_was_written_anew_so_that_a_seal_covers_it(bench, three):
    store = bench.open_stores[0]
    store.redact(name(three[0]), REASON, "ana")
    lines = (bench.vault / "ledger" / "00000001.jsonl").read_bytes().splitlines()
    record = json.loads(lines[-1])
    assert (record["type"], record["reason"], record["by"]) == ("redaction", REASON, "ana")
    assert dict(bodies_of(record)).keys() == set(map(name, three[1:]))
