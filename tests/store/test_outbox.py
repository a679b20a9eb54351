"""From the finding that is owed to the reply of whoever took the message."""

from dataclasses import replace
from datetime import timedelta

import pytest

from watcher.errors import NotKnown


@pytest.fixture
def posted(bench, store):
    """A digest in the outbox with two deliveries."""
    telling = bench.told(store)
    digest = bench.digest(telling.told)
    store.outbox.post(digest, bench.message(digest), [bench.delivery(digest), bench.delivery(digest, "b@example.test")])
    return digest


def claimed(bench, store):
    return [delivery for delivery, _ in store.outbox.claim(bench.clock.now())]


def test_a_finding_is_owed_until_a_digest_tells_it(bench, store):
    telling = bench.told(store)
    assert store.outbox.owed("desk") == [(telling.told, (0,))]
    assert store.outbox.owed("nobody") == []
    digest = bench.digest(telling.told)
    assert store.outbox.post(digest, bench.message(digest), [])
    assert store.outbox.owed("desk") == []
    assert store.outbox.last_window("desk") == "2026-11-21/daily"
    assert store.outbox.last_made("desk") == digest.made_at
    assert (store.outbox.last_window("other"), store.outbox.last_made("other")) == (None, None)


def test_a_window_has_one_digest_and_a_finding_is_told_once(bench, store):
    telling = bench.told(store)
    digest = bench.digest(telling.told)
    assert store.outbox.post(digest, bench.message(digest), [bench.delivery(digest)])
    same_window = bench.digest(telling.told, number=2)
    same_finding = bench.digest(telling.told, "2026-11-22/daily", number=3)
    for other in (digest, same_window, same_finding):
        assert not store.outbox.post(other, bench.message(other), [bench.delivery(other)])
    assert len(store.outbox.deliveries()) == 1
    another = bench.digest(telling.told, subscription="urgent", number=4)
    assert store.outbox.post(another, bench.message(another), []), "another subscription has its own"


def test_an_empty_digest_can_be_posted(bench, store):
    empty = replace(bench.digest(bench.told(store).told), entries=())
    assert store.outbox.post(empty, bench.message(empty), [bench.delivery(empty)])
    assert len(claimed(bench, store)) == 1


def test_what_is_sent_is_word_for_word_what_was_posted(bench, store, posted):
    for delivery, message in store.outbox.claim(bench.clock.now()):
        assert message == bench.message(posted)
        assert (delivery.state, delivery.attempt) == ("sending", 1)
    assert store.outbox.digest(posted.id[:10]) == bench.message(posted)
    assert store.outbox.digests() == [bench.message(posted)]


def test_a_delivery_is_claimed_once(bench, store, posted):
    assert len(store.outbox.claim(bench.clock.now(), limit=1)) == 1
    assert len(claimed(bench, store)) == 1
    assert claimed(bench, store) == []


def test_a_claim_that_nobody_settled_may_have_arrived_and_is_handed_out_again(bench, store, posted):
    claimed(bench, store)
    bench.later(5)
    again = claimed(bench, store)
    assert [delivery.attempt for delivery in again] == [2, 2]
    assert all("may have arrived" in delivery.last_error for delivery in again)


def test_the_sole_sender_takes_back_at_once_what_a_run_that_ended_had_under_way(bench, store, posted):
    claimed(bench, store)
    store.outbox.take_back(bench.clock.now())
    again = claimed(bench, store)
    assert [delivery.attempt for delivery in again] == [2, 2]
    assert all("may have arrived" in delivery.last_error for delivery in again)


def test_a_sent_delivery_is_never_handed_out_again(bench, store, posted):
    for delivery in claimed(bench, store):
        assert store.outbox.settle(delivery, "sent", reply="250 2.0.0 ok")
    bench.later(10_000)
    assert claimed(bench, store) == []
    assert store.outbox.retry() == []
    assert [delivery.state for delivery in store.outbox.deliveries()] == ["sent", "sent"]
    with pytest.raises(NotKnown, match="was sent"):
        store.outbox.drop(store.outbox.deliveries()[0].id, "no")


def test_a_late_answer_to_an_older_attempt_does_not_settle_the_newer_one(bench, store, posted):
    old = claimed(bench, store)[0]
    bench.later(5)
    claimed(bench, store)
    assert not store.outbox.settle(old, "dead", error="550")
    assert store.outbox.deliveries("sending")


def test_what_was_claimed_and_not_begun_with_is_given_back_as_if_nobody_had_had_it(bench, store, posted):
    begun, rest = claimed(bench, store)
    store.outbox.settle(begun, "retry", error="no answer", next_at=bench.clock.now())
    store.outbox.give_back([begun, rest], bench.clock.now())
    assert [(one.state, one.attempt) for one in store.outbox.deliveries()] == [("pending", 0), ("retry", 1)]
    store.outbox.give_back(claimed(bench, store), bench.clock.now())
    stood = store.outbox.deliveries()
    assert [(one.state, one.attempt, one.last_error) for one in stood] == [
        ("pending", 0, ""),
        ("retry", 1, "no answer"),
    ]
    store.reindex()
    assert store.outbox.deliveries() == stood
    assert sorted(one.attempt for one in claimed(bench, store)) == [1, 2]


def test_a_claim_that_somebody_else_has_by_now_is_not_given_back(bench, store, posted):
    lost = claimed(bench, store)
    bench.later(6)
    assert [one.attempt for one in claimed(bench, store)] == [2, 2]
    store.outbox.give_back(lost, bench.clock.now())
    assert {one.state for one in store.outbox.deliveries()} == {"sending"}


def test_a_retry_waits_for_its_time(bench, store, posted):
    for delivery in claimed(bench, store):
        store.outbox.settle(delivery, "retry", error="451 later", next_at=bench.clock.now() + timedelta(minutes=15))
    bench.later(14)
    assert claimed(bench, store) == []
    bench.later(1)
    again = claimed(bench, store)
    assert [(delivery.attempt, delivery.last_error) for delivery in again] == [(2, "451 later")] * 2


def test_a_dead_delivery_is_counted_and_can_be_revived_or_dropped(bench, store, posted):
    first, second = claimed(bench, store)
    store.outbox.settle(first, "dead", error="550 no such user\x00\ud800")
    store.outbox.settle(second, "dead", error="550")
    assert store.outbox.dead() == 2
    (revived,) = store.outbox.retry([first.id])
    assert (revived.state, revived.last_error) == ("retry", "550 no such user\\u0000\\ud800")
    store.outbox.drop(second.id, "address no longer exists")
    assert store.outbox.dead() == 0
    assert [delivery.id for delivery in claimed(bench, store)] == [first.id]
    (dropped,) = store.outbox.deliveries("dropped")
    assert dropped.last_error == "address no longer exists"
    with pytest.raises(NotKnown):
        store.outbox.drop("nothing", "no")


def test_the_outbox_stands_as_before_after_a_rebuild(bench, store, posted):
    first, _ = claimed(bench, store)
    store.outbox.settle(first, "sent", reply="250")
    before = store.outbox.deliveries()
    store.reindex()
    assert store.outbox.deliveries() == before
    assert claimed(bench, store) == [], "what is under way is not sent beside itself"
    bench.later(5)
    (again,) = claimed(bench, store)
    assert again.attempt == 2


def test_the_stations_of_a_delivery_are_known_also_after_a_rebuild(bench, store, posted):
    ids = [one.id for one in store.outbox.deliveries()]
    assert store.posted.stations_of(ids) == {one: [] for one in ids}
    began = bench.clock.now()
    first, other = claimed(bench, store)
    store.outbox.settle(first, "retry", error="451 try later", next_at=bench.clock.now())
    bench.later(5)
    again = next(one for one in claimed(bench, store) if one.id == first.id)
    store.outbox.settle(again, "sent", reply="250 ok")
    way = store.posted.stations_of([first.id])[first.id]
    assert [(one.state, one.attempt) for one in way] == [("sending", 1), ("retry", 1), ("sending", 2), ("sent", 2)]
    assert [one.error for one in way] == ["", "451 try later", "", ""]
    assert (way[0].at, way[0].is_first, way[2].is_first, way[3].reply) == (began, True, False, "250 ok")
    assert "may have arrived" in store.posted.stations_of([other.id])[other.id][1].error
    store.reindex()
    assert store.posted.stations_of([first.id])[first.id] == way


def test_an_error_is_listed_where_it_was_met_alone(bench, store, posted):
    """Asked for again by the operator, taken, given back: nobody said anything then."""
    one, _ = claimed(bench, store)
    store.outbox.settle(one, "dead", error="550 no")
    store.outbox.retry([one.id])
    (again,) = claimed(bench, store)
    store.outbox.give_back([again], bench.clock.now())
    (last,) = claimed(bench, store)
    store.outbox.settle(last, "retry", error="550 no", next_at=bench.later(60))
    store.outbox.drop(one.id, "moved away")
    way = store.posted.stations_of([one.id])[one.id]
    assert [(station.state, station.error) for station in way] == [
        ("sending", ""),
        ("dead", "550 no"),
        ("retry", ""),
        ("sending", ""),
        ("retry", ""),
        ("sending", ""),
        ("retry", "550 no"),
        ("dropped", "moved away"),
    ]


def test_noise_is_counted_by_period_and_source(bench, store):
    bench.told(store)
    now = bench.clock.now()
    hour = timedelta(hours=1)
    assert store.outbox.noise(now - hour, now + hour, ["dhs", "ice"]) == 1
    assert store.outbox.noise(now - hour, now, ["dhs"]) == 0
    assert store.outbox.noise(now - hour, now + hour, ["ice"]) == 0


def test_an_unknown_digest_says_so(bench, store, posted):
    for prefix in ("01JD9999", posted.id[:3]):
        with pytest.raises(NotKnown):
            store.outbox.digest(prefix)


def test_what_was_sent_may_be_sent_once_more(bench, store, posted):
    first, second = claimed(bench, store)
    for one in (first, second):
        assert store.outbox.settle(one, "sent", reply="250 taken")
    assert store.posted.deliveries_of([posted.id])[posted.id][0].reply == "250 taken"
    assert store.outbox.resend(first.id).state == "retry"
    assert [(one.id, one.attempt) for one in claimed(bench, store)] == [(first.id, 2)]
    with pytest.raises(NotKnown, match="no delivery"):
        store.outbox.resend("nobody")


def test_what_was_posted_is_looked_through_page_by_page(bench, store, posted):
    later = replace(bench.digest(bench.told(store).told, "2026-11-22/daily", number=2), entries=())
    store.outbox.post(later, bench.message(later), [bench.delivery(later)])
    first = store.posted.digests(limit=1)
    rest = store.posted.digests(before=first[0].digest_id, limit=5)
    assert [one.digest_id for one in (*first, *rest)] == [later.id, posted.id]
    seen, before = [], None
    while page := store.posted.deliveries(before=before, limit=1):
        seen += page
        before = page[-1].id
    assert [one.digest_id for one in seen] == [later.id, posted.id, posted.id]
    assert len({one.id for one in seen}) == 3
    assert store.posted.counts() == {"pending": 3}
    assert store.posted.deliveries(state="dead", limit=5) == []
