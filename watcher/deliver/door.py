"""Which notifier serves a channel."""

from watcher.deliver.answered import Post
from watcher.errors import DeliveryError
from watcher.extend import notifier
from watcher.model import Channel, Delivery, Message

notifier.scan("watcher.deliver.notifiers")

PAUSE = 1.0
"""Seconds; Slack asks for no more than one message a second (api.slack.com/docs/rate-limits)."""


async def deliver(message: Message, delivery: Delivery, channel: Channel, post: Post) -> str:
    """Hand the message over; returns what the other side replied. Raises DeliveryError, and no other."""
    if channel.type not in notifier:
        known = ", ".join(name for name, _ in notifier)
        problem = f"channel {channel.name!r}: nothing can send to a {channel.type!r}; there is {known}"
        raise DeliveryError(problem, permanent=True)
    reply: str = await notifier[channel.type](message, delivery, channel, post)
    return reply


def recipients(channel: Channel) -> tuple[str, ...]:
    """Who gets a message of their own on this channel; the channel itself where it has one reader."""
    own = notifier.trait(channel.type, "recipients") if channel.type in notifier else None
    return tuple(dict.fromkeys(own(channel))) if own else (channel.name,)


def pause(channel: Channel) -> float:
    """Seconds for which the channel is left alone after a message; none where nobody would mind."""
    seconds: float = notifier.trait(channel.type, "pause", PAUSE) if channel.type in notifier else 0.0
    return seconds
