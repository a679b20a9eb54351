"""The looks as somebody leafs through them."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import Engine, event

from watcher.model import Outcome


@pytest.fixture
def looks(bench, store):
    """Looks at two pages, some of which did not show them; the list, and how SQLite finds what is in it."""
    store.agenda.sync([bench.source(), bench.source("ice")], bench.clock.now())
    outcomes = [Outcome.OK, Outcome.TIMEOUT, Outcome.OK, Outcome.GONE, Outcome.NOT_MODIFIED, Outcome.TIMEOUT]
    for minute, outcome in enumerate(outcomes):
        body = b"one" if outcome is Outcome.OK else None
        store.keep([bench.look(body, minute, name, outcome=outcome) for name in ("dhs", "ice")])

    def listed(limit=20, **said):
        asked = []

        def note(connection, cursor, statement, parameters, context, many):
            asked.append((statement, parameters))

        event.listen(Engine, "before_cursor_execute", note)
        try:
            found = store.listing.snapshots(limit, **said)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        query, values = asked[-1]
        with closing(sqlite3.connect(bench.home / "watcher.db")) as database:
            plan = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {query}", values)]
        return [(look.source_id, look.started_at.minute, look.outcome) for look in found], plan

    return listed


def test_looks_of_an_outcome_come_newest_first_part_by_part(looks, store):
    found, _ = looks(outcomes=[Outcome.TIMEOUT, Outcome.GONE])
    newest = [(5, Outcome.TIMEOUT), (3, Outcome.GONE), (1, Outcome.TIMEOUT)]
    assert found == [(name, minute, outcome) for minute, outcome in newest for name in ("ice", "dhs")]
    assert looks(outcomes=[Outcome.GONE], source_id="ice")[0] == [("ice", 3, Outcome.GONE)]
    last = store.listing.snapshots(2, outcomes=[Outcome.TIMEOUT])[-1]
    assert looks(outcomes=[Outcome.TIMEOUT], before=last.id)[0] == [
        ("ice", 1, Outcome.TIMEOUT),
        ("dhs", 1, Outcome.TIMEOUT),
    ]
    assert {outcome for _, _, outcome in looks(outcomes=[Outcome.OK, Outcome.GONE])[0]} == {Outcome.OK, Outcome.GONE}


@pytest.mark.parametrize("source_id", [None, "dhs"])
def test_looks_that_showed_no_page_are_found_by_an_index_of_their_own(looks, source_id):
    _, plan = looks(outcomes=[Outcome.GONE, Outcome.TIMEOUT], source_id=source_id)
    assert any("snapshot USING INDEX snapshot_unseen" in step for step in plan)
    assert not any("SCAN snapshot USING INDEX sqlite_autoindex" in step or step == "SCAN snapshot" for step in plan)
