"""The third step: what is each subscription owed by now? Compose it once and put it in the outbox."""

from collections.abc import Iterable

from watcher.model import Message, Subscription
from watcher.pipeline.gathering.at_once import at_once, by_hand
from watcher.pipeline.gathering.periods import of_period
from watcher.pipeline.instance import Instance


async def gather(instance: Instance) -> tuple[Message, ...]:
    """Put in the outbox what falls due by each subscription's own cadence."""
    return _made([await _by_cadence(instance, one) for one in instance.configuration.subscriptions])


async def gather_all(instance: Instance) -> tuple[Message, ...]:
    """Put in the outbox all that anybody is owed by now, whatever the cadence; nothing where nothing is owed."""
    return _made([await by_hand(instance, one) for one in instance.configuration.subscriptions])


async def _by_cadence(instance: Instance, subscription: Subscription) -> Message | None:
    return await (at_once if subscription.times is None else of_period)(instance, subscription)


def _made(messages: Iterable[Message | None]) -> tuple[Message, ...]:
    return tuple(message for message in messages if message is not None)
