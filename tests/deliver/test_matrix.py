"""The digest as a notice in a room of Matrix."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tests.deliver.conftest import HOSTILE, retold
from watcher.deliver.notifiers.matrix import content
from watcher.errors import DeliveryError
from watcher.text import visible

ALLOWED = {"p", "strong", "br", "blockquote", "del", "u", "a", "code"}
"""Of those that the specification lets a client show."""


class Reader(HTMLParser):
    """Reads as a client does: tags, links, text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        """A tag."""
        self.tags.append(tag)
        self.links += [value for _, value in attrs]

    def handle_data(self, data):
        """Text."""
        self.text += data


def test_a_small_digest_reads_so(message):
    told = content(message.record)
    assert (told["msgtype"], told["format"], told["m.mentions"]) == ("m.notice", "org.matrix.custom.html", {})
    assert told["formatted_body"].startswith(
        "<p><strong>1 change on 1 of 6 pages: 1 critical.</strong></p>"
        "<p><strong>■ CRITICAL</strong> Answer altered<br>AILA copy &gt; Q11<br>"
        "Between 20 Nov 20:05 and 21 Nov 02:05 UTC, v5 to v6<br>"
        "Silent edit: the page&#x27;s own date did not change.</p>"
        "<blockquote>aliens who <del>may</del> <u>will</u> be told, Ž &amp; all.</blockquote>"
        '<p><a href="https://watch.example.org/c/2f9c1a7b04de#f1">Compare</a> · '
        '<a href="https://www.aila.example/doc?a=1&amp;b=2">Live</a></p>'
    )
    assert told["body"].splitlines() == [
        "1 change on 1 of 6 pages: 1 critical.",
        "",
        "■ CRITICAL  Answer altered",
        "AILA copy > Q11",
        "Between 20 Nov 20:05 and 21 Nov 02:05 UTC, v5 to v6",
        "Silent edit: the page's own date did not change.",
        "  aliens who [-may-]{+will+} be told, Ž & all.",
        "Compare  https://watch.example.org/c/2f9c1a7b04de#f1",
        "Live  https://www.aila.example/doc?a=1&b=2",
        "",
        "Not readable since Tue 17 Nov: DHS (blocked, 403; last v3).",
        "",
        "5 of 6 pages read, 38 checks since 20 Nov 07:00 EST.",
        'Why this message: you subscribe to tag "dhs", daily.',
        "",
        "Digest 01KAK3V8Q0ZJ5T7M9X2N4B6C8D: https://watch.example.org/digests/01KAK3V8Q0ZJ5T7M9X2N4B6C8D",
    ]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_a_page_are_words_to_a_reader_of_html(words, message):
    reader = Reader()
    reader.feed(content(retold(message.record, words))["formatted_body"])
    assert set(reader.tags) <= ALLOWED
    assert all(link and link.startswith("https://watch.example.org/") for link in reader.links)
    assert visible(words.split()[-1]) in reader.text.replace("\u2060", "")


def test_a_repeat_is_put_in_the_same_place_and_shown_once(chat, hand, message, delivery):
    with chat("matrix") as service:
        replies = [hand(message, "matrix", service, replace(delivery, attempt=attempt)) for attempt in (1, 2)]
    assert replies == [f"200 ${delivery.id}"] * 2
    assert [asked.method for asked in service.asked] == ["PUT", "PUT"]
    assert service.asked[0].path == service.asked[1].path
    assert len(service.kept) == 1


def test_how_long_to_wait_stands_in_the_body(chat, hand, message):
    with (
        chat("matrix", (429, {}, b'{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 2500}')) as service,
        pytest.raises(DeliveryError) as failure,
    ):
        hand(message, "matrix", service)
    assert failure.value.retry_after == 3


def test_a_token_that_is_not_accepted_is_given_up_with_the_way_out(chat, hand, message):
    with (
        chat("matrix", (401, {}, b'{"errcode": "M_UNKNOWN_TOKEN"}')) as service,
        pytest.raises(DeliveryError, match=r"watcher\.yaml") as failure,
    ):
        hand(message, "matrix", service)
    assert failure.value.permanent
