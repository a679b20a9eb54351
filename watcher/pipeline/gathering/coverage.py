"""What was looked at in a period, so that silence can be trusted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from watcher.digest.cadence import Window
from watcher.model import Coverage, Source, Subscription
from watcher.pipeline.composing import Composing
from watcher.pipeline.health import unreadable
from watcher.store import Reader

_FIRST_PERIOD = timedelta(days=1)


async def coverage(instance: Composing, subscription: Subscription, period: Window | None = None) -> Coverage:
    """What was looked at in the period, or since the subscription's last digest where that was earlier or is asked."""
    covered = [source for source in instance.configuration.sources if subscription.covers(source)]
    now = instance.clock.now()
    return await instance.keeper.ask(lambda: _count(instance.store, subscription, covered, now, period))


async def was_looked_at(instance: Composing, subscription: Subscription, until: datetime) -> bool:
    """Whether any of the subscription's sources was looked at before that."""
    ids = [source.id for source in instance.configuration.sources if subscription.covers(source)]
    counts = await instance.keeper.ask(lambda: instance.store.history.checks(ids, until=until))
    return any(count.looks for count in counts.values())


def _count(
    store: Reader, subscription: Subscription, covered: Sequence[Source], now: datetime, period: Window | None
) -> Coverage:
    ids = [source.id for source in covered]
    last = store.outbox.last_made(subscription.name)
    begin = min(period.since, last or now) if period else last or now - _FIRST_PERIOD
    end = period.until if period else now
    counts = store.history.checks(ids, begin, end)
    standings = store.agenda.standings(ids)
    looks = {one: store.history.snapshots(one, limit=1)[0] for one, standing in standings.items() if standing.away}
    return Coverage(
        since=begin,
        until=end,
        sources=len(covered),
        read=sum(count.pages > 0 for count in counts.values()),
        checks=sum(count.looks for count in counts.values()),
        left_out=store.outbox.noise(begin, end, ids),
        unreadable=unreadable(covered, standings, looks, now),
    )
