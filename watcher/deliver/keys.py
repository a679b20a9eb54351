"""What a channel's own keys say."""

from collections.abc import Mapping

from watcher.errors import DeliveryError
from watcher.model import Channel


def words(channel: Channel, key: str) -> str:
    """The text under that key; raises a permanent DeliveryError when there is none."""
    value = channel.settings.get(key)
    if not isinstance(value, str) or not value:
        raise DeliveryError(f"channel {channel.name!r}: {key} is missing in watcher.yaml", permanent=True)
    return value


def listed(channel: Channel, key: str) -> tuple[str, ...]:
    """The texts under that key, whether one or several."""
    value = channel.settings.get(key)
    if isinstance(value, str):
        return (value,)
    return tuple(str(one) for one in value) if isinstance(value, list | tuple) else ()


def section(channel: Channel, key: str) -> Mapping[str, object]:
    """The keys below that key; none where there is no such section."""
    value = channel.settings.get(key)
    return value if isinstance(value, Mapping) else {}
