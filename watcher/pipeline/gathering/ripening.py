"""How long a change waits before it is told at once: until a second look, until its source is quiet.

All of it is read off what is kept, so that a restart forgets nothing.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from functools import partial

from watcher.model import Haste, Severity, Snapshot, Told
from watcher.pipeline.gathering.posting import Owed
from watcher.pipeline.instance import Instance

_LONGEST = timedelta(minutes=10)
"""A second look that shows nothing by then is not waited for any longer."""


async def ripe(instance: Instance, haste: Haste, owed: Owed) -> Owed:
    """What waits no more; what is critical is looked at again soon."""
    by_source: dict[str, list[tuple[Told, tuple[int, ...]]]] = defaultdict(list)
    for told, picked in owed:
        by_source[told.source_id].append((told, picked))
    return [
        one for source_id, some in by_source.items() if await _is_ripe(instance, haste, source_id, some) for one in some
    ]


async def _is_ripe(instance: Instance, haste: Haste, source_id: str, owed: Owed) -> bool:
    now = instance.clock.now()
    grave = [told for told, picked in owed if haste.confirm and _is_critical(told, picked)]
    [last] = await instance.keeper.ask(partial(instance.store.history.snapshots, source_id, limit=1))
    unseen = [told for told in grave if last.started_at <= told.after.started_at]
    if unseen:
        await _look_again(instance, source_id, min(told.made_at for told in unseen) + haste.confirm)
    if any(not _is_confirmed(told, last, now, haste) for told in grave):
        return False
    return not timedelta() <= now - min(told.made_at for told, _ in owed) < haste.join


def _is_critical(told: Told, picked: tuple[int, ...]) -> bool:
    return any(told.findings[index].level is Severity.CRITICAL for index in picked)


def _is_confirmed(told: Told, last: Snapshot, now: datetime, haste: Haste) -> bool:
    """Whether the source has answered once more since, or was given the time to."""
    has_answered = last.started_at > told.after.started_at and not last.outcome.is_failing
    return has_answered or not timedelta() <= now - told.made_at < max(_LONGEST, 2 * haste.confirm)


async def _look_again(instance: Instance, source_id: str, at: datetime) -> None:
    """At the latest then."""
    standing = await instance.keeper.ask(lambda: instance.store.agenda.standing(source_id))
    if at < standing.next_look_at:
        await instance.keeper.ask(lambda: instance.store.agenda.put_off(source_id, at))
