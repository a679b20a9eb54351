"""The digest as plain text, through Apprise."""

import pytest

from watcher.deliver.notifiers.apprise import letter
from watcher.errors import DeliveryError

pytest.importorskip("apprise", reason="the extra `chat` is not installed")


def test_a_small_digest_reads_so(message):
    title, body = letter(message.record)
    assert title == "[watcher] CRITICAL: “Answer” altered, AILA copy (21 Nov)"
    assert body.splitlines()[2] == "■ CRITICAL  Answer altered"
    assert "  aliens who [-may-]{+will+} be told, Ž & all." in body.splitlines()
    assert body.endswith("https://watch.example.org/digests/01KAK3V8Q0ZJ5T7M9X2N4B6C8D")


def test_it_arrives_as_it_is(chat, hand, message):
    with chat("apprise") as service:
        assert hand(message, "apprise", service) == "handed over by Apprise"
        (kept,) = service.kept.values()
    assert (kept["title"], kept["message"]) == letter(message.record)
    assert kept.get("attachments") == []


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_it_cannot_be_told_whether_what_failed_arrived(status, chat, hand, message):
    with chat("apprise", (status, {}, b"no")) as service, pytest.raises(DeliveryError) as failure:
        hand(message, "apprise", service)
    assert (failure.value.permanent, failure.value.uncertain) == (False, True)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "FILE:///tmp/x",
        "nosuch://x",
        "words",
        "json://127.0.0.1:9/a, json://127.0.0.1:9/b",
        "json://",
    ],
)
def test_an_address_that_is_not_one_service_is_given_up_and_not_quoted(url, chat, hand, message):
    with chat("apprise") as service, pytest.raises(DeliveryError) as failure:
        hand(message, "apprise", service, url=url)
    assert failure.value.permanent
    assert url not in str(failure.value)
