"""The digest as embeds of Discord."""

import asyncio

import pytest

from tests.deliver.conftest import HOOKS, chat_channel
from watcher.deliver.door import deliver
from watcher.deliver.notifiers.discord import payload
from watcher.errors import DeliveryError


def test_a_small_digest_reads_so(message):
    change, last = payload(message.record)["embeds"]
    assert payload(message.record)["content"].splitlines() == [
        r"**\[watcher\] CRITICAL: “Answer” altered, AILA copy (21 Nov)**",
        "1 change on 1 of 6 pages: 1 critical.",
    ]
    assert change["color"] == 0xB3261E
    assert change["description"].splitlines() == [
        "**■ CRITICAL** Answer altered",
        r"AILA copy \> Q11",
        r"Between 20 Nov 20\:05 and 21 Nov 02\:05 UTC, v5 to v6",
        "Silent edit: the page's own date did not change.",
        r"> aliens who ~~may~~ **will** be told, Ž \& all.",
        "",
        "[Compare](https://watch.example.org/c/2f9c1a7b04de#f1) · [Live](https://www.aila.example/doc?a=1&b=2)",
    ]
    assert last["description"].splitlines() == [
        "Not readable since Tue 17 Nov: DHS (blocked, 403; last v3).",
        r"5 of 6 pages read, 38 checks since 20 Nov 07\:00 EST.",
        'Why this message: you subscribe to tag "dhs", daily.',
        "[Digest 01KAK3V8Q0ZJ5T7M9X2N4B6C8D](https://watch.example.org/digests/01KAK3V8Q0ZJ5T7M9X2N4B6C8D)",
    ]


def test_nobody_is_called(message):
    assert payload(message.record)["allowed_mentions"] == {"parse": []}


def test_discord_is_asked_whether_it_keeps_the_message_and_its_id_is_noted(chat, hand, message):
    with chat("discord") as service:
        assert hand(message, "discord", service) == "200 m0"
        assert service.asked[0].path == f"{HOOKS}?wait=true"


def test_a_thread_stays_the_thread(posts, message, delivery):
    room = chat_channel("discord", "https://d.example")
    url = room.settings["url"] + "?thread_id=7"
    asyncio.run(deliver(message, delivery, type(room)("room", "discord", {"url": url}), posts))
    assert posts.given[0][0] == f"{url}&wait=true"


@pytest.mark.parametrize(
    ("said", "seconds"), [(b'{"retry_after": 64.57}', 65), (b'{"retry_after": 1e999}', 9), (b"[]", 9)]
)
def test_how_long_to_wait_stands_in_the_body(said, seconds, chat, hand, message):
    with chat("discord", (429, {"Retry-After": "9"}, said)) as service, pytest.raises(DeliveryError) as failure:
        hand(message, "discord", service)
    assert failure.value.retry_after == seconds
