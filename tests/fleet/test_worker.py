"""A worker as it is started, refused and stopped."""

import os
import time

import pytest

from tests.fleet.pages import Sites
from tests.fleet.postgres import closed
from tests.fleet.test_fleet_story import TOGETHER, WallClock, awaited
from tests.stories.conftest import Bot, _frame
from watcher.store import open_store

HOSTS, PAGES_EACH = 3, 4


@pytest.fixture
def sites():
    sites = Sites(HOSTS)
    yield sites
    sites.close()


@pytest.fixture
def bot(tmp_path, sites):
    bot = Bot(tmp_path)
    pages = [(host, at) for host in range(1, HOSTS + 1) for at in range(PAGES_EACH)]
    urls = [sites.shows(host, f"/{at}", _frame(f"<p>Office {host}.{at}.</p>")) for host, at in pages]
    bot.watches(*urls, watcher=TOGETHER.replace("per_host: {concurrency: 2,", "per_host: {concurrency: 1,"))
    return bot


def test_over_sqlite_nobody_takes_part(bot):
    said = bot.says("worker")
    assert said.code == 2
    assert "workers need a server" in said.err


def test_two_that_share_the_work_ask_each_host_for_one_page_at_a_time_and_end_when_told_to(bot, sites, database):
    sites.slow = 0.05
    looking = [bot.start("worker", "--for", "looks", DATABASE_URL=database) for _ in range(2)]
    telling = bot.start("worker", "--for", "telling", DATABASE_URL=database)
    with open_store(bot.home / "snapshots", database, WallClock()) as store:
        awaited(lambda: store.agenda.glance()[0] == HOSTS * PAGES_EACH, "every page is read")
        refused = bot.says("run", DATABASE_URL=database)
        assert refused.code == 11, refused.err
        sites.slow = 4.0  # longer than anybody waits for it
        for source_id in list(store.agenda.standings()):
            store.agenda.put_off(source_id, WallClock().now())
        asked = len(sites.asked)
        awaited(lambda: len(sites.asked) > asked, "a page is being asked for")
    began = time.monotonic()
    for worker in (*looking, telling):
        worker.terminate()
    for worker in (*looking, telling):
        _, err = worker.communicate(timeout=60)
        assert worker.returncode == 0, err
    assert time.monotonic() - began < 50
    assert set(sites.most_at_once.values()) == {1}
    with open_store(bot.home / "snapshots", database, WallClock(), alone=True) as store:
        assert store.verify() == []


@pytest.mark.skipif(not os.environ.get("WATCHER_PROOF"), reason="costs half a minute; WATCHER_PROOF=1 asks for it")
def test_without_its_database_it_ends_so_that_whoever_keeps_it_starts_it_again(bot, sites, database):
    worker = bot.start("worker", DATABASE_URL=database)
    awaited(lambda: sites.asked, "a page is asked for")
    closed(database)
    _, err = worker.communicate(timeout=100)
    assert worker.returncode == 7, err
    assert "error E_STORE" in err
