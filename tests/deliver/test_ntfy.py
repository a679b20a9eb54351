"""The digest as a notification of ntfy."""

from dataclasses import replace

import pytest

from watcher.deliver.notifiers.ntfy import payload
from watcher.errors import DeliveryError


def test_a_small_digest_reads_so(message):
    told = payload(message.record)
    assert told["title"] == "[watcher] CRITICAL: “Answer” altered, AILA copy (21 Nov)"
    assert told["message"].splitlines()[:3] == [
        "1 change on 1 of 6 pages: 1 critical.",
        "",
        "■ CRITICAL  Answer altered",
    ]
    assert "  aliens who [-may-]{+will+} be told, Ž & all." in told["message"].splitlines()
    assert told["click"] == "https://watch.example.org/digests/01KAK3V8Q0ZJ5T7M9X2N4B6C8D"


@pytest.mark.parametrize(
    ("severity", "priority", "tags"),
    [
        ("critical", 5, ["rotating_light", "critical"]),
        ("high", 4, ["warning", "high"]),
        ("medium", 3, ["memo", "medium"]),
        ("low", 2, ["information_source", "low"]),
    ],
)
def test_the_gravest_change_says_how_loud_it_is(severity, priority, tags, message):
    entry = {**message.record["entries"][0], "severity": severity}
    told = payload({**message.record, "entries": [entry]})
    assert (told["priority"], told["tags"]) == (priority, tags)


def test_a_digest_without_changes_is_quiet(message):
    told = payload({**message.record, "entries": []})
    assert (told["priority"], told["tags"]) == (2, ["watcher"])


def test_words_go_into_the_body_and_no_header(chat, hand, message):
    with chat("ntfy") as service:
        assert hand(message, "ntfy", service) == "200 nt4Fy1d"
        (asked,) = service.asked
    assert (asked.path, asked.form["topic"]) == ("/", "s3cret-topic")
    assert all(value.isascii() for value in asked.headers.values())
    assert "Authorization" not in asked.headers


def test_a_repeat_replaces_what_came_before(chat, hand, message, delivery):
    with chat("ntfy") as service:
        for attempt in (1, 2):
            hand(message, "ntfy", service, replace(delivery, attempt=attempt))
    assert list(service.kept) == [delivery.id]


def test_a_topic_behind_a_token_gets_it(chat, hand, message):
    with chat("ntfy") as service:
        hand(message, "ntfy", service, token="tk_s3cret")
        assert service.asked[0].headers["Authorization"] == "Bearer tk_s3cret"


def test_an_address_without_a_topic_is_given_up(posts, message, hand, chat):
    with chat("ntfy") as service, pytest.raises(DeliveryError, match="names no topic") as failure:
        hand(message, "ntfy", service, url=f"{service.url}/")
    assert failure.value.permanent
