"""What is watched, and when it is to be looked at next."""

import json
from datetime import timedelta

import pytest

from watcher.errors import NotKnown
from watcher.model import Ignore, Severity, Source


def records(bench) -> list[dict]:
    return [json.loads(line) for line in (bench.vault / "ledger" / "00000001.jsonl").read_bytes().splitlines()]


def test_a_new_source_is_due_at_once(bench, store):
    store.agenda.sync([bench.source("b"), bench.source("a")], bench.clock.now())
    assert store.agenda.due(bench.clock.now()) == ["a", "b"]
    assert store.agenda.due(bench.clock.now(), limit=1) == ["a"]
    assert store.agenda.due(bench.at(-1)) == []


def test_some_may_be_asked_for_alone_also_those_that_strayed(bench, store):
    store.agenda.sync([bench.source(name) for name in ("a", "b", "c", "d")], bench.clock.now())
    store.agenda.put_off("a", bench.at(-1))
    store.agenda.put_off("b", bench.at(30))
    store.agenda.put_off("d", bench.clock.now() + timedelta(days=40))  # as if the clock had been put back since
    assert store.agenda.due_among(["d", "c", "b", "a"], bench.clock.now()) == ["a", "c", "d"]
    assert store.agenda.due_among(["d", "b"], bench.clock.now()) == ["d"]
    assert store.agenda.due_among([], bench.clock.now()) == []
    many = [f"n{at}" for at in range(2500)]
    assert store.agenda.due_among([*many, "c"], bench.clock.now()) == ["c"]


def test_only_real_differences_become_records(bench, store):
    rich = bench.source(
        "a",
        tags=("x",),
        ignore=Ignore(stamps=("[0-9]+",)),
        alert=(("page.removed", Severity.CRITICAL),),
        figures=(("beds", "{n} beds"),),
    )
    store.agenda.sync([rich], bench.clock.now())
    store.agenda.sync([rich], bench.later(5))
    assert [record["change"] for record in records(bench)] == ["added"]
    store.agenda.sync([bench.source("a")], bench.later(5))
    store.agenda.sync([], bench.later(5))
    store.agenda.sync([], bench.later(5))
    store.agenda.sync([rich], bench.later(5))
    assert [record["change"] for record in records(bench)] == ["added", "edited", "removed", "added"]
    assert records(bench)[0]["source"]["alert"] == [["page.removed", "critical"]]
    assert store.verify() == []


def test_a_source_that_left_is_not_due_but_keeps_its_history(bench, store):
    bench.told(store)
    store.agenda.sync([], bench.clock.now())
    assert store.agenda.due(bench.later(100_000)) == []
    assert store.agenda.standings() == {}
    assert len(store.history.versions("dhs")) == 2
    store.agenda.sync([bench.source()], bench.clock.now())
    assert store.agenda.due(bench.clock.now()) == ["dhs"]
    assert store.agenda.standing("dhs").version == 2


def test_a_shorter_rhythm_takes_hold_at_once(bench, store):
    store.agenda.sync([bench.source(every=timedelta(hours=6))], bench.clock.now())
    store.keep([bench.look(b"one", 0)])
    store.agenda.sync([bench.source(every=timedelta(minutes=10))], bench.later(1))
    assert store.agenda.standing("dhs").next_look_at == bench.at(11)


def test_a_look_can_be_put_off(bench, store):
    store.agenda.sync([bench.source()], bench.clock.now())
    store.agenda.put_off("dhs", bench.at(30))
    assert store.agenda.due(bench.at(29)) == []
    assert store.agenda.due(bench.at(30)) == ["dhs"]


def test_standings_are_given_for_all_or_for_some(bench, store):
    bench.known(store)
    store.agenda.sync([bench.source(), bench.source("ice")], bench.clock.now())
    assert set(store.agenda.standings()) == {"dhs", "ice"}
    assert set(store.agenda.standings(["ice"])) == {"ice"}
    assert store.agenda.standing("dhs").kind == "qa"
    with pytest.raises(NotKnown):
        store.agenda.standing("nobody")


@pytest.mark.parametrize(
    ("said", "is_trusted"),
    [
        ({"name": "DHS", "tags": ("x",), "every": timedelta(hours=1), "alert": (("page.moved", Severity.LOW),)}, True),
        ({"kind": "qa"}, False),
        ({"ignore": Ignore(text=("stamp",))}, False),
        ({"select": ("main",)}, False),
        ({"url": "https://www.dhs.test/elsewhere"}, False),
    ],
)
def test_a_page_that_is_to_be_read_otherwise_is_read_at_the_next_look(bench, store, said, is_trusted):
    bench.known(store)
    assert store.agenda.standing("dhs").skim
    store.agenda.sync([Source(**{"id": "dhs", "url": "https://www.dhs.test/dhs"} | said)], bench.clock.now())
    standing = store.agenda.standing("dhs")
    assert (bool(standing.skim), bool(standing.rules)) == (is_trusted, is_trusted)
    assert standing.baseline is not None
    store.reindex()
    assert store.agenda.standing("dhs") == standing
