"""Messages to hand over, and the other sides of it on loopback."""

import asyncio
import contextlib
import copy
import importlib.util
import socket
import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from tests.deliver import services
from tests.deliver.services import Service
from watcher.deliver.door import deliver
from watcher.errors import FetchError
from watcher.model import Channel, Delivery, Manners, Message, Severity
from watcher.net import Client
from watcher.wiring.clock import RealClock

RECORD = {
    "schema": "watcher.digest/1",
    "id": "01KAK3V8Q0ZJ5T7M9X2N4B6C8D",
    "subject": "[watcher] CRITICAL: “Answer” altered, AILA copy (21 Nov)",
    "why": 'you subscribe to tag "dhs", daily',
    "url": "https://watch.example.org/digests/01KAK3V8Q0ZJ5T7M9X2N4B6C8D",
    "words": {
        "lead": "1 change on 1 of 6 pages: 1 critical.",
        "coverage": "5 of 6 pages read, 38 checks since 20 Nov 07:00 EST.",
        "unreadable": ["Not readable since Tue 17 Nov: DHS (blocked, 403; last v3)."],
        "next": "Sun 22 Nov 07:00 EST",
    },
    "entries": [
        {
            "id": "2f9c1a7b04de#f1",
            "severity": "critical",
            "excerpt": [
                [["equal", "aliens who "], ["delete", "may"], ["insert", "will"], ["equal", " be told, Ž & all."]]
            ],
            "words": {
                "glyph": "■",
                "summary": "Answer altered",
                "place": "AILA copy > Q11",
                "interval": "Between 20 Nov 20:05 and 21 Nov 02:05 UTC, v5 to v6",
                "notes": ["Silent edit: the page's own date did not change."],
                "more": "",
            },
            "links": {
                "compare": "https://watch.example.org/c/2f9c1a7b04de#f1",
                "live": "https://www.aila.example/doc?a=1&b=2",
            },
        }
    ],
}


@pytest.fixture
def message() -> Message:
    return Message(
        digest_id="01KAK3V8Q0ZJ5T7M9X2N4B6C8D",
        subject="[watcher] CRITICAL: “Answer” altered, AILA copy (21 Nov)",
        text="1 change.\n\n.a line that begins with a dot\n  aliens who [-may-]{+will+} – ž\n",
        html="<!DOCTYPE html><html><body><p>1 change – ž</p></body></html>\n",
        record=RECORD,
        made_at=datetime(2026, 11, 21, 12, 0, tzinfo=UTC),
        severity=Severity.CRITICAL,
        headers=(("List-Id", "<desk.example.org>"), ("X-Watcher-Severity", "critical")),
    )


@pytest.fixture
def delivery() -> Delivery:
    return Delivery("01KAK3W0000000000000000000", "01KAK3V8Q0ZJ5T7M9X2N4B6C8D", "desk", "reader@example.net", attempt=1)


@dataclass
class Answer:
    """What a server answers to a post."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b"ok"


@dataclass
class Posts:
    """A `Post` that answers as it is told; remembers what it was given."""

    answer: Answer = field(default_factory=Answer)
    failure: FetchError | None = None
    given: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)

    async def __call__(self, url, *, body, headers, method="POST"):
        """Take the body."""
        self.methods.append(method)
        self.given.append((url, body, dict(headers)))
        if self.failure:
            raise self.failure
        return self.answer


@pytest.fixture
def posts() -> Posts:
    return Posts()


class MailServer:
    """A mail server that answers as its script says; None hangs up in the middle of it."""

    def __init__(self, script) -> None:
        self.script = {
            "greeting": b"220 mail.test\r\n",
            "EHLO": b"250-mail.test\r\n250 AUTH PLAIN LOGIN\r\n",
            "AUTH": b"235 in\r\n",
            "MAIL": b"250 ok\r\n",
            "RCPT": b"250 ok\r\n",
            "DATA": b"354 go on\r\n",
            "letter": b"250 2.0.0 kept as 7\r\n",
            "QUIT": b"221 bye\r\n",
        } | script
        self.letters: list[bytes] = []
        self.lines: list[str] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more connections."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as lines, contextlib.suppress(OSError):
                self._converse(connection, lines)

    def _converse(self, connection, lines) -> None:
        if not self._say(connection, "greeting"):
            return
        while line := lines.readline():
            self.lines.append(line.decode("latin-1").strip())
            verb = line[:4].decode("latin-1").upper()
            if not self._say(connection, verb):
                return
            if verb == "DATA" and self.script["DATA"].startswith(b"354"):
                self.letters.append(b"".join(iter(lines.readline, b".\r\n")))
                if not self._say(connection, "letter"):
                    return

    def _say(self, connection, when) -> bool:
        reply = self.script.get(when, b"250 ok\r\n")
        if callable(reply):
            reply = reply(connection)
        if reply is None:
            return False
        connection.sendall(reply)
        return True


@pytest.fixture
def mail_server():
    opened: list[MailServer] = []

    def start(**script) -> MailServer:
        opened.append(MailServer(script))
        return opened[-1]

    yield start
    for server in opened:
        server.close()


@pytest.fixture
def desk():
    """A channel that mails through a server on loopback."""

    def make(port, **smtp) -> Channel:
        said = {"host": "127.0.0.1", "port": port, "tls": "none", "allow_private": True} | smtp
        to = ["reader@example.net", "other@example.net"]
        return Channel("desk", "email", {"to": to, "from": "Watcher <watcher@example.org>", "smtp": said})

    return make


SETTINGS = {
    "slack": {"url": "{url}/services/s3cret-hook"},
    "teams": {"url": "{url}/workflows/s3cret-hook?sig=s3cret-sign"},
    "discord": {"url": "{url}/api/webhooks/1/s3cret-hook"},
    "matrix": {"homeserver": "{url}", "room": "!room:example.org", "token": "s3cret-token"},
    "mattermost": {"url": "{url}/hooks/s3cret-hook"},
    "ntfy": {"url": "{url}/s3cret-topic"},
    "apprise": {"url": "{url}/s3cret-hook"},
}


HOSTILE = [
    "@everyone @here @channel @all @room @admin <!channel> <!here|x> <!everyone> <@U123> <#C1> <at>all</at>",
    "*bold* **bold** _it_ __u__ ~gone~ ~~gone~~ ||spoiler|| `code` ```block``` # head > quote - item 1. one",
    "[click](https://evil.example) ![](https://evil.example/x.png) <https://evil.example|click> www.evil.example",
    "<script>alert(1)</script><img src=x onerror=alert(1)></del></u> &lt;b&gt; &amp; \"' <!-- -->",
    "line\r\nBcc: x@example.org\r\n\r\n\x00\x1b[31m\u202e\ud800 {{DATE(2017-02-14T06:00:00Z,SHORT)}} @{triggerBody()}",
    "[-was-]{+now+} :smile: $x^2$ ¯\\_(ツ)_/¯ \U0001f600" + " \U0001f600" * 40,
    "{{7*7}} {% include %} ${env:HOME} %(x)s {0.__class__} =cmd|'/C calc'!A0 --version .QUIT",
    "\ufffe\uffff\U000e0001\U000e0041 \u2066isolated\u2069 \u200b\u200d\ufeff \u061c mark \x9b2J \x7f \x85 next",
]
"""What a page may say."""

HOOKS = "/api/webhooks/1/s3cret-hook"


def chat_channel(kind, url) -> Channel:
    """A channel of that kind whose service is at the address."""
    if kind == "apprise":
        url = url.replace("http:", "json:")
    return Channel("room", kind, {key: value.format(url=url) for key, value in SETTINGS[kind].items()})


CHATS = [
    pytest.param(
        kind,
        marks=pytest.mark.skipif(
            kind == "apprise" and not importlib.util.find_spec("apprise"), reason="the extra `chat` is not installed"
        ),
    )
    for kind in SETTINGS
]


@pytest.fixture
def chat():
    """A service of that kind, with its limits; `instead` is its answer whatever comes, None hangs up."""
    return lambda kind, instead=False: Service(getattr(services, kind), instead)


@pytest.fixture
def hand(delivery):
    """Hand a message over to a service through the real client."""

    def send(message, kind, service, delivery=delivery, **settings) -> str:
        channel = chat_channel(kind, service.url)
        channel = replace(channel, settings={**channel.settings, **settings})

        async def sending():
            async with Client(Manners(allow_private=("127.0.0.1",), total_deadline=5.0), RealClock()) as client:
                return await deliver(message, delivery, channel, client.post)

        return asyncio.run(sending())

    return send


def retold(record, words, changes=1):
    """The record with these words of a page everywhere that a page's words can stand."""
    record = copy.deepcopy(record)
    entry = record["entries"][0]
    entry["words"] |= {"summary": words, "place": words, "notes": [words], "more": words}
    entry["excerpt"] = [[["equal", words], ["delete", words], ["insert", words]]] * 3
    entry["links"]["live"] = f"javascript:{words}"
    record["subject"] = words
    record["words"] |= {"coverage": words, "unreadable": [words] * 9, "notices": [words]}
    record["entries"] = [entry] * changes
    record["words"]["lead"] = f"{changes} changes on 1 of 6 pages."
    return record
