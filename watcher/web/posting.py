"""What the pages call the stations of a delivery, by which name its reader's program knows it."""

from collections.abc import Mapping

from watcher.deliver.letter import message_id
from watcher.model import Channel, Delivery

STATES: Mapping[str, str] = {
    "pending": "waits to be sent",
    "sending": "under way",
    "retry": "waits to be tried again",
    "unknown": "cut off, may have arrived; is sent again under the same id",
    "sent": "sent",
    "dead": "given up",
    "dropped": "dropped",
}
_LETTERS = ("email", "mailbox")


def known_as(delivery: Delivery, channel: Channel | None) -> tuple[str, str]:
    """(name of the id, the id) by which a repeat of it is recognised where it goes."""
    if channel is None or channel.type not in _LETTERS:
        return "Idempotency-Key", delivery.id
    sender = channel.settings.get("from") if channel.type == "email" else ""
    return "Message-ID", message_id(delivery, str(sender or ""))
