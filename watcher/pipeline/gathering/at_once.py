"""What goes out as soon as it is found."""

from watcher.digest.cadence import is_quiet, key_of
from watcher.model import Message, Severity, Subscription
from watcher.pipeline.gathering.bursts import burst, is_full
from watcher.pipeline.gathering.owing import calm, free, held_back, owed_by, warn, what_became
from watcher.pipeline.gathering.posting import Owed, post
from watcher.pipeline.gathering.ripening import ripe
from watcher.pipeline.instance import Instance


async def at_once(instance: Instance, subscription: Subscription) -> Message | None:
    """What may be told now: looked at twice, joined with what came after it, not too much in one hour."""
    owed = _heard(instance, subscription, await owed_by(instance, subscription, instance.clock.now()))
    owed = await calm(instance, owed)
    held = await held_back(instance, owed)
    notice = await warn(instance, subscription, held)
    told = await ripe(instance, subscription.haste, free(owed, held))
    if not told or await is_full(instance, subscription):
        return notice
    notices = (*await what_became(instance, subscription, held), *await burst(instance, subscription, told))
    return await post(instance, subscription, _key(told), told, notices)


async def by_hand(instance: Instance, subscription: Subscription) -> Message | None:
    """All that is owed by now, whatever the cadence, but for what a mass change holds back."""
    owed = await owed_by(instance, subscription, instance.clock.now())
    held = await held_back(instance, owed)
    notice = await warn(instance, subscription, held)
    told = free(owed, held)
    if not told:
        return notice
    return await post(instance, subscription, _key(told), told, await what_became(instance, subscription, held))


def _heard(instance: Instance, subscription: Subscription, owed: Owed) -> Owed:
    """What may break into quiet hours, if it is one."""
    if not is_quiet(subscription, instance.clock.now()):
        return owed
    if subscription.quiet is None or subscription.quiet.holds_critical:
        return ()
    grave = [
        (told, tuple(index for index in picked if told.findings[index].level is Severity.CRITICAL))
        for told, picked in owed
    ]
    return [(told, picked) for told, picked in grave if picked]


def _key(owed: Owed) -> str:
    return key_of(told.finding_id(index) for told, picked in owed for index in picked)
