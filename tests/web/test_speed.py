"""Pages stay quick and light however much is kept: what is asked of the database does not grow with it."""

import os
import time
from datetime import timedelta
from urllib.parse import quote

import pytest

from tests.web.conftest import Shelf
from tests.web.test_source_page import questions
from tools.wide_archive import START, keep, pages
from watcher.model import Source

PROOF = bool(os.environ.get("WATCHER_PROOF"))
FEW, MANY = (30, 30), (10_000, 10_000) if PROOF else (110, 120)
"""(pages, versions of the long one)."""
SECONDS, BYTES = 0.3, 150_000
TRIES = 3


def archive(home, many, versions):
    shelf = Shelf(home)
    long = Source("long", "https://www.example.gov/long", figures=(("people", "{n} people"),), tags=("dhs",))
    sources = pages(many)
    shelf.sources = {source.id: source for source in (*sources, long)}
    shelf.clock.at = START + timedelta(days=330)
    with shelf.open() as store:
        keep(store, shelf.clock, sources, long, versions)
    return shelf


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    """A small one and a large one."""
    return [archive(tmp_path_factory.mktemp("wide"), *size) for size in (FEW, MANY)]


def addresses(store):
    """Every sort of page, with what makes it long."""
    history = store.history
    middle = len(history.versions("long")) // 2
    look = history.snapshot(history.version("long", middle).snapshot_id)
    (told,) = history.changes(source_id="long", limit=1)
    yield from ("/", "/?sev=high", "/?tag=ice&state=all", "/?kind=figure.changed", "/?state=reviewed")
    yield from ("/sources", "/sources/page-00007", "/sources/long", f"/sources/long?before=v{middle}")
    yield from (f"/sources/long/v{middle}..v{middle + 1}", f"/sources/long/v{middle}", f"/c/{told.change_id}")
    phrases = "may be held", "office is closed", "nobody wrote this", f"{middle} people", "office"
    yield from (f"/search?q={quote(phrase)}" for phrase in phrases)
    yield from ("/search?q=office&in=added", "/search?q=counted&source=long&in=removed")
    yield from (f"/verify?hash={look.body_sha256}", f"/verify?hash={'0' * 64}")
    yield from ("/health", "/healthz", "/digests", "/deliveries")


def test_every_page_of_a_large_archive_is_quick_and_light(archives, seated):
    desk = seated(archives[1])
    slow, heavy = [], []
    for address in addresses(desk.store):
        page = desk.read(address)
        spent = min(_spent(desk, address) for _ in range(TRIES))
        slow += [(address, spent)] if spent > SECONDS else []
        heavy += [(address, len(page))] if len(page.encode()) > BYTES else []
    assert slow == []
    assert heavy == []


def _spent(desk, address):
    """The CPU time of both ends: what else the machine does counts for nothing."""
    before = time.process_time()
    desk.read(address)
    return time.process_time() - before


def test_what_is_asked_of_the_database_does_not_grow_with_what_is_kept(archives, seated):
    few, many = (seated(one) for one in archives)
    counts = []
    for small, large in zip(addresses(few.store), addresses(many.store), strict=True):
        with questions() as asked:
            few.read(small)
        with questions() as asked_many:
            many.read(large)
        counts.append((large, len(asked), len(asked_many)))
    assert [one for one in counts if one[2] > one[1]] == []
    assert max(most for _, _, most in counts) <= 30
