"""The digest as Slack's blocks."""

import asyncio
import copy
import json

import pytest

from watcher.deliver.door import deliver
from watcher.deliver.notifiers.slack import blocks
from watcher.model import Channel

HOSTILE = "<!channel> <!here|x> <@U123> @here @channel *bold* ~gone~ `code` <https://evil.example|click> & \"'"


@pytest.fixture
def room():
    return Channel("room", "slack", {"url": "https://hooks.slack.example/services/secret"})


def sections(told):
    return [block["text"]["text"] for block in told if block["type"] == "section"]


def test_the_room_gets_blocks_a_text_for_those_who_listen_and_no_previews(message, delivery, room, posts):
    assert asyncio.run(deliver(message, delivery, room, posts)) == "200 ok"
    ((_, body, headers),) = posts.given
    given = json.loads(body)
    assert (
        given["text"]
        == "[watcher] CRITICAL: “Answer” altered, AILA copy (21 Nov) · 1 change on 1 of 6 pages: 1 critical."
    )
    assert (given["unfurl_links"], given["unfurl_media"], given["link_names"]) == (False, False, False)
    assert headers["Content-Type"].startswith("application/json")
    assert given["blocks"][0]["type"] == "header"


def test_a_change_says_what_where_when_and_the_words(message):
    change, unreadable, last = sections(blocks(message.record))
    assert change.splitlines() == [
        "*■ CRITICAL*  Answer altered",
        "AILA copy &gt; Q11",
        "Between 20 Nov 20:05 and 21 Nov 02:05 UTC, v5 to v6",
        "Silent edit: the page's own date did not change.",
        "> aliens who ~may~ *will* be told, Ž &amp; all.",
        "<https://watch.example.org/c/2f9c1a7b04de#f1|Compare>  <https://www.aila.example/doc?a=1&amp;b=2|Live>",
    ]
    assert unreadable.startswith("Not readable since")
    assert last == "<https://watch.example.org/digests/01KAK3V8Q0ZJ5T7M9X2N4B6C8D|Digest 01KAK3V8Q0ZJ5T7M9X2N4B6C8D>"


def test_without_published_pages_the_commands_stand_there(message):
    record = copy.deepcopy(message.record)
    record["url"] = None
    record["entries"][0]["links"]["compare"] = "watcher show 2f9c1a7b04de"
    change, _, last = sections(blocks(record))
    assert "`watcher show 2f9c1a7b04de`" in change
    assert last == "Digest 01KAK3V8Q0ZJ5T7M9X2N4B6C8D, all of it: watcher digest show 01KAK3V8Q0ZJ5T7M9X2N4B6C8D"


def with_words(record, words, entries=1):
    record = copy.deepcopy(record)
    entry = record["entries"][0]
    entry["words"] |= {"summary": words, "place": words, "notes": [words]}
    entry["excerpt"] = [[["equal", words], ["delete", words], ["insert", words]]] * 3
    entry["links"]["live"] = f"javascript:{words}"
    record["words"] |= {"coverage": words, "unreadable": [words] * 3}
    record["entries"] = [entry] * entries
    return record


def test_words_of_a_page_call_nobody_and_make_no_links_or_marks(message):
    told = blocks(with_words(message.record, HOSTILE))
    shown = json.dumps(told, ensure_ascii=False)
    assert "<!" not in shown
    assert "<@" not in shown
    assert "@here" not in shown
    assert "@channel" not in shown
    assert "<https://evil" not in shown
    assert "*bold*" not in shown
    assert "~gone~" not in shown
    assert all(block["text"]["verbatim"] for block in told if block["type"] == "section")


@pytest.mark.parametrize("entries", [1, 10, 11, 300])
@pytest.mark.parametrize("words", ["Short.", "A passage of middling length, as they come. " * 8, "<&>*~`" * 300])
def test_the_post_stays_within_every_limit(entries, words, message):
    words = words[:400]
    told = blocks(with_words(message.record, words, entries))
    assert len(told) <= 50
    assert len(json.dumps(told, ensure_ascii=False)) <= 9_000
    assert all(len(text) <= 3_000 for text in sections(told))
    assert len(told[0]["text"]["text"]) <= 150
    changes = [text for text in sections(told) if text.startswith("*■")]
    assert 1 <= len(changes) <= 20
    if entries > len(changes):
        assert f"and {entries - len(changes)} more" in sections(told)


def test_marks_stand_where_slack_sees_them(message):
    record = copy.deepcopy(message.record)
    record["entries"][0]["excerpt"] = [
        [
            ["equal", "from("],
            ["delete", "283,000 "],
            ["insert", " 363,400"],
            ["equal", "), or"],
            ["delete", "x"],
            ["insert", "y"],
        ]
    ]
    quoted = next(line for line in sections(blocks(record))[0].splitlines() if line.startswith(">"))
    assert quoted == "> from( ~283,000~ *363,400*), or ~x~ *y*"
