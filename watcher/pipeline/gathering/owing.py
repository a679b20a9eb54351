"""What a subscription is owed by now, less what a mass change holds back."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from watcher.model import Message, Subscription
from watcher.pipeline.composing import Composing
from watcher.pipeline.doubts.flaps import WITHIN, alternates
from watcher.pipeline.doubts.holding import MASS_CHANGE, Hold, holds
from watcher.pipeline.gathering.posting import Owed, post
from watcher.pipeline.instance import Instance


async def owed_by(instance: Composing, subscription: Subscription, until: datetime) -> Owed:
    """What is not in any digest yet; what was found after the period's end waits for the next one.

    What will have been found only later was found before the clock was put back.
    """
    now = instance.clock.now()
    owed = await instance.keeper.ask(lambda: instance.store.outbox.owed(subscription.name))
    return [(told, picked) for told, picked in owed if not until < told.made_at <= now]


async def calm(instance: Instance, owed: Owed) -> Owed:
    """What is owed, but for the further turns of a page that goes to and fro: they are told together, once a day."""
    waiting = {told.change_id for told, _ in owed}
    since = instance.clock.now() - WITHIN
    told_lately = set()
    for source_id in {told.source_id for told, _ in owed if alternates(told.findings)}:
        lately = await instance.keeper.ask(partial(instance.store.history.changes, source_id=source_id, since=since))
        if any(alternates(told.findings) and told.change_id not in waiting for told in lately):
            told_lately.add(source_id)
    return [one for one in owed if not (alternates(one[0].findings) and one[0].source_id in told_lately)]


async def held_back(instance: Composing, owed: Owed) -> Sequence[Hold]:
    """The mass changes that bear on what is owed."""
    if not owed:
        return ()
    now = instance.clock.now()
    return await instance.keeper.ask(lambda: holds(instance.store, instance.configuration, now))


def holding(held: Sequence[Hold]) -> list[Hold]:
    """Those of them that are not settled."""
    return [hold for hold in held if not hold.is_settled]


def free(owed: Owed, held: Sequence[Hold]) -> Owed:
    """What no mass change holds back."""
    return [(told, picked) for told, picked in owed if not any(hold.holds(told) for hold in held)]


async def warn(instance: Instance, subscription: Subscription, held: Sequence[Hold]) -> Message | None:
    """One notice of a mass change, in place of all that is held back; its pages are looked at again soon."""
    for source_id, at in ((one, at) for hold in holding(held) for one, at in hold.overdue.items()):
        await instance.keeper.ask(partial(instance.store.agenda.put_off, source_id, at))
    last = await instance.keeper.ask(lambda: instance.store.outbox.last_window(subscription.name))
    new = next((hold for hold in holding(held) if hold.key != last), None)
    return await post(instance, subscription, new.key, (), (new.words,)) if new else None


async def what_became(instance: Composing, subscription: Subscription, held: Sequence[Hold]) -> tuple[str, ...]:
    """What became of the mass change that the subscription's latest notice told of."""
    last = await instance.keeper.ask(lambda: instance.store.outbox.last_window(subscription.name)) or ""
    if holding(held) or not last.startswith(MASS_CHANGE):
        return ()
    return tuple(hold.words for hold in held) or ("The mass change told before did not last.",)
