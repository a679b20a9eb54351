"""A room of Matrix, through the client-server interface."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from watcher.deliver.answered import Answered, Post
from watcher.deliver.brief import Brief
from watcher.deliver.fitting import fitted
from watcher.deliver.keys import words
from watcher.deliver.markup import markup
from watcher.deliver.meaning import meant, spoken
from watcher.deliver.plain import plain
from watcher.deliver.posting import hand_over
from watcher.extend import notifier
from watcher.model import Channel, Delivery, Message

_CHANGES, _BYTES = 10, 30_000
"""A server refuses an event above 65,536 bytes, its own additions counted."""

Payload = dict[str, Any]


@notifier("matrix")
async def notify(message: Message, delivery: Delivery, channel: Channel, post: Post) -> str:
    """Put the digest into the room under the delivery's id: a server that has it already keeps it once."""
    body = json.dumps(content(message.record)).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {words(channel, 'token')}"}
    return await hand_over(channel, post, _place(channel, delivery), body, headers, method="PUT", understand=_meant)


def content(record: Mapping[str, Any]) -> Payload:
    """The digest as a notice, which no other program answers; it mentions nobody."""
    return fitted(record, _CHANGES, _content, lambda told: len(json.dumps(told)) <= _BYTES)


def _content(told: Brief) -> Payload:
    return {
        "msgtype": "m.notice",
        "body": plain(told),
        "format": "org.matrix.custom.html",
        "formatted_body": markup(told),
        "m.mentions": {},
    }


def _place(channel: Channel, delivery: Delivery) -> str:
    server, room = words(channel, "homeserver").rstrip("/"), quote(words(channel, "room"), safe="")
    return f"{server}/_matrix/client/v3/rooms/{room}/send/m.room.message/{quote(delivery.id, safe='')}"


def _meant(answer: Answered) -> Answered:
    said = spoken(answer)
    wait = said.get("retry_after_ms")
    return meant(answer, wait=wait / 1000 if isinstance(wait, int | float) else None, reply=said.get("event_id"))
