"""A topic of ntfy, which telephones listen to."""

import json
from collections.abc import Mapping
from typing import Any

from watcher.deliver.answered import Answered, Post
from watcher.deliver.brief import Brief
from watcher.deliver.fitting import fitted
from watcher.deliver.keys import words
from watcher.deliver.meaning import meant, spoken
from watcher.deliver.plain import inert, plain
from watcher.deliver.posting import hand_over
from watcher.errors import DeliveryError
from watcher.extend import notifier
from watcher.model import Channel, Delivery, Message

_CHANGES, _BYTES = 5, 3_600
"""ntfy makes a file of a message above 4,096 bytes, or refuses it."""
_URGENCY = {"critical": 5, "high": 4, "medium": 3}
_SIGNS = {"critical": "rotating_light", "high": "warning", "medium": "memo", "low": "information_source"}
_LESS_URGENT = 2

Payload = dict[str, Any]


@notifier("ntfy")
async def notify(message: Message, delivery: Delivery, channel: Channel, post: Post) -> str:
    """Publish the digest as JSON, so that no word of a page gets into a header."""
    server, topic = _place(channel)
    body = json.dumps(payload(message.record) | {"topic": topic, "sequence_id": delivery.id}).encode()
    headers = {"Content-Type": "application/json"}
    if channel.settings.get("token"):
        headers["Authorization"] = f"Bearer {words(channel, 'token')}"
    return await hand_over(channel, post, server, body, headers, understand=_meant)


def payload(record: Mapping[str, Any]) -> Payload:
    """The digest as a notification: how loud it is depends on the gravest change."""
    return fitted(record, _CHANGES, _payload, lambda told: len(told["message"].encode()) <= _BYTES)


def _payload(told: Brief) -> Payload:
    sign = _SIGNS.get(told.severity)
    return {
        "title": inert(told.subject),
        "message": plain(told),
        "priority": _URGENCY.get(told.severity, _LESS_URGENT),
        "tags": [sign, told.severity] if sign else ["watcher"],
    } | ({"click": told.url} if told.url else {})


def _place(channel: Channel) -> tuple[str, str]:
    """The server and the topic: JSON goes to the one and names the other."""
    server, _, topic = words(channel, "url").rstrip("/").rpartition("/")
    if not topic or server.endswith(("/", ":")):
        raise DeliveryError(f"channel {channel.name!r}: url names no topic in watcher.yaml", permanent=True)
    return f"{server}/", topic


def _meant(answer: Answered) -> Answered:
    # The whole reply would repeat the topic, which is the secret.
    return meant(answer, reply=spoken(answer).get("id"))
