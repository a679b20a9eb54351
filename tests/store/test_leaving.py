"""A reader who wants no more is left alone, whoever holds the store, and whatever stops it."""

import json
import sqlite3
from contextlib import closing

import pytest

from watcher.errors import NotKnown
from watcher.model import Coverage, Delivery, Digest, Message
from watcher.store import open_reader

READERS = ("ana@example.test", "ben@example.test")


def post(store, clock, number=1, subscription="desk"):
    """A digest for both readers; returns its deliveries."""
    now = clock.now()
    digest = Digest(f"digest-{number}", subscription, f"window-{number}", now, (), Coverage(now, now, 0, 0, 0))
    message = Message(digest.id, "subject", "text", "<p>html</p>", {}, now)
    deliveries = [Delivery(f"{digest.id}-{reader[:3]}", digest.id, "mail", reader) for reader in READERS]
    assert store.outbox.post(digest, message, deliveries)
    return deliveries


def states(store):
    """Recipient → state."""
    return {one.recipient: one.state for one in store.outbox.deliveries()}


def records(bench):
    """The records of the ledger."""
    paths = sorted((bench.vault / "ledger").glob("*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_text().splitlines()]


def leavings(bench):
    """The records of who left and came back, in order."""
    return [one["type"] for one in records(bench) if one["type"] in ("unsubscribed", "resubscribed")]


@pytest.fixture
def reader(bench, store):
    """Somebody who only reads, while another holds the store."""
    with open_reader(bench.vault, bench.url) as reader:
        yield reader


def test_a_wish_counts_while_another_holds_the_store_and_is_put_on_record_by_the_holder(bench, store, reader):
    post(store, bench.clock)
    reader.leaving.ask("digest-1-ana", bench.clock.now())
    assert store.leaving.left("desk") == {READERS[0]}
    assert leavings(bench) == []
    store.leaving.take_up()
    assert leavings(bench) == ["unsubscribed"]
    assert reader.leaving.left("desk") == {READERS[0]}
    assert [one.since for one in reader.leaving.unsubscribed()] == [bench.clock.now()]


def test_what_waits_for_who_left_is_dropped_and_the_other_reader_gets_theirs(bench, store, reader):
    post(store, bench.clock)
    reader.leaving.ask("digest-1-ana", bench.clock.now())
    store.leaving.take_up()
    assert states(store) == {READERS[0]: "dropped", READERS[1]: "pending"}
    assert store.verify() == []


def test_another_subscription_goes_on(bench, store):
    post(store, bench.clock)
    post(store, bench.clock, 2, "weekly")
    store.leaving.ask("digest-1-ana", bench.clock.now())
    store.leaving.take_up()
    assert store.leaving.left("weekly") == set()
    assert [one.state for one in store.outbox.deliveries() if one.digest_id == "digest-2"] == ["pending", "pending"]


def test_to_ask_again_changes_nothing(bench, store):
    post(store, bench.clock)
    for _ in range(3):
        store.leaving.ask("digest-1-ana", bench.clock.now())
        store.leaving.take_up()
    assert leavings(bench) == ["unsubscribed"]


def test_a_wish_left_over_by_a_crash_is_taken_up_once(bench, store):
    post(store, bench.clock)
    store.leaving.ask("digest-1-ana", bench.clock.now())
    (wish,) = (bench.home / "watcher.db.leaving").iterdir()
    kept = wish.read_bytes()
    store.leaving.take_up()
    assert not wish.exists()
    wish.write_bytes(kept)  # as when the power failed before its name was gone
    store.leaving.take_up()
    assert not wish.exists()
    assert leavings(bench) == ["unsubscribed"]


def test_who_is_brought_back_may_leave_again(bench, store):
    post(store, bench.clock)
    store.leaving.ask("digest-1-ana", bench.clock.now())
    store.leaving.resubscribe("desk", READERS[0], bench.clock.now())
    assert store.leaving.unsubscribed() == []
    store.leaving.ask("digest-1-ana", bench.clock.now())
    store.leaving.take_up()
    assert leavings(bench) == ["unsubscribed", "resubscribed", "unsubscribed"]
    assert store.leaving.left("desk") == {READERS[0]}
    assert store.verify() == []


def test_nobody_leaves_by_a_delivery_that_never_was_and_nobody_returns_who_never_left(bench, store):
    with pytest.raises(NotKnown):
        store.leaving.ask("digest-9", bench.clock.now())
    with pytest.raises(NotKnown, match="did not leave"):
        store.leaving.resubscribe("desk", READERS[0], bench.clock.now())


def test_a_database_made_anew_knows_who_left_and_a_row_of_somebodys_hand_is_a_fault(bench, store):
    post(store, bench.clock)
    for reader in ("ana", "ben"):
        store.leaving.ask(f"digest-1-{reader}", bench.clock.now())
    store.leaving.resubscribe("desk", READERS[1], bench.clock.now())
    store.reindex()
    assert store.leaving.left("desk") == {READERS[0]}
    assert store.verify() == []
    store.close()
    with closing(sqlite3.connect(bench.home / "watcher.db")) as connection, connection:
        connection.execute("DELETE FROM unsubscribed")
    with bench.open() as again:
        assert any("unsubscribed ('desk', 'ana@example.test'): expected a row" in fault for fault in again.verify())
