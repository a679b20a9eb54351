"""By which passages a page is found, from which version to which."""

from dataclasses import replace

import pytest

from watcher.errors import StoreError
from watcher.store import Passage


def show(bench, store, number, *passages, source_id="dhs", known=True):
    """The page in another version, `number` minutes after the start."""
    look = bench.look(f"{source_id} {number}".encode(), number, source_id)
    store.keep([look])
    telling = bench.first(look) if number == 1 else bench.change(show.last, look, (number - 1, number), {})
    version = replace(bench.version(look.snapshot, number), source_id=source_id)
    store.tell([replace(telling, version=version, passages=passages if known else None)])
    show.last = look
    return version


@pytest.fixture
def watched(bench, store):
    store.agenda.sync([bench.source("dhs"), bench.source("ice")], bench.clock.now())
    return store


def found(store, *words, source_id=None):
    passages, _ = store.history.passages([words], source_id=source_id)
    return sorted((one.source_id, one.first, one.gone) for one in passages)


def test_a_passage_stands_from_its_first_version_to_the_first_without_it(bench, watched):
    show(bench, watched, 1, "They may be held.", "For 48 hours.")
    show(bench, watched, 2, "They will be held.", "For 48 hours.")
    show(bench, watched, 3, "They may be held.", "For 48 hours.")
    assert found(watched, "may") == [("dhs", 1, 2), ("dhs", 3, None)]
    assert found(watched, "48", "hours") == [("dhs", 1, None)]
    assert found(watched, "hours", "48") == []
    (passage,), was_cut = watched.history.passages([["will"]])
    assert not was_cut
    assert passage == Passage(passage.place, "dhs", 2, bench.at(2), 3, bench.at(3))
    assert watched.history.texts([passage.place]) == {passage.place: "They will be held."}


def test_one_source_is_never_taken_for_another(bench, watched):
    show(bench, watched, 1, "They may be held.")
    show(bench, watched, 1, "They may be held.", source_id="ice")
    assert found(watched, "may") == [("dhs", 1, None), ("ice", 1, None)]
    assert found(watched, "may", source_id="ice") == [("ice", 1, None)]
    assert found(watched, "may", source_id="ic") == []


def test_a_version_nobody_has_read_waits_and_those_behind_it_too(bench, watched):
    versions = [show(bench, watched, 1, "one"), show(bench, watched, 2, known=False), show(bench, watched, 3, "three")]
    assert watched.history.unsearchable() == [("dhs", 1, 3)]
    assert watched.history.searchable().waiting == 2
    assert found(watched, "three") == []
    watched.find_by([(versions[1], ["two"]), (versions[2], ["three"])])
    assert watched.history.unsearchable() == []
    assert [found(watched, word) for word in ("one", "two", "three")] == [
        [("dhs", 1, 2)],
        [("dhs", 2, 3)],
        [("dhs", 3, None)],
    ]


def test_a_version_that_cannot_be_read_any_more_says_what_the_one_before_did(bench, watched):
    show(bench, watched, 1, "one")
    second = show(bench, watched, 2, known=False)
    watched.find_by([(second, None)])
    assert found(watched, "one") == [("dhs", 1, None)]


def test_a_write_that_was_cut_off_between_ledger_and_database_leaves_the_version_waiting(bench, watched):
    show(bench, watched, 1, "one")
    watched.close()

    def cut(step):
        if step == "database.commit" and cut.armed:
            raise OSError(5, "cut off")

    cut.armed = False
    store = bench.open(fault=cut)
    look = bench.look(b"two", 2)
    store.keep([look])
    cut.armed = True
    telling = replace(bench.change(show.last, look, (1, 2), {}), passages=("two",))
    with pytest.raises(StoreError):
        store.tell([telling])
    cut.armed = False
    store.close()
    again = bench.open()
    assert [version.number for version in again.history.versions("dhs")] == [1, 2]
    assert again.history.unsearchable() == [("dhs", 1, 2)]


def test_what_a_withdrawn_body_said_is_found_no_more(bench, watched):
    show(bench, watched, 1, "one")
    show(bench, watched, 2, "the name of a child")
    body = show.last.snapshot.body_sha256
    show(bench, watched, 3, "three")
    watched.redact(body, "a court said so", "operator")
    assert found(watched, "child") == []
    assert watched.history.unsearchable() == [("dhs", 0, 3)]


def test_a_rebuilt_database_forgets_the_passages_and_says_so(bench, watched):
    show(bench, watched, 1, "one")
    watched.reindex()
    assert found(watched, "one") == []
    assert watched.history.searchable().waiting == 1


def test_what_no_database_could_hold_is_written_out(bench, watched):
    show(bench, watched, 1, "odd \x00 and \ud800 words", "x" * 300_000)
    assert found(watched, "odd") == [("dhs", 1, None)]
