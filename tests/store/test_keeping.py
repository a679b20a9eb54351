"""What is kept, what waits to be compared, and where a source then stands."""

from datetime import timedelta

import pytest

from watcher.errors import NotKnown, StoreError
from watcher.model import Outcome, Payload
from watcher.store import Look, Mark


def test_a_look_is_kept_whole_and_waits_to_be_compared(bench, store):
    store.agenda.sync([bench.source()], bench.clock.now())
    look = bench.look(b"<p>one</p>", reasons=("it is",), ip="192.0.2.1", wire_bytes=7)
    store.keep([look])
    assert store.uncompared("dhs") == [look.snapshot]
    assert store.uncompared_sources() == ["dhs"]
    assert store.history.snapshot(look.snapshot.id) == look.snapshot
    assert store.history.payload(look.snapshot) == Payload(b"<p>one</p>", "text/html", "https://www.dhs.test/dhs")


def test_equal_bodies_are_one_file_that_nobody_may_write_to(bench, store):
    store.agenda.sync([bench.source(), bench.source("ice")], bench.clock.now())
    store.keep([bench.look(b"same", 0), bench.look(b"same", 0, "ice")])
    store.keep([bench.look(b"same", 5)])
    (blob,) = (bench.vault / "blobs").rglob("*.zst")
    assert blob.stem == Payload(b"same").sha256
    assert blob.parent.name == blob.stem[:2]
    assert blob.stat().st_mode & 0o777 == 0o440


def test_to_keep_the_same_look_again_changes_nothing(bench, store):
    bench.known(store)
    look = bench.look(b"two", 10)
    store.keep([look, look])
    store.keep([look])
    assert len(store.history.snapshots("dhs")) == 2
    assert store.uncompared("dhs") == [look.snapshot]


def test_another_look_under_the_same_id_is_refused_not_lost(bench, store):
    bench.known(store)
    with pytest.raises(StoreError, match="another look was kept under this id"):
        store.keep([bench.look(b"other", 0)])


def test_a_source_that_is_not_watched_keeps_nothing(bench, store):
    with pytest.raises(NotKnown, match="'dhs'"):
        store.keep([bench.look()])


def test_a_record_never_names_a_body_that_is_not_there(bench, store):
    bench.known(store)
    missing = bench.look(b"two", 10)
    with pytest.raises(StoreError, match="not kept"):
        store.keep([Look(missing.snapshot)])
    with pytest.raises(ValueError, match="not the body"):
        store.keep([Look(missing.snapshot, Payload(b"three"))])


def test_a_recognised_look_is_compared_and_becomes_the_baseline(bench, store):
    bench.known(store)
    again = bench.look(b"one, other token", 10, recognised=True, skim="skim-1", rules="rules-1")
    store.keep([again])
    standing = store.agenda.standing("dhs")
    assert store.uncompared("dhs") == []
    assert standing.baseline == again.snapshot
    assert (standing.version, standing.skim, standing.rules) == (1, "skim-1", "rules-1")
    assert (standing.etag, standing.full_at) == ('"10"', again.snapshot.started_at)
    assert store.history.version("dhs", 1).confirmed == again.snapshot.started_at


def test_not_modified_confirms_the_body_and_keeps_what_the_answer_left_out(bench, store):
    first = bench.known(store)
    confirmed = bench.look(b"one", 10, outcome=Outcome.NOT_MODIFIED, status=304, headers=(), recognised=True)
    store.keep([Look(confirmed.snapshot, recognised=True)])
    standing = store.agenda.standing("dhs")
    assert standing.baseline == confirmed.snapshot
    assert (standing.etag, standing.full_at, standing.skim) == ('"0"', first.snapshot.started_at, "skim-1")
    assert store.history.payload(confirmed.snapshot) == Payload(b"one", "text/html", "https://www.dhs.test/dhs")


def test_a_look_is_not_recognised_while_an_older_one_waits(bench, store):
    bench.known(store)
    changed = bench.look(b"two", 10)
    back = bench.look(b"one", 20, recognised=True, skim="skim-1", rules="rules-1")
    store.keep([changed])
    store.keep([back])
    assert store.uncompared("dhs") == [changed.snapshot, back.snapshot]
    assert store.agenda.standing("dhs").baseline.started_at == bench.at(0)


def test_a_look_without_the_page_is_listed_until_the_page_is_seen_again(bench, store):
    bench.known(store)
    store.keep([bench.look(b"gone", 10, outcome=Outcome.GONE, status=404)])
    store.keep([bench.look(None, 20, outcome=Outcome.TIMEOUT, status=None)])
    standing = store.agenda.standing("dhs")
    assert standing.away == ((bench.at(10), Outcome.GONE), (bench.at(20), Outcome.TIMEOUT))
    assert standing.baseline.started_at == bench.at(0)
    store.passed([Mark(snapshot) for snapshot in store.uncompared("dhs")])
    assert store.agenda.standing("dhs").away == standing.away
    store.keep([bench.look(b"one", 30, recognised=True)])
    assert store.agenda.standing("dhs").away == ()


def test_an_older_look_compared_late_does_not_hide_a_later_absence(bench, store):
    bench.known(store)
    page = bench.look(b"one.", 10)
    store.keep([page])
    store.keep([bench.look(None, 20, outcome=Outcome.GONE)])
    store.passed([Mark(page.snapshot, "skim-3", "rules-1")])
    standing = store.agenda.standing("dhs")
    assert standing.baseline == page.snapshot
    assert [outcome for _, outcome in standing.away] == [Outcome.GONE]


def test_a_page_that_our_reader_died_on_counts_as_not_seen(bench, store):
    bench.known(store)
    deadly = bench.look(b"two", 10)
    store.keep([deadly])
    store.passed([Mark(deadly.snapshot, unreadable="hung for 30 s")])
    standing = store.agenda.standing("dhs")
    assert standing.away == ((bench.at(10), Outcome.UNREADABLE),)
    assert standing.baseline.started_at == bench.at(0)
    assert store.uncompared_sources() == []


def test_a_passed_look_becomes_the_baseline_with_its_own_skim(bench, store):
    bench.known(store)
    same_words = bench.look(b"one!", 10, skim="skim-9", rules="rules-1")
    store.keep([same_words])
    assert store.skim_of(same_words.snapshot) == "skim-9"
    assert store.skim_of(same_words.snapshot, "rules-2") == ""
    store.passed([Mark(same_words.snapshot, "skim-9", "rules-1")])
    standing = store.agenda.standing("dhs")
    assert (standing.baseline, standing.skim, standing.version) == (same_words.snapshot, "skim-9", 1)


def test_a_skim_never_outlives_the_body_it_was_made_of(bench, store):
    bench.known(store)
    unskimmed = bench.look(b"one!", 10)
    store.keep([unskimmed])
    store.passed([Mark(unskimmed.snapshot)])
    assert store.agenda.standing("dhs").skim == ""


def test_a_told_removal_is_remembered_until_the_page_is_told_again(bench, store):
    first = bench.known(store)
    gone = bench.look(b"404", 10, outcome=Outcome.GONE, status=404)
    store.keep([gone])
    store.tell([bench.change(first, gone, (1, None), removal="doubted")])
    assert store.agenda.standing("dhs").removal == "doubted"
    assert store.agenda.standing("dhs").version == 1
    back = bench.look(b"one", 20)
    store.keep([back])
    store.tell([bench.change(gone, back, (None, 1))])
    standing = store.agenda.standing("dhs")
    assert (standing.removal, standing.away, standing.baseline) == ("", (), back.snapshot)


def test_to_tell_the_same_change_again_changes_nothing(bench, store):
    telling = bench.told(store)
    store.tell([telling])
    assert [told.change_id for told in store.history.changes()].count(telling.told.change_id) == 1
    assert store.outbox.owed("desk") == [(telling.told, (0,))]


def test_nothing_is_told_of_looks_that_are_not_kept(bench, store):
    first = bench.known(store)
    with pytest.raises(NotKnown, match="nothing can be told"):
        store.tell([bench.change(first, bench.look(b"two", 10))])


def test_after_a_lost_database_everything_stands_as_before(bench):
    store = bench.open()
    telling = bench.told(store)
    same = bench.look(b"two.", 20)
    store.keep([same])
    store.passed([Mark(same.snapshot, "skim-2", "rules-1")])
    store.keep([bench.look(b"two, token", 30, recognised=True, skim="skim-2", rules="rules-1")])
    before = (store.history.snapshots("dhs"), store.history.versions("dhs"), store.outbox.owed("desk"))
    baseline = store.agenda.standing("dhs").baseline
    store.close()
    for file in bench.home.glob("watcher.db*"):
        file.unlink()
    store = bench.open()
    assert (store.history.snapshots("dhs"), store.history.versions("dhs"), store.outbox.owed("desk")) == before
    assert store.history.change(telling.told.change_id) == telling.told
    assert store.agenda.standing("dhs").baseline == baseline
    assert store.uncompared("dhs") == [same.snapshot], "what was passed over is compared again, and nothing else"
    assert store.verify() == []


def test_what_a_look_plans_stands_in_the_agenda(bench, store):
    store.agenda.sync([bench.source(every=timedelta(hours=6))], bench.clock.now())
    store.keep([bench.look(b"one", 0, next_look_at=bench.at(77))])
    assert store.agenda.standing("dhs").next_look_at == bench.at(77)
    store.keep([bench.look(b"one", 80)])
    assert store.agenda.standing("dhs").next_look_at == bench.at(80) + timedelta(hours=6, seconds=1)
