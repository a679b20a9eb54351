"""A channel of Mattermost, through an incoming webhook."""

import json
from collections.abc import Mapping
from typing import Any

from watcher.deliver.answered import Post
from watcher.deliver.brief import Brief
from watcher.deliver.fitting import fitted, units
from watcher.deliver.keys import words
from watcher.deliver.markdown import cards, head
from watcher.deliver.posting import hand_over
from watcher.extend import notifier
from watcher.model import Channel, Delivery, Message

_CHANGES = 10
_TEXT, _ALL = 3_800, 12_000
"""Old servers refuse a text above 4,000 characters, newer ones above 16,383."""

Payload = dict[str, Any]


@notifier("mattermost")
async def notify(message: Message, delivery: Delivery, channel: Channel, post: Post) -> str:
    """Post the digest as attachments: in these no address of a page is previewed."""
    headers = {"Content-Type": "application/json"}
    return await hand_over(channel, post, words(channel, "url"), json.dumps(payload(message.record)).encode(), headers)


def payload(record: Mapping[str, Any]) -> Payload:
    """The digest within Mattermost's limits."""
    return fitted(record, _CHANGES, _payload, _fits)


def _payload(told: Brief) -> Payload:
    return {
        "text": _without_tags(head(told)),
        "attachments": [
            {"fallback": told.lead, "color": f"#{card.colour:06x}", "text": _without_tags(card.text)}
            for card in cards(told)
        ],
    }


def _without_tags(text: str) -> str:
    """Mattermost reads Slack's `<!channel>` and `<address|words>` before it looks at any backslash."""
    return text.replace("\\<", "&lt;")


def _fits(told: Payload) -> bool:
    lengths = [units(told["text"]), *(units(one["text"]) for one in told["attachments"])]
    return max(lengths) <= _TEXT and sum(lengths) <= _ALL
