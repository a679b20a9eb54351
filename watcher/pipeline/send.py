"""The fourth step: hand every claimed delivery to its notifier, and note what came of it."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from watcher.deliver.backoff import backoff
from watcher.deliver.door import deliver
from watcher.errors import DeliveryError
from watcher.model import Delivery, Message
from watcher.pipeline.instance import Instance
from watcher.pipeline.lines import Lines


async def send(instance: Instance) -> tuple[Delivery, ...]:
    """Send what is due, at most a message a second to a channel; channels go side by side.

    Returns what was tried, as it now stands.
    """
    await instance.keeper.ask(instance.store.leaving.take_up)
    return await Lines(instance, partial(_send_one, instance)).work_off()


async def _send_one(instance: Instance, delivery: Delivery, message: Message) -> Delivery:
    """Try once and settle: sent, to be tried again, perhaps arrived, or given up."""
    channel = instance.configuration.channel(delivery.channel)
    if channel is None:
        problem = DeliveryError(f"watcher.yaml has no channel {delivery.channel!r} any more", permanent=True)
        return await _settle_failure(instance, delivery, message, problem)
    try:
        ticket = instance.tickets.of(delivery.id)
        reply = await deliver(message, replace(delivery, ticket=ticket), channel, instance.post)
    except DeliveryError as error:
        if error.retry_after is not None:
            instance.pacing.rest(channel, error.retry_after)
        return await _settle_failure(instance, delivery, message, error)
    await instance.keeper.ask(lambda: instance.store.outbox.settle(delivery, "sent", reply=reply))
    return replace(delivery, state="sent", last_error="")


async def _settle_failure(instance: Instance, delivery: Delivery, message: Message, error: DeliveryError) -> Delivery:
    now = instance.clock.now()
    wait = None if error.permanent else backoff(delivery.attempt, now - message.made_at, instance.jitter())
    if wait is not None and error.retry_after is not None:
        wait = max(wait, timedelta(seconds=error.retry_after))
    state = "dead" if wait is None else "unknown" if error.uncertain else "retry"
    settled = replace(delivery, state=state, last_error=str(error), next_at=now + wait if wait is not None else None)
    await instance.keeper.ask(
        lambda: instance.store.outbox.settle(delivery, state, error=str(error), next_at=settled.next_at)
    )
    return settled
