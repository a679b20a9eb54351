"""Pages that cannot be read: told at first, by reminders, at last when they can be read again; each once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

from watcher.model import Digest, Message, Outcome, Source, Standing, Subscription, Unreadable
from watcher.pipeline.gathering.collapsing import groups, topic
from watcher.pipeline.gathering.incidents import AGAIN, FIRST, OVER, unended
from watcher.pipeline.gathering.posting import digest_of, put
from watcher.pipeline.health import failing, unreadable
from watcher.pipeline.instance import Instance
from watcher.pipeline.sealing import seal

_EARLY = (1, 3)
"""Days after the first notice; from then on it is every week."""


@dataclass(frozen=True, slots=True)
class _Now:
    """How the pages stand that a subscription is told of."""

    standings: Mapping[str, Standing]
    failing: Mapping[str, Unreadable]
    """Those that their last try could not see."""
    doubted: tuple[Unreadable, ...]
    """Those of them that two tries could not."""
    unreadable: tuple[Unreadable, ...]
    of: int
    at: datetime


async def outages(instance: Instance, subscription: Subscription) -> tuple[Message, ...]:
    """What is to be said now of pages that cannot be read, once on each channel."""
    covered = _told_of(instance, subscription)
    if not covered:
        return ()
    now = await instance.keeper.ask(partial(_now, instance, covered))
    open_ = await instance.keeper.ask(
        partial(unended, instance.store.outbox, subscription.name, {one.id for one in covered})
    )
    told = [await _go_on(instance, subscription, first, pages, now) for first, pages in open_.items()]
    known = {one.source_id for one in chain(*open_.values())}
    new = groups(now.unreadable, now.doubted, known, now.of)
    told += [await _begin(instance, subscription, group, now.of) for group in new]
    return tuple(message for message in told if message is not None)


def _told_of(instance: Instance, subscription: Subscription) -> list[Source]:
    """The sources of which this subscription is the first on its channel; none where it asks for certain kinds."""
    mine: list[Source] = []
    earlier: list[Subscription] = []
    for one in instance.configuration.subscriptions:
        if one.channel == subscription.channel and not one.kinds:
            if one == subscription:
                mine = [source for source in instance.configuration.sources if one.covers(source)]
                break
            earlier.append(one)
    return [source for source in mine if not any(one.covers(source) for one in earlier)]


def _now(instance: Instance, covered: Sequence[Source]) -> _Now:
    store, at = instance.store, instance.clock.now()
    standings = store.agenda.standings([source.id for source in covered])
    last = {one: store.history.snapshots(one, limit=1)[0] for one, standing in standings.items() if standing.away}
    found = failing(covered, standings, last)
    return _Now(
        standings,
        {one.source_id: one for one in found},
        failing(covered, standings, last, 2),
        unreadable(covered, standings, last, at),
        len(covered),
        at,
    )


async def _begin(
    instance: Instance, subscription: Subscription, group: Sequence[Unreadable], of: int
) -> Message | None:
    """The first notice of these pages."""
    key = f"{FIRST}{group[0].since:%Y-%m-%dT%H:%M:%S}/{group[0].source_id}"
    digest = await _notice(instance, subscription, key, group, topic(group, of, subscription.timezone))
    return await put(instance, subscription, replace(digest, outage=digest.id))


async def _go_on(
    instance: Instance, subscription: Subscription, first: str, pages: Sequence[Unreadable], now: _Now
) -> Message | None:
    """What is to be said of an outage that was told before: that it lasts, or that it is over."""
    message = await instance.keeper.ask(lambda: instance.store.outbox.digest(first))
    still = [now.failing[page.source_id] for page in pages if page.source_id in now.failing]
    since = {page.source_id: page.since for page in pages}
    still = [replace(page, since=since[page.source_id]) for page in still]
    days = _due((now.at - message.made_at) // timedelta(days=1))
    key = f"{AGAIN}{first}/{days}" if still else f"{OVER}{first}"
    if (still and not days) or await instance.keeper.ask(lambda: instance.store.outbox.has(subscription.name, key)):
        return None
    about = message.subject.removeprefix("[watcher] ")
    digest = await _notice(instance, subscription, key, still, about)
    notices = () if still else tuple(_ended(page, now.standings[page.source_id], now.at) for page in pages)
    return await put(instance, subscription, replace(digest, outage=first, notices=notices))


def _due(days: int) -> int:
    """The latest day by then on which a reminder falls; 0: none yet."""
    return days - days % 7 if days >= 7 else max((day for day in _EARLY if day <= days), default=0)


async def _notice(
    instance: Instance, subscription: Subscription, key: str, pages: Sequence[Unreadable], about: str
) -> Digest:
    """A digest that tells of these pages alone."""
    digest = await digest_of(instance, subscription, key, (), (), await seal(instance))
    return replace(digest, coverage=replace(digest.coverage, unreadable=tuple(pages)), topic=about)


def _ended(page: Unreadable, standing: Standing, now: datetime) -> str:
    """What the gap hides."""
    gap = now - page.since
    hours = gap // timedelta(hours=1)
    long = f"{gap.days} days" if gap.days > 1 else f"{hours} hours" if hours != 1 else "1 hour"
    if standing.away and standing.away[-1][1] is not Outcome.OK:
        return f"{page.source_name}: unread {long}; the site answers again, and says that the page is not there."
    if page.last_version is None:
        return f"{page.source_name}: readable for the first time, as v{standing.version}."
    if standing.version == page.last_version:
        return f"{page.source_name}: readable again, unread {long}; it still reads as v{page.last_version}."
    covers = f"v{page.last_version} to v{standing.version} covers the gap"
    return f"{page.source_name}: readable again, unread {long}; {covers}."
