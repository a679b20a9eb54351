"""Whatever else Apprise can send to; an optional extra."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from watcher.deliver.answered import Post
from watcher.deliver.brief import Brief
from watcher.deliver.fitting import fitted, units
from watcher.deliver.keys import words
from watcher.deliver.plain import inert, plain
from watcher.errors import DeliveryError
from watcher.extend import named, notifier
from watcher.model import Channel, Delivery, Message

_CHANGES, _CHARACTERS = 3, 1_500
_SECONDS = 60


@notifier("apprise")
async def notify(message: Message, delivery: Delivery, channel: Channel, post: Post) -> str:
    """Hand the digest to Apprise as plain text. It makes connections of its own, past our address guard."""
    if not await asyncio.to_thread(_send, channel, *letter(message.record)):
        # It says the same whether nothing left or the answer came too late.
        problem = f"channel {channel.name!r}: Apprise could not say that it arrived; it may have, and is tried again"
        raise DeliveryError(problem, uncertain=True)
    return "handed over by Apprise"


def letter(record: Mapping[str, Any]) -> tuple[str, str]:
    """Title and text, together short enough for what most services take."""
    return fitted(record, _CHANGES, _letter, lambda told: sum(map(units, told)) <= _CHARACTERS)


def _letter(told: Brief) -> tuple[str, str]:
    return inert(told.subject), plain(told)


def _send(channel: Channel, title: str, body: str) -> bool:
    service = _service(channel)
    return bool(service.notify(body=body, title=title, body_format="text", interpret_escapes=False, timeout=_SECONDS))


def _service(channel: Channel) -> Any:
    """Exactly one service; no file, no list of further addresses."""
    url = words(channel, "url")
    try:
        service = named("apprise:Apprise")(asset=named("apprise:AppriseAsset")(secure_logging=True))
    except ModuleNotFoundError:
        raise DeliveryError(
            f"channel {channel.name!r}: Apprise is not installed; pip install 'watcher[chat]'", permanent=True
        ) from None
    # It logs what it failed at, some of it with the address, which is a secret.
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    if url.partition("://")[0].lower() in ("file", "") or not service.add(url) or len(service) != 1:
        raise DeliveryError(
            f"channel {channel.name!r}: url is not one address that Apprise knows; see watcher.yaml", permanent=True
        )
    return service
