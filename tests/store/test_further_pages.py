"""The further pages of a list are kept as surely as its first."""

from dataclasses import replace

import pytest

from watcher.errors import StoreError
from watcher.model import Further, Payload
from watcher.store import Look
from watcher.store.vault.vault import blob_path

URL = "https://www.dhs.test/dhs"


def listing(bench, *bodies: bytes, minute: int = 0) -> Look:
    """A look at a list of that many pages."""
    further = tuple(
        Payload(body, "text/html", f"{URL}?page={number}") for number, body in enumerate(bodies[1:], start=1)
    )
    looked = bench.look(bodies[0], minute)
    named = tuple(Further(page.url, page.url, 200, page.content_type, page.sha256, len(page.body)) for page in further)
    return Look(replace(looked.snapshot, further=named), replace(looked.payload, further=further))


def test_all_pages_are_read_back(bench, store):
    store.agenda.sync([bench.source()], bench.clock.now())
    look = listing(bench, b"<p>one</p>", b"<p>two</p>", b"<p>three</p>")
    store.keep([look, look])
    assert store.history.snapshot(look.snapshot.id) == look.snapshot
    kept = store.history.payload(look.snapshot)
    assert [(page.body, page.content_type, page.url) for page in kept.pages[1:]] == [
        (b"<p>two</p>", "text/html", f"{URL}?page=1"),
        (b"<p>three</p>", "text/html", f"{URL}?page=2"),
    ]


def test_they_outlive_the_database_and_are_verified(bench, store):
    store.agenda.sync([bench.source()], bench.clock.now())
    look = listing(bench, b"one", b"two", b"two")
    store.keep([look])
    assert store.verify() == []
    store.reindex()
    assert store.history.payload(look.snapshot).pages[2].body == b"two"
    blob = blob_path(bench.vault, Payload(b"two").sha256)
    blob.chmod(0o640)
    blob.write_bytes(blob.read_bytes()[:-1] + b"\0")
    assert any(str(blob) in fault for fault in store.verify())
    blob.unlink()
    assert any(str(blob) in fault and "found no file" in fault for fault in store.verify())


def test_a_record_never_names_a_further_page_that_is_not_there(bench, store):
    store.agenda.sync([bench.source()], bench.clock.now())
    look = listing(bench, b"one", b"two")
    with pytest.raises(StoreError, match="not kept"):
        store.keep([replace(look, payload=replace(look.payload, further=()))])


def test_a_run_that_ended_before_it_tidied_up_loses_no_further_page(bench):
    store = bench.open()
    store.agenda.sync([bench.source()], bench.clock.now())
    look = listing(bench, b"one", b"two")
    store.keep([look])
    store.close()
    left = bench.vault / "incoming" / "batch"
    left.parent.mkdir(exist_ok=True)
    left.write_text("\n".join(page.sha256 for page in look.payload.pages))
    again = bench.open()
    again.agenda.sync([bench.source()], bench.clock.now())
    assert [page.body for page in again.history.payload(look.snapshot).pages] == [b"one", b"two"]
    assert again.verify() == []
