"""How what is owed is composed, once, to wait in the outbox."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from watcher.deliver.door import recipients
from watcher.digest.cadence import Window, next_at
from watcher.digest.compose import compose
from watcher.digest.entries import entries
from watcher.digest.headers import TRIAL
from watcher.digest.wording import count
from watcher.model import Channel, Coverage, Delivery, Digest, Message, Severity, Subscription, Told
from watcher.pipeline.composing import Composing
from watcher.pipeline.gathering.coverage import coverage
from watcher.pipeline.instance import Instance
from watcher.pipeline.sealing import seal
from watcher.store import Seal

Owed = Sequence[tuple[Told, tuple[int, ...]]]
"""Changes, each with the findings of it that are owed, by index."""


async def post(
    instance: Instance,
    subscription: Subscription,
    key: str,
    owed: Owed,
    notices: tuple[str, ...] = (),
    *,
    period: Window | None = None,
) -> Message | None:
    """One digest into the outbox; None when this period has had its own."""
    outbox = instance.store.outbox
    if await instance.keeper.ask(lambda: outbox.has(subscription.name, key)):
        return None
    return await put(
        instance,
        subscription,
        await digest_of(instance, subscription, key, owed, notices, await seal(instance), period=period),
    )


async def put(instance: Instance, subscription: Subscription, digest: Digest) -> Message | None:
    """The digest, composed, into the outbox; None when it is there already."""
    outbox = instance.store.outbox
    channel = instance.configuration.channel(subscription.channel)
    message = composed(instance, digest, channel)
    left = await instance.keeper.ask(lambda: instance.store.leaving.left(subscription.name))
    deliveries = [
        Delivery(instance.new_id(), digest.id, subscription.channel, recipient)
        for recipient in (recipients(channel) if channel else ())
        if recipient not in left
    ]
    return message if await instance.keeper.ask(lambda: outbox.post(digest, message, deliveries)) else None


def composed(instance: Composing, digest: Digest, channel: Channel | None) -> Message:
    """The digest in words, as that channel sends it."""
    return compose(
        digest,
        instance.templates(),
        public_url=instance.configuration.public_url,
        address=str(channel.settings.get("from", "")) if channel else "",
    )


async def digest_of(
    instance: Composing,
    subscription: Subscription,
    key: str,
    owed: Owed,
    notices: tuple[str, ...],
    last: Seal | None,
    *,
    period: Window | None = None,
) -> Digest:
    """What is owed with what was looked at in the period, or since the subscription's last digest."""
    now = instance.clock.now()
    return Digest(
        id=instance.new_id(),
        subscription=subscription.name,
        window=key,
        made_at=now,
        entries=entries(
            owed, instance.sources, await _told_earlier(instance, subscription, owed), is_net=subscription.is_net
        ),
        coverage=await coverage(instance, subscription, period),
        timezone=subscription.timezone,
        why=_why(subscription),
        next_at=next_at(subscription, now),
        notices=notices,
        undelivered=await undelivered(instance, subscription),
        seal=str(last or ""),
    )


async def _told_earlier(instance: Composing, subscription: Subscription, owed: Owed) -> dict[str, datetime]:
    """What went to the same channel by another subscription: most of all what could not wait for the daily digest."""
    others = [
        other.name
        for other in instance.configuration.subscriptions
        if other.channel == subscription.channel and other.name != subscription.name
    ]
    changes = [told for told, _ in owed]
    return await instance.keeper.ask(lambda: instance.store.outbox.told_by(others, changes))


async def undelivered(instance: Composing, subscription: Subscription) -> tuple[str, ...]:
    """What was given up on other channels, until somebody sends or drops it: those that it was for cannot be told."""
    dead = await instance.keeper.ask(lambda: instance.store.outbox.deliveries("dead"))
    elsewhere = [one for one in dead if one.channel != subscription.channel]
    newest = {one.channel: one for one in reversed(elsewhere)}
    number = Counter(one.channel for one in elsewhere)
    return tuple(
        f"{count(number[name], 'message')} on the channel {name} could not be delivered, the latest because: "
        f"{one.last_error} `watcher outbox list` names them."
        for name, one in newest.items()
    )


def _why(subscription: Subscription) -> str:
    """Why the reader gets this, in words."""
    view = [f'tag "{tag}"' for tag in subscription.tags] + [f"source {source_id}" for source_id in subscription.sources]
    least = f", {subscription.min_severity.word} or worse" if subscription.min_severity > Severity.LOW else ""
    rhythm = "at set times" if subscription.cadence == "cron" else subscription.cadence
    return f"you subscribe to {' or '.join(view) or 'all sources'}{least}, {rhythm}"


def trial(instance: Instance, channel: Channel) -> Message:
    """A message that says it is a test, made as every digest is."""
    now = instance.clock.now()
    covered = len(instance.configuration.sources)
    digest = Digest(
        id=instance.new_id(),
        subscription="test",
        window=TRIAL,
        made_at=now,
        entries=(),
        coverage=Coverage(since=now, until=now, sources=covered, read=0, checks=0),
        why=f"somebody asked watcher to test the channel {channel.name}; nothing was looked at for it",
    )
    return composed(instance, digest, channel)
