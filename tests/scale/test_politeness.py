"""Very many pages: each host asked politely, each page in its time, at a cost that does not grow with their number."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite

from tests.scale.simulation import CRAWL_DELAY, GAP
from watcher.model import Manners
from watcher.store import agenda, open_store
from watcher.wiring.clock import RealClock

PROOF = bool(os.environ.get("WATCHER_PROOF"))
ROOT = Path(__file__).parents[2]


def simulated(folder, sources, hosts, hours):
    """What came of a day of `hours` hours, in a process of its own."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "tests.scale.simulation", str(folder), "--sources", str(sources)]
    command += ["--hosts", str(hosts), "--every", str(hours * 3600)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return json.loads(done.stdout)


def is_polite(told):
    """No host is asked more often than it wants, no page is forgotten, nothing comes in herds but what waited."""
    by_host, manners = told["by_host"], Manners()
    assert by_host["most_at_once"] <= manners.host_concurrency
    assert by_host["shortest_gap_s"] >= GAP
    assert by_host["shortest_gap_where_asked_s"] >= CRAWL_DELAY
    assert told["most_at_once"] <= manners.concurrency
    assert told["pages_missed"] == told["looked_at_too_often"] == 0
    planned = told["as_planned"]
    assert planned["looks"] >= 0.95 * told["sources"]
    assert planned["busiest_minute"] <= 2 * planned["mean_minute"] + 10
    return True


@pytest.mark.timeout(900)
def test_each_host_is_asked_politely_and_each_page_in_its_time(tmp_path):
    told = simulated(tmp_path, 60, 6, 1)
    assert is_polite(told)
    # A host of 12 pages that asks for ten seconds between them needs 120, whatever else waits.
    assert told["first_seen_by_s"]["small_hosts"] <= 12 * (CRAWL_DELAY + 2)
    assert told["seen_after_a_day_off_by_s"]["small_hosts"] <= 12 * (CRAWL_DELAY + 2)


def test_what_is_due_is_found_by_an_index(tmp_path):
    file = tmp_path / "watcher.db"
    open_store(tmp_path / "snapshots", f"sqlite:///{file}", RealClock()).close()
    query = agenda._waiting(agenda.SOURCE.c.next_look_ms <= 1_800_000_000_000)
    words = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with closing(sqlite3.connect(file)) as database:
        plan = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {words}")]
    assert plan[0].startswith("SEARCH source USING INDEX source_due (retired=? AND next_look_ms<?)")
    assert not any(step.startswith("SCAN") for step in plan)


@pytest.mark.skipif(not PROOF, reason="an hour: WATCHER_PROOF=1")
@pytest.mark.timeout(4 * 3600)
def test_a_page_among_a_hundred_thousand_costs_what_one_among_ten_thousand_does(tmp_path):
    fewer = simulated(tmp_path / "fewer", 10_000, 200, 24)
    more = simulated(tmp_path / "more", 100_000, 2_000, 24)
    assert is_polite(fewer)
    assert is_polite(more)
    for stretch in ("first_round", "as_planned", "after_a_day_off"):
        assert more[stretch]["cpu_ms_per_look"] <= 1.2 * fewer[stretch]["cpu_ms_per_look"]
    assert more["peak_mb"] - more["mb_of_the_web"] <= 300
