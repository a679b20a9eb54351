"""Digests and deliveries: what was sent, to whom, what was answered; nothing is sent again to who has left."""

import pytest

from watcher.digest.compose import compose
from watcher.digest.entries import entries
from watcher.model import Channel, Coverage, Delivery, Digest, Severity, Subscription
from watcher.wiring.instance import templates

ANA, BEN = "ana@example.test", "ben@example.test"
DESK = Subscription("desk", "mail", timezone="America/New_York")


@pytest.fixture
def posted(told):
    """The story of the shelf in a digest: Ana has got it, Ben's server refused it for good."""
    told.said = {
        "channels": (Channel("mail", "email", {"from": "Watcher <w@agency.test>"}),),
        "subscriptions": (DESK, Subscription("urgent", "mail", cadence="at-once", min_severity=Severity.CRITICAL)),
    }
    now = told.clock.now()
    with told.open() as store:
        change = store.history.changes(source_id="original", limit=2)[-1]
        found = entries([(change, tuple(range(len(change.findings))))], told.sources)
        digest = Digest("01DIGEST", "desk", "2026-11-07/daily", now, found, Coverage(now, now, 2, 2, 9, left_out=3))
        readers = [Delivery("01A", "01DIGEST", "mail", ANA), Delivery("01B", "01DIGEST", "mail", BEN)]
        assert store.outbox.post(digest, compose(digest, templates()), readers)
        (ana, _), (ben, _) = store.outbox.claim(now)
        store.outbox.settle(ana, "sent", reply="250 2.0.0 queued as 4Tz")
        store.outbox.settle(ben, "dead", error="550 no such user here")
    return told


def test_a_digest_is_shown_exactly_as_it_was_sent(posted, seated):
    desk = seated(posted)
    sent = desk.store.outbox.digest("01DIGEST")
    answer = desk.browser.get("/digests/01DIGEST/html")
    assert answer.text == sent.html
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert "[-may-]{+will+}" in desk.read("/digests/01DIGEST?part=text")
    assert 'sandbox="" src="/digests/01DIGEST/html"' in desk.read("/digests/01DIGEST")
    assert "X-Watcher-Kind" in desk.read("/digests/01DIGEST?part=headers")


def test_it_says_who_got_it_what_was_answered_and_what_was_left_out(posted, seated):
    page = seated(posted).read("/digests/01DIGEST")
    for words in (ANA, "250 2.0.0 queued as 4Tz", BEN, "Given up: 550 no such user here", "@agency.test&gt;"):
        assert words in page, words
    assert "3 cosmetic findings" in page
    assert "/?state=all&amp;sev=noise&amp;since=" in page


def test_the_stations_of_each_delivery_are_listed(posted, seated):
    desk = seated(posted)
    page = desk.read("/digests/01DIGEST")
    way = page.partition(f"The stations of the way to {BEN}")[2].partition("</details>")[0]
    assert way.index("Under way") < way.index("Given up") < way.index("550 no such user here")
    (ana,) = (one for one in desk.browser.get("/digests/01DIGEST.json").json()["deliveries"] if one["recipient"] == ANA)
    assert [(one["state"], one["attempt"]) for one in ana["stations"]] == [("sending", 1), ("sent", 1)]
    (ben, _) = desk.browser.get("/api/v1/deliveries").json()["deliveries"]
    assert ben["stations"][-1]["error"] == "550 no such user here"


def test_the_list_names_each_digest_and_when_the_next_are_due(posted, seated):
    page = seated(posted).read("/digests")
    assert "1 sent" in page
    assert "1 given up" in page
    assert "daily at 07:00 (America/New_York): next" in page
    assert "at once: as soon as there is something to tell; from critical on" in page


def test_before_the_first_one_it_says_when_that_is_due(told, seated):
    told.said = {"subscriptions": (DESK,)}
    desk = seated(told)
    for address in ("/digests", "/deliveries"):
        page = desk.read(address)
        assert "desk</b>, daily at 07:00" in page, address
    assert "No digest was made yet: nothing was owed to anybody" in desk.read("/digests")


def test_deliveries_are_listed_by_their_state(posted, seated):
    desk = seated(posted)
    assert ANA in desk.read("/deliveries")
    dead = desk.read("/deliveries?state=dead")
    assert "550 no such user here" in dead
    assert ANA not in dead
    assert "No delivery is in that state" in desk.read("/deliveries?state=unknown")
    assert desk.browser.get("/deliveries.json").json()["deliveries"][1]["reply"]
    assert "queued as 4Tz" in desk.read("/deliveries.csv")


def test_the_operator_has_one_sent_again(posted, seated):
    desk = seated(posted)
    mark = desk.log_in()
    assert "Waits to be tried again" in desk.post("/deliveries/01B/again", mark=mark)
    assert "Send once more" in desk.read("/digests/01DIGEST")
    desk.post("/deliveries/01A/again", mark=mark)
    assert desk.store.posted.counts() == {"retry": 2}


def test_the_operator_has_all_sent_again_that_did_not_arrive(posted, seated):
    desk = seated(posted)
    desk.post("/deliveries/retry", mark=desk.log_in())
    assert desk.store.posted.counts() == {"retry": 1, "sent": 1}


def test_who_has_left_is_sent_nothing_more(posted, seated):
    with posted.open() as store:
        store.leaving.ask("01A", posted.clock.now())
    desk = seated(posted)
    answer = desk.browser.post(
        "/deliveries/01A/again", data={"mark": desk.log_in()}, headers={"origin": desk.origin}, follow_redirects=False
    )
    assert answer.status_code == 409
    assert f"Who has left gets no more: {ANA} left desk" in answer.text
    assert desk.store.posted.counts() == {"dead": 1, "sent": 1}
    assert f"{ANA} left desk on" in desk.read("/deliveries")


def test_nobody_else_has_anything_sent(posted, seated):
    desk = seated(posted)
    for path in ("/deliveries/01A/again", "/deliveries/retry"):
        assert desk.browser.post(path, data={"mark": "x"}, headers={"origin": desk.origin}).status_code == 401
        desk.log_in()
        assert desk.browser.post(path, data={"mark": "x"}, headers={"origin": desk.origin}).status_code == 403
        desk.browser.cookies.clear()
    assert desk.store.posted.counts() == {"dead": 1, "sent": 1}


def test_a_digest_that_was_not_made_is_not_known(desk):
    assert "no digest" in desk.refused("/digests/01NOBODY")
