"""The third step: what is each subscription owed by now? Compose it once and put it in the outbox."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from watcher.deliver.door import recipients
from watcher.digest.cadence import key_of, next_at, window
from watcher.digest.compose import compose
from watcher.digest.entries import entries
from watcher.model import Channel, Coverage, Delivery, Digest, Message, Severity, Source, Subscription, Told
from watcher.pipeline.doubts.flaps import WITHIN, alternates
from watcher.pipeline.doubts.holding import MASS_CHANGE, Hold, holds
from watcher.pipeline.health import unreadable
from watcher.pipeline.instance import Instance
from watcher.pipeline.sealing import seal
from watcher.store import Seal

Owed = Sequence[tuple[Told, tuple[int, ...]]]

_FIRST_PERIOD = timedelta(days=1)


async def gather(instance: Instance) -> tuple[Message, ...]:
    """Put in the outbox what falls due by each subscription's own cadence."""
    return _made([await _by_cadence(instance, one) for one in instance.configuration.subscriptions])


async def gather_all(instance: Instance) -> tuple[Message, ...]:
    """Put in the outbox all that anybody is owed by now, whatever the cadence; nothing where nothing is owed."""
    return _made([await _by_hand(instance, one) for one in instance.configuration.subscriptions])


async def _by_cadence(instance: Instance, subscription: Subscription) -> Message | None:
    period = window(subscription, instance.clock.now())
    if period is None:
        owed = await _owed(instance, subscription, instance.clock.now())
        return await _at_once(instance, subscription, await _calm(instance, owed))
    if period.key == await instance.keeper.ask(lambda: instance.store.outbox.last_window(subscription.name)):
        return None
    owed = await _owed(instance, subscription, period.until)
    held = await _held(instance, owed)
    if _holding(held):
        return await _warn(instance, subscription, held)
    if not owed and not subscription.send_empty:
        return None
    return await _post(instance, subscription, period.key, owed, await _what_became(instance, subscription, held))


async def _by_hand(instance: Instance, subscription: Subscription) -> Message | None:
    return await _at_once(instance, subscription, await _owed(instance, subscription, instance.clock.now()))


async def _at_once(instance: Instance, subscription: Subscription, owed: Owed) -> Message | None:
    held = await _held(instance, owed)
    notice = await _warn(instance, subscription, held)
    free = _free(owed, held)
    if not free:
        return notice
    return await _post(instance, subscription, _key(free), free, await _what_became(instance, subscription, held))


async def _calm(instance: Instance, owed: Owed) -> Owed:
    """What is owed, but for the further turns of a page that goes to and fro: they are told together, once a day."""
    waiting = {told.change_id for told, _ in owed}
    since = instance.clock.now() - WITHIN
    told_lately = set()
    for source_id in {told.source_id for told, _ in owed if alternates(told.findings)}:
        lately = await instance.keeper.ask(partial(instance.store.history.changes, source_id=source_id, since=since))
        if any(alternates(told.findings) and told.change_id not in waiting for told in lately):
            told_lately.add(source_id)
    return [one for one in owed if not (alternates(one[0].findings) and one[0].source_id in told_lately)]


async def _held(instance: Instance, owed: Owed) -> Sequence[Hold]:
    """The mass changes that bear on what is owed."""
    if not owed:
        return ()
    now = instance.clock.now()
    return await instance.keeper.ask(lambda: holds(instance.store, instance.configuration, now))


def _holding(held: Sequence[Hold]) -> list[Hold]:
    return [hold for hold in held if not hold.is_settled]


def _free(owed: Owed, held: Sequence[Hold]) -> Owed:
    return [(told, picked) for told, picked in owed if not any(hold.holds(told) for hold in held)]


async def _warn(instance: Instance, subscription: Subscription, held: Sequence[Hold]) -> Message | None:
    """One notice of a mass change, in place of all that is held back; its pages are looked at again soon."""
    for source_id, at in ((one, at) for hold in _holding(held) for one, at in hold.overdue.items()):
        await instance.keeper.ask(partial(instance.store.agenda.put_off, source_id, at))
    last = await instance.keeper.ask(lambda: instance.store.outbox.last_window(subscription.name))
    new = next((hold for hold in _holding(held) if hold.key != last), None)
    return await _post(instance, subscription, new.key, (), (new.words,)) if new else None


async def _what_became(instance: Instance, subscription: Subscription, held: Sequence[Hold]) -> tuple[str, ...]:
    """What became of the mass change that the subscription's latest notice told of."""
    last = await instance.keeper.ask(lambda: instance.store.outbox.last_window(subscription.name)) or ""
    if _holding(held) or not last.startswith(MASS_CHANGE):
        return ()
    return tuple(hold.words for hold in held) or ("The mass change told before did not last.",)


def _made(messages: Iterable[Message | None]) -> tuple[Message, ...]:
    return tuple(message for message in messages if message is not None)


async def preview(instance: Instance, subscription: Subscription) -> Message:
    """The message that would go out if the digest were made now; nothing is kept."""
    owed = await _owed(instance, subscription, instance.clock.now())
    held = await _held(instance, owed)
    channel = instance.configuration.channel(subscription.channel)
    notices = tuple(hold.words for hold in _holding(held)) or await _what_became(instance, subscription, held)
    last = await instance.keeper.ask(instance.store.last_seal)
    digest = await _digest(instance, subscription, "preview", _free(owed, held), notices, last)
    return _compose(instance, digest, channel)


def _key(owed: Owed) -> str:
    return key_of(told.finding_id(index) for told, picked in owed for index in picked)


async def _owed(instance: Instance, subscription: Subscription, until: datetime) -> Owed:
    """What is not in any digest yet; what was found after the period's end waits for the next one.

    What will have been found only later was found before the clock was put back.
    """
    now = instance.clock.now()
    owed = await instance.keeper.ask(lambda: instance.store.outbox.owed(subscription.name))
    return [(told, picked) for told, picked in owed if not until < told.made_at <= now]


async def _post(
    instance: Instance, subscription: Subscription, key: str, owed: Owed, notices: tuple[str, ...]
) -> Message | None:
    """One digest into the outbox; None when this period has had its own."""
    digest = await _digest(instance, subscription, key, owed, notices, await seal(instance))
    channel = instance.configuration.channel(subscription.channel)
    message = _compose(instance, digest, channel)
    deliveries = [
        Delivery(instance.new_id(), digest.id, subscription.channel, recipient)
        for recipient in (recipients(channel) if channel else ())
    ]
    posted = await instance.keeper.ask(lambda: instance.store.outbox.post(digest, message, deliveries))
    return message if posted else None


def _compose(instance: Instance, digest: Digest, channel: Channel | None) -> Message:
    return compose(
        digest,
        instance.templates(),
        public_url=instance.configuration.public_url,
        address=str(channel.settings.get("from", "")) if channel else "",
    )


async def _digest(
    instance: Instance,
    subscription: Subscription,
    key: str,
    owed: Owed,
    notices: tuple[str, ...],
    last: Seal | None,
) -> Digest:
    now = instance.clock.now()
    return Digest(
        id=instance.new_id(),
        subscription=subscription.name,
        window=key,
        made_at=now,
        entries=entries(owed, instance.sources, await _told_earlier(instance, subscription, owed)),
        coverage=await _coverage(instance, subscription, now),
        timezone=subscription.timezone,
        why=_why(subscription),
        next_at=next_at(subscription, now),
        notices=notices,
        seal=str(last or ""),
    )


async def _told_earlier(instance: Instance, subscription: Subscription, owed: Owed) -> dict[str, datetime]:
    """What went to the same channel by another subscription: most of all what could not wait for the daily digest."""
    others = [
        other.name
        for other in instance.configuration.subscriptions
        if other.channel == subscription.channel and other.name != subscription.name
    ]
    changes = [told for told, _ in owed]
    return await instance.keeper.ask(lambda: instance.store.outbox.told_by(others, changes))


async def _coverage(instance: Instance, subscription: Subscription, now: datetime) -> Coverage:
    """What was looked at since the last digest, so that silence can be trusted."""
    covered = [source for source in instance.configuration.sources if subscription.covers(source)]
    return await instance.keeper.ask(lambda: _count(instance, subscription, covered, now))


def _count(instance: Instance, subscription: Subscription, covered: Sequence[Source], now: datetime) -> Coverage:
    ids = [source.id for source in covered]
    store = instance.store
    since = store.outbox.last_made(subscription.name) or now - _FIRST_PERIOD
    counts = store.history.checks(ids, since, now)
    standings = store.agenda.standings(ids)
    last = {
        source_id: store.history.snapshots(source_id, limit=1)[0]
        for source_id, standing in standings.items()
        if standing.away
    }
    return Coverage(
        since=since,
        until=now,
        sources=len(covered),
        read=sum(count.pages > 0 for count in counts.values()),
        checks=sum(count.looks for count in counts.values()),
        left_out=store.outbox.noise(since, now, ids),
        unreadable=unreadable(covered, standings, last, now),
    )


def _why(subscription: Subscription) -> str:
    """Why the reader gets this, in words."""
    view = [f'tag "{tag}"' for tag in subscription.tags] + [f"source {source_id}" for source_id in subscription.sources]
    least = f", {subscription.min_severity.word} or worse" if subscription.min_severity > Severity.LOW else ""
    return f"you subscribe to {' or '.join(view) or 'all sources'}{least}, {subscription.cadence}"


def trial(instance: Instance, channel: Channel) -> Message:
    """A message that says it is a test, made as every digest is."""
    now = instance.clock.now()
    covered = len(instance.configuration.sources)
    return _compose(
        instance,
        Digest(
            id=instance.new_id(),
            subscription="test",
            window="test",
            made_at=now,
            entries=(),
            coverage=Coverage(since=now, until=now, sources=covered, read=0, checks=0),
            why=f"somebody asked watcher to test the channel {channel.name}; nothing was looked at for it",
        ),
        channel,
    )
