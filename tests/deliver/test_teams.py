"""The digest as an Adaptive Card of Teams."""

import pytest

from watcher.deliver.notifiers.teams import payload
from watcher.errors import DeliveryError


def read(element) -> list[str]:
    """What a reader sees, a line for each block; what is struck or underlined in its own marks."""
    if element["type"] == "Container":
        return [line for item in element["items"] for line in read(item)]
    if element["type"] == "TextBlock":
        return [element["text"]]
    marks = {"strikethrough": "~", "underline": "_"}
    looks = [
        ("".join(sign for look, sign in marks.items() if run.get(look)), run["text"]) for run in element["inlines"]
    ]
    return ["".join(f"{mark}{text}{mark}" for mark, text in looks)]


def test_a_small_digest_reads_so(message):
    told = payload(message.record)
    (attachment,) = told["attachments"]
    card = attachment["content"]
    assert (told["type"], attachment["contentType"]) == ("message", "application/vnd.microsoft.card.adaptive")
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    assert [line for element in card["body"] for line in read(element)] == [
        "1 change on 1 of 6 pages: 1 critical.",
        "■ CRITICAL  Answer altered",
        "AILA copy > Q11",
        "Between 20 Nov 20:05 and 21 Nov 02:05 UTC, v5 to v6",
        "Silent edit: the page's own date did not change.",
        "aliens who [was: ~may~] [now: _will_] be told, Ž & all.",
        "[Compare](https://watch.example.org/c/2f9c1a7b04de#f1) · [Live](https://www.aila.example/doc?a=1&b=2)",
        "Not readable since Tue 17 Nov: DHS (blocked, 403; last v3).",
        "5 of 6 pages read, 38 checks since 20 Nov 07:00 EST.",
        'Why this message: you subscribe to tag "dhs", daily.',
        "[Digest 01KAK3V8Q0ZJ5T7M9X2N4B6C8D](https://watch.example.org/digests/01KAK3V8Q0ZJ5T7M9X2N4B6C8D)",
    ]


def test_a_link_ends_where_it_ends(message):
    entry = message.record["entries"][0]
    links = {"live": "https://a.example/Order_(2017)?q=a b"}
    card = payload({**message.record, "entries": [{**entry, "links": links}]})["attachments"][0]["content"]
    assert "[Live](https://a.example/Order_%282017%29?q=a%20b)" in [line for one in card["body"] for line in read(one)]


def test_a_workflow_that_accepts_has_it(chat, hand, message):
    with chat("teams") as service:
        assert hand(message, "teams", service) == "202"


@pytest.mark.parametrize(
    ("said", "permanent"),
    [
        (b"Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429", False),
        (b"Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413", True),
        (b"Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 502", False),
        (b"webhook message delivery failed", False),
    ],
)
def test_a_failure_that_answers_200_is_a_failure(said, permanent, chat, hand, message):
    with chat("teams", (200, {}, said)) as service, pytest.raises(DeliveryError) as failure:
        hand(message, "teams", service)
    assert (failure.value.permanent, failure.value.uncertain) == (permanent, False)


def test_an_old_connector_that_answers_one_has_it(chat, hand, message):
    with chat("teams", (200, {}, b"1")) as service:
        assert hand(message, "teams", service) == "200 1"
