"""Whether a channel would take something, found out without sending anything."""

from collections.abc import Awaitable, Callable

from watcher.errors import DeliveryError, FetchError
from watcher.extend import notifier
from watcher.model import Channel

notifier.scan("watcher.deliver.notifiers")

Reach = Callable[[str], Awaitable[str]]
"""Connects to an address; says where it was found. Raises FetchError."""


async def probe(channel: Channel, reach: Reach) -> str:
    """What was reached, in words; empty where there is nothing to reach. Raises DeliveryError."""
    own = notifier.trait(channel.type, "probe") if channel.type in notifier else None
    if own is not None:
        reply: str = await own(channel)
        return reply
    address = _address(channel)
    try:
        return f"{await reach(address)} takes connections" if address else ""
    except FetchError as error:
        raise DeliveryError(f"channel {channel.name!r}: {error}") from None  # the cause may spell the address


def _address(channel: Channel) -> str:
    """Where the channel posts to; empty where it does not say in so many words."""
    said = (value for value in channel.settings.values() if isinstance(value, str))
    return next((value for value in said if value.startswith(("http://", "https://"))), "")
