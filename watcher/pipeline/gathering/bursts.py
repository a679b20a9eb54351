"""How many messages at once a recipient is sent in an hour, by whatever channels."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from watcher.deliver.door import recipients
from watcher.digest.cadence import AT_ONCE
from watcher.model import Subscription
from watcher.pipeline.gathering.posting import Owed
from watcher.pipeline.instance import Instance

_HOUR = timedelta(hours=1)


async def is_full(instance: Instance, subscription: Subscription) -> bool:
    """Whether one of the recipients has had as many in the last hour as one may."""
    return await _is_full_at(instance, subscription, instance.clock.now())


async def burst(instance: Instance, subscription: Subscription, owed: Owed) -> tuple[str, ...]:
    """What to say where the changes had to wait for that reason; nothing where they had not."""
    since = min(told.made_at for told, _ in owed) + subscription.haste.join
    if since > instance.clock.now() or not await _is_full_at(instance, subscription, since):
        return ()
    return (
        f"{subscription.haste.most} messages went out within an hour, so what came after them waited for this one.",
    )


async def _is_full_at(instance: Instance, subscription: Subscription, moment: datetime) -> bool:
    channel = instance.configuration.channel(subscription.channel)
    for recipient in recipients(channel) if channel else ():
        had = [await _made(instance, one, recipient, subscription.haste.most) for one in _reaching(instance, recipient)]
        if sum(moment - _HOUR < at <= moment for made in had for at in made) >= subscription.haste.most:
            return True
    return False


def _reaching(instance: Instance, recipient: str) -> list[str]:
    """The channels that lead to the same person."""
    return [one.name for one in instance.configuration.channels if recipient in recipients(one)]


async def _made(instance: Instance, channel: str, recipient: str, most: int) -> Sequence[datetime]:
    return await instance.keeper.ask(partial(instance.store.outbox.made_for, channel, recipient, AT_ONCE, most))
