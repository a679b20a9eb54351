"""A channel of Discord, through a webhook."""

import json
from collections.abc import Mapping
from typing import Any

from watcher.deliver.answered import Answered, Post
from watcher.deliver.brief import Brief
from watcher.deliver.fitting import fitted, units
from watcher.deliver.keys import words
from watcher.deliver.markdown import cards, head
from watcher.deliver.meaning import meant, spoken
from watcher.deliver.posting import hand_over
from watcher.extend import notifier
from watcher.model import Channel, Delivery, Message

_CHANGES = 8
_CONTENT, _CARD, _ALL = 1_900, 4_000, 5_500
"""Discord refuses above 2,000, 4,096 and 6,000 characters."""

Payload = dict[str, Any]


@notifier("discord")
async def notify(message: Message, delivery: Delivery, channel: Channel, post: Post) -> str:
    """Post the digest as embeds, and wait until Discord says that it keeps them."""
    url = words(channel, "url")
    told = f"{url}{'&' if '?' in url else '?'}wait=true"
    headers = {"Content-Type": "application/json"}
    return await hand_over(
        channel, post, told, json.dumps(payload(message.record)).encode(), headers, understand=_meant
    )


def payload(record: Mapping[str, Any]) -> Payload:
    """The digest within Discord's limits; it calls nobody, whatever a page says."""
    return fitted(record, _CHANGES, _payload, _fits)


def _payload(told: Brief) -> Payload:
    return {
        "content": head(told),
        "embeds": [{"description": card.text, "color": card.colour} for card in cards(told)],
        "allowed_mentions": {"parse": []},
    }


def _fits(told: Payload) -> bool:
    lengths = [units(embed["description"]) for embed in told["embeds"]]
    return units(told["content"]) <= _CONTENT and max(lengths) <= _CARD and sum(lengths) <= _ALL


def _meant(answer: Answered) -> Answered:
    said = spoken(answer)
    return meant(answer, wait=said.get("retry_after"), reply=said.get("id"))
