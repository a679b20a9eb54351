"""A program that asks the API of a small archive."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.web.conftest import FEWER, PAIRS, WILL, Desk, Door, Shelf, answers
from watcher.digest.record import record
from watcher.model import Coverage, Delivery, Digest, Message


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Shelf:
    """A page of questions in three versions, its copy, and three digests, one of which was given up."""
    shelf = Shelf(tmp_path_factory.mktemp("archive"))
    shelf.watch("original", kind="qa", tags=("dhs",))
    shelf.watch("copy", kind="qa", mirror_of="original")
    shelf.show("copy", answers(*PAIRS))
    shelf.show("original", answers(*PAIRS))
    shelf.fail("original")
    for pairs in (WILL, FEWER):
        shelf.show("original", answers(*pairs))
    shelf.seal()
    now = shelf.clock.now()
    with shelf.open() as store:
        for number in (1, 2, 3):
            made = now + timedelta(hours=number)
            digest = Digest(f"01DIGEST{number}", "desk", f"w{number}", made, (), Coverage(now, made, 2, 2, 9))
            message = Message(digest.id, f"Subject {number}", "words", "<p>words", record(digest, [], ""), made)
            store.outbox.post(digest, message, [Delivery(f"01SENT{number}", digest.id, "mail", "ana@example.test")])
        store.outbox.drop("01SENT2", "no longer wanted")
    return shelf


class Program:
    """Asks the API, and expects what it asks for to be there."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def __call__(self, address: str) -> dict:
        """What is answered to that address."""
        answer = self.get(address)
        assert answer.status_code == 200, (address, answer.status_code, answer.text[:500])
        return answer.json()

    def get(self, address: str, **headers: str):
        """The answer, whatever it is."""
        return self.desk.browser.get(address if address.startswith("/api/") else f"/api/v1{address}", headers=headers)


@pytest.fixture(scope="module")
def ask(archive) -> Iterator[Program]:
    """A program that reads."""
    door = Door(archive)
    yield Program(Desk(door.browser, door.store))
    door.close()
