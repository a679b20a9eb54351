"""Any program that takes a signed record in JSON (Standard Webhooks)."""

import base64
import binascii
import hashlib
import hmac
import json
import time

from watcher.deliver.answered import Post
from watcher.deliver.keys import words
from watcher.deliver.posting import hand_over
from watcher.errors import DeliveryError
from watcher.extend import notifier
from watcher.model import Channel, Delivery, Message


@notifier("webhook")
async def notify(message: Message, delivery: Delivery, channel: Channel, post: Post) -> str:
    """Post the full record; every attempt has the same id, so that a receiver can drop a repeat."""
    body = json.dumps(message.record, separators=(",", ":"), sort_keys=True).encode("ascii")
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": delivery.id,
        "X-Watcher-Attempt": str(delivery.attempt),
        **signed(delivery.id, _now(), body, _key(channel)),
    }
    return await hand_over(channel, post, words(channel, "url"), body, headers)


def signed(message_id: str, timestamp: int, body: bytes, key: bytes) -> dict[str, str]:
    """The headers of Standard Webhooks; the signature only where there is a key."""
    headers = {"webhook-id": message_id, "webhook-timestamp": str(timestamp)}
    if not key:
        return headers
    mac = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256)
    return headers | {"webhook-signature": f"v1,{base64.b64encode(mac.digest()).decode()}"}


def _key(channel: Channel) -> bytes:
    """The secret's bytes: base64 behind `whsec_` as the standard has it, else the text itself."""
    secret = channel.settings.get("secret")
    if not isinstance(secret, str) or not secret:
        return b""
    if not secret.startswith("whsec_"):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        problem = f"channel {channel.name!r}: what follows whsec_ in the secret is not base64"
        raise DeliveryError(problem, permanent=True) from None


def _now() -> int:
    # The receiver holds it against the real time, so a clock that a test or the demo moves would be refused.
    return int(time.time())
