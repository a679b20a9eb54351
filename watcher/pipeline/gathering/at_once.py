"""What goes out as soon as it is found."""

from watcher.digest.cadence import key_of
from watcher.model import Message, Subscription
from watcher.pipeline.gathering.owing import calm, free, held_back, owed_by, warn, what_became
from watcher.pipeline.gathering.posting import Owed, post
from watcher.pipeline.instance import Instance


async def at_once(instance: Instance, subscription: Subscription) -> Message | None:
    """What may be told now."""
    owed = await owed_by(instance, subscription, instance.clock.now())
    return await tell(instance, subscription, await calm(instance, owed))


async def by_hand(instance: Instance, subscription: Subscription) -> Message | None:
    """All that is owed by now, whatever the cadence."""
    return await tell(instance, subscription, await owed_by(instance, subscription, instance.clock.now()))


async def tell(instance: Instance, subscription: Subscription, owed: Owed) -> Message | None:
    """All of this in one message, but for what a mass change holds back."""
    held = await held_back(instance, owed)
    notice = await warn(instance, subscription, held)
    told = free(owed, held)
    if not told:
        return notice
    return await post(instance, subscription, _key(told), told, await what_became(instance, subscription, held))


def _key(owed: Owed) -> str:
    return key_of(told.finding_id(index) for told, picked in owed for index in picked)
