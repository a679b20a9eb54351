"""How many messages at once a recipient is sent in an hour."""

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
    most, outbox = subscription.haste.most, instance.store.outbox
    for recipient in recipients(channel) if channel else ():
        made = await instance.keeper.ask(partial(outbox.made_for, subscription.channel, recipient, AT_ONCE, most))
        if sum(moment - _HOUR < at <= moment for at in made) >= most:
            return True
    return False
