"""A reader leaves by one click, as RFC 8058 has it; nobody leaves for another."""

from email import policy
from email.parser import BytesParser

import httpx
import pytest

from tests.web.conftest import TICKETS
from watcher.deliver.letter import letter
from watcher.model import Coverage, Delivery, Digest, Message

ANA, BEN = "ana@example.test", "ben@example.test"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def posted(told):
    """A digest for two readers, waiting to be sent."""
    now = told.clock.now()
    digest = Digest("01D", "desk", "window", now, (), Coverage(now, now, 0, 0, 0))
    message = Message("01D", "s", "Stop: https://w.example.test/u/01D\n", "<p>", {}, now)
    readers = [Delivery("01A", "01D", "mail", ANA), Delivery("01B", "01D", "mail", BEN)]
    with told.open() as store:
        assert store.outbox.post(digest, message, readers)
    return told


@pytest.fixture
def door(posted, seated):
    """Somebody at the pages, from outside: no session, another site, another name."""
    desk = seated(posted)
    with httpx.Client(base_url=desk.origin, headers={"host": "w.example.test", "origin": "https://mail.test"}) as one:
        yield one


def way_out(delivery_id="01A"):
    """The path of the link in that reader's letter."""
    return f"/u/{TICKETS.of(delivery_id)}"


def left(shelf):
    """Who left what, as whoever opens the store sees it."""
    with shelf.open() as store:
        return {(one.subscription, one.recipient) for one in store.leaving.unsubscribed()}


def test_to_look_shows_a_button_and_changes_nothing(posted, door):
    shown = door.get(way_out())
    assert shown.status_code == 200
    assert f'<form class="review" method="post" action="{way_out()}">' in shown.text
    assert ANA in shown.text
    assert BEN not in shown.text
    assert left(posted) == set()


def test_one_click_is_enough_without_session_mark_or_origin(posted, door):
    answer = door.post(way_out(), data=ONE_CLICK, follow_redirects=False)
    assert answer.status_code == 200
    assert "You are unsubscribed" in answer.text
    assert left(posted) == {("desk", ANA)}
    with posted.open() as store:
        assert {one.recipient: one.state for one in store.outbox.deliveries()} == {ANA: "dropped", BEN: "pending"}
    assert "<form" not in door.get(way_out()).text.partition("<main")[2]


def test_a_second_click_is_answered_alike(posted, door):
    first, second = (door.post(way_out(), data=ONE_CLICK) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert left(posted) == {("desk", ANA)}


def test_a_click_counts_while_another_holds_the_store(posted, door):
    with posted.open() as store:
        assert door.post(way_out(), data=ONE_CLICK).status_code == 200
        assert store.leaving.left("desk") == {ANA}
    assert left(posted) == {("desk", ANA)}


def test_what_could_not_be_kept_is_not_said_to_be_done(posted, door):
    (posted.home / "watcher.db.leaving").write_text("a file where a folder has to be")
    answer = door.post(way_out(), data=ONE_CLICK)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "300"
    (posted.home / "watcher.db.leaving").unlink()
    assert left(posted) == set()


@pytest.mark.parametrize("guess", ["01D", "01A", "01B-" + "0" * 32, TICKETS.of("01A")[:-1], TICKETS.of("01C"), "é-é"])
def test_nobody_leaves_by_guessing(posted, door, guess):
    assert door.get(f"/u/{guess}").status_code == 404
    assert door.post(f"/u/{guess}", data=ONE_CLICK).status_code == 404
    assert left(posted) == set()


def test_only_that_path_is_open(posted, door):
    assert door.post(f"{way_out()}/more").status_code == 400
    assert door.post("/u/").status_code == 400
    assert door.get("/").status_code == 400


def test_each_letter_has_its_readers_own_link_and_each_attempt_the_same(posted, door):
    with posted.open() as store:
        waiting = store.outbox.claim(posted.clock.now())
    links = {}
    for delivery, message in waiting:
        for attempt in (1, 2):
            ticketed = Delivery(
                delivery.id, "01D", "mail", delivery.recipient, 1, attempt, ticket=TICKETS.of(delivery.id)
            )
            mail = BytesParser(policy=policy.default).parsebytes(
                letter(message, ticketed, "w@example.test", delivery.recipient).as_bytes()
            )
            words = mail.get_body(("plain",)).get_content()
            links.setdefault(delivery.recipient, set()).add(words.split("https://w.example.test")[1].strip())
    assert links == {ANA: {way_out("01A")}, BEN: {way_out("01B")}}
