"""Several write to one store, each in its turn."""

from datetime import timedelta


def test_what_one_writer_kept_and_told_the_other_knows_at_once(bench):
    here, there = bench.open(), bench.open()
    telling = bench.told(here)
    assert there.history.change(telling.told.change_id) == telling.told
    digest = bench.digest(telling.told)
    assert there.outbox.post(digest, bench.message(digest), [bench.delivery(digest)])
    assert not here.outbox.post(digest, bench.message(digest), [bench.delivery(digest)])
    [(delivery, _)] = here.outbox.claim(bench.clock.now())
    assert there.outbox.claim(bench.clock.now()) == []
    assert here.outbox.settle(delivery, "sent", reply="250 ok")
    assert [one.state for one in there.outbox.deliveries()] == ["sent"]
    assert here.verify() == there.verify() == []


def test_what_several_wrote_is_sealed_as_one_chain_and_reads_the_same_when_rebuilt(bench):
    here, there = bench.open(), bench.open()
    telling = bench.told(here)
    there.keep([bench.look(b"three", 20)])
    here.keep([bench.look(b"four", 30)])
    assert len(list((bench.vault / "ledger").glob("*.jsonl"))) == 2
    assert there.seal().number == 1
    assert [path.name for path in (bench.vault / "ledger").glob("*.jsonl")] == ["00000001.jsonl"]
    here.keep([bench.look(b"five", 40)])
    assert here.verify() == there.verify() == []
    looks = [snapshot.id for snapshot in here.uncompared("dhs")]
    assert there.reindex() == 9
    assert [snapshot.id for snapshot in here.uncompared("dhs")] == looks
    assert here.history.change(telling.told.change_id) == telling.told
    assert here.seal().number == there.last_seal().number == 2
    assert there.verify() == []


def test_a_claim_that_nobody_settles_is_handed_out_again_when_its_lease_is_over(bench):
    here, there = bench.open(), bench.open()
    digest = bench.digest(bench.told(here).told)
    here.outbox.post(digest, bench.message(digest), [bench.delivery(digest)])
    assert len(here.outbox.claim(bench.clock.now())) == 1
    bench.clock.at += timedelta(minutes=6)
    [(again, _)] = there.outbox.claim(bench.clock.now())
    assert again.attempt == 2


def test_what_is_asked_of_the_open_part_of_the_ledger_is_asked_of_every_writer(bench):
    here, there = bench.open(), bench.open()
    here.note_ping_failure("answered 500", bench.clock.now())
    there.note_ping_failure("answered 500", bench.clock.now())
    assert there.unheard_since(bench.clock.now() - timedelta(hours=1)).startswith("answered 500")
    assert there.seal().number == 1
    assert [kept.form["type"] for kept in here.archive.records()] == ["ping_failure", "key"]
