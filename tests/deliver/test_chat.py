"""What holds for every chat service, whatever it is."""

import asyncio
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.deliver.conftest import CHATS, HOSTILE, RECORD, chat_channel, retold
from watcher.deliver.door import deliver
from watcher.deliver.fitting import units
from watcher.deliver.notifiers import apprise, discord, matrix, mattermost, ntfy, slack, teams
from watcher.errors import ConnectFailed, DeliveryError

OUR_OWN = [param for param in CHATS if param.values != ("apprise",)]
DIGEST = "01KAK3V8Q0ZJ5T7M9X2N4B6C8D"

LONG = ["Short.", "A passage of middling length, as they come. " * 8, "<&>*~`_@:[" * 40, "Ž\U0001f600" * 200, "x" * 400]

UNSAFE = {
    "slack": r"<(?!https?://)",
    "teams": r"<\s*/?at|\{\{",
    "discord": r"(?<!\\)<",
    "mattermost": r"<",
    "matrix": r"<[!@#]|<script|<img|<at",
    "ntfy": r"<[!@#/\w]",
    "apprise": r"<[!@#/\w]",
}
"""What a service would take for more than words."""


def shown(form) -> str:
    """Every text that the service was given."""
    if isinstance(form, dict | list):
        return "\n".join(shown(each) for each in (form.values() if isinstance(form, dict) else form))
    return str(form)


@pytest.mark.parametrize("kind", CHATS)
@pytest.mark.parametrize("changes", [1, 11, 300])
@pytest.mark.parametrize("words", LONG, ids=range(len(LONG)))
def test_no_digest_is_too_long_and_each_ends_with_how_to_see_all(kind, changes, words, chat, hand, message):
    with chat(kind) as service:
        hand(replace(message, record=retold(message.record, words, changes)), kind, service)
        (kept,) = service.kept.values()
    told = shown(kept)
    assert DIGEST in told[-600:]
    assert str(changes) in told


@given(st.text(max_size=500), st.integers(0, 40))
def test_every_digest_stays_within_our_own_budgets_too(words, changes):
    record = retold(RECORD, words, changes)
    assert units(json.dumps(slack.blocks(record), ensure_ascii=False)) <= 9_000
    assert len(json.dumps(teams.payload(record))) <= 18_000
    assert sum(units(embed["description"]) for embed in discord.payload(record)["embeds"]) <= 5_500
    assert len(json.dumps(matrix.content(record))) <= 30_000
    assert sum(units(one["text"]) for one in mattermost.payload(record)["attachments"]) <= 12_000
    assert len(ntfy.payload(record)["message"].encode()) <= 3_600
    assert sum(map(units, apprise.letter(record))) <= 1_500


@pytest.mark.parametrize("kind", CHATS)
def test_an_answer_of_a_hundred_kilobytes_is_told_in_short(kind, chat, hand, message):
    record = retold(message.record, "Short.")
    record["entries"][0]["excerpt"] = [
        [["equal", "before it "], ["delete", "word " * 20_000], ["insert", "new " * 5_000]]
    ]
    with chat(kind) as service:
        hand(replace(message, record=record), kind, service)
        (kept,) = service.kept.values()
    assert "word word" in shown(kept)
    assert "new new" in shown(kept)


@pytest.mark.parametrize("kind", CHATS)
def test_the_words_before_and_after_are_those_of_the_record(kind, chat, hand, message):
    with chat(kind) as service:
        hand(message, kind, service)
        (kept,) = service.kept.values()
    told = shown(kept)
    assert told.index("aliens who ") < told.index("may") < told.index("will") < told.index("be told")
    for said in ("CRITICAL", "Answer altered", "AILA copy", "Silent edit", "1 change on 1 of 6 pages", "Not readable"):
        assert said in told


@pytest.mark.parametrize("kind", CHATS)
def test_more_words_than_are_shown_are_told_after_them(kind, chat, hand, message):
    entry = message.record["entries"][0]
    entry = {**entry, "words": {**entry["words"], "more": "… 214 more words changed"}}
    with chat(kind) as service:
        hand(replace(message, record={**message.record, "entries": [entry]}), kind, service)
        (kept,) = service.kept.values()
    assert shown(kept).index("be told") < shown(kept).index("214 more words")


@pytest.mark.parametrize("kind", CHATS)
def test_what_is_to_be_known_first_stands_before_the_changes(kind, chat, hand, message):
    record = {**message.record, "words": {**message.record["words"], "notices": ["A mass change is held back."]}}
    with chat(kind) as service:
        hand(replace(message, record=record), kind, service)
        (kept,) = service.kept.values()
    told = shown(kept)
    assert told.index("held back") < told.index("Silent edit")


@pytest.mark.parametrize("kind", CHATS)
@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_words_of_a_page_arrive_and_call_nobody(kind, words, chat, hand, message):
    with chat(kind) as service:
        hand(replace(message, record=retold(message.record, words)), kind, service)
        (asked,) = service.asked
    told = shown(asked.form)
    for name in ("everyone", "here", "channel", "all", "room", "admin"):
        assert f"@{name}" not in told
    assert not re.search(UNSAFE[kind], told)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e\ud800]", told)
    assert not any("Bcc" in name or "evil" in value for name, value in asked.headers.items())


@pytest.mark.parametrize("kind", OUR_OWN)
@pytest.mark.parametrize(("status", "permanent"), [(400, True), (403, True), (404, True), (410, True), (413, True),
                                                   (408, False), (429, False), (500, False), (503, False)])  # fmt: skip
def test_an_answer_means_for_each_service_what_it_means_for_all(kind, status, permanent, chat, hand, message):
    with chat(kind, (status, {}, b"no")) as service, pytest.raises(DeliveryError) as failure:
        hand(message, kind, service)
    assert (failure.value.permanent, failure.value.uncertain) == (permanent, False)


@pytest.mark.parametrize("kind", OUR_OWN)
@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120),
        ({"Date": "Sat, 21 Nov 2026 12:00:00 GMT", "Retry-After": "Sat, 21 Nov 2026 12:30:00 GMT"}, 1800),
    ],
)
def test_a_service_that_asks_us_to_wait_is_waited_for(kind, headers, seconds, chat, hand, posts, message, delivery):
    posts.answer.status, posts.answer.headers = 429, tuple(headers.items())
    with pytest.raises(DeliveryError) as failure:
        asyncio.run(deliver(message, delivery, chat_channel(kind, "http://127.0.0.1:9"), posts))
    assert failure.value.retry_after == seconds


@pytest.mark.parametrize("kind", CHATS)
def test_a_service_that_hangs_up_after_the_message_may_have_it(kind, chat, hand, message):
    with chat(kind, None) as service, pytest.raises(DeliveryError) as failure:
        hand(message, kind, service)
    assert (failure.value.permanent, failure.value.uncertain) == (False, True)


@pytest.mark.parametrize("kind", OUR_OWN)
def test_a_service_that_is_not_there_has_nothing(kind, posts, message, delivery):
    posts.failure = ConnectFailed("nobody there", url="x")
    with pytest.raises(DeliveryError) as failure:
        asyncio.run(deliver(message, delivery, chat_channel(kind, "http://127.0.0.1:9"), posts))
    assert (failure.value.permanent, failure.value.uncertain) == (False, False)


@pytest.mark.parametrize("kind", CHATS)
@pytest.mark.parametrize("status", [200, 404, 500])
def test_no_secret_is_told_whatever_is_answered(kind, status, chat, hand, message, caplog):
    with chat(kind) as service:
        echo = b"s3cret-hook s3cret-topic s3cret-token s3cret-sign"
        service.instead = (status, {}, echo)
        try:
            told = hand(message, kind, service)
        except DeliveryError as error:
            told = repr(error)
    assert "s3cret" not in told + caplog.text


@pytest.mark.parametrize("kind", CHATS)
def test_every_attempt_says_the_same(kind, chat, hand, message, delivery):
    with chat(kind) as service:
        for attempt in (1, 2):
            hand(message, kind, service, replace(delivery, attempt=attempt))
        first, second = service.asked
    assert first.body == second.body
