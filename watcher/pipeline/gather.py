"""The third step: what is each subscription owed by now? Compose it once and put it in the outbox."""

from collections.abc import Iterable
from itertools import chain

from watcher.digest.cadence import is_quiet
from watcher.model import Message, Subscription
from watcher.pipeline.gathering.at_once import at_once, by_hand
from watcher.pipeline.gathering.outages import outages
from watcher.pipeline.gathering.periods import of_period
from watcher.pipeline.instance import Instance


async def gather(instance: Instance) -> tuple[Message, ...]:
    """Put in the outbox what falls due by each subscription's own cadence."""
    subscriptions = instance.configuration.subscriptions
    notices = [await outages(instance, one) for one in subscriptions if not is_quiet(one, instance.clock.now())]
    return _made([*chain(*notices), *[await _by_cadence(instance, one) for one in subscriptions]])


async def gather_all(instance: Instance) -> tuple[Message, ...]:
    """Put in the outbox all that anybody is owed by now, whatever the cadence; nothing where nothing is owed."""
    subscriptions = instance.configuration.subscriptions
    notices = [await outages(instance, one) for one in subscriptions]
    return _made([*chain(*notices), *[await by_hand(instance, one) for one in subscriptions]])


async def _by_cadence(instance: Instance, subscription: Subscription) -> Message | None:
    return await (at_once if subscription.times is None else of_period)(instance, subscription)


def _made(messages: Iterable[Message | None]) -> tuple[Message, ...]:
    return tuple(message for message in messages if message is not None)
