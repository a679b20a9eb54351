"""What goes out by the clock: each hour, each day, each week."""

from watcher.digest.cadence import Window, is_quiet, window
from watcher.model import Message, Subscription
from watcher.pipeline.gathering.coverage import was_looked_at
from watcher.pipeline.gathering.owing import held_back, holding, owed_by, warn, what_became
from watcher.pipeline.gathering.posting import post
from watcher.pipeline.instance import Instance


async def of_period(instance: Instance, subscription: Subscription) -> Message | None:
    """The digest of the period that ended last, once; what falls into quiet hours waits until they end."""
    now = instance.clock.now()
    period = window(subscription, now)
    if period is None or is_quiet(subscription, now) or await _has_had(instance, subscription, period):
        return None
    owed = await owed_by(instance, subscription, period.until)
    held = await held_back(instance, owed)
    if holding(held):
        return await warn(instance, subscription, held)
    if not owed and not await _is_sent_empty(instance, subscription, period):
        return None
    notices = await what_became(instance, subscription, held)
    return await post(instance, subscription, period.key, owed, notices, period=period)


async def _has_had(instance: Instance, subscription: Subscription, period: Window) -> bool:
    return await instance.keeper.ask(lambda: instance.store.outbox.has(subscription.name, period.key))


async def _is_sent_empty(instance: Instance, subscription: Subscription, period: Window) -> bool:
    """Whether its silence is worth a message: a week in which there was a watcher always is."""
    if subscription.send_empty or subscription.cadence != "weekly":
        return subscription.send_empty
    return await was_looked_at(instance, subscription, period.until)
