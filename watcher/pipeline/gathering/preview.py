"""The message that would go out if the digest were made now."""

from watcher.model import Message, Subscription
from watcher.pipeline.composing import Composing
from watcher.pipeline.gathering.owing import free, held_back, holding, owed_by, what_became
from watcher.pipeline.gathering.posting import composed, digest_of


async def preview(instance: Composing, subscription: Subscription) -> Message:
    """The message; nothing is kept."""
    owed = await owed_by(instance, subscription, instance.clock.now())
    held = await held_back(instance, owed)
    channel = instance.configuration.channel(subscription.channel)
    notices = tuple(hold.words for hold in holding(held)) or await what_became(instance, subscription, held)
    last = await instance.keeper.ask(instance.store.last_seal)
    digest = await digest_of(instance, subscription, "preview", free(owed, held), notices, last)
    return composed(instance, digest, channel)
