"""In which order findings are told."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from watcher.digest.flapping import together
from watcher.model import Entry, Source, Told

_NOTHING: Mapping[str, datetime] = MappingProxyType({})


def entries(
    told: Iterable[tuple[Told, tuple[int, ...]]],
    sources: Mapping[str, Source],
    earlier: Mapping[str, datetime] = _NOTHING,
    *,
    is_net: bool = True,
) -> tuple[Entry, ...]:
    """The picked findings of these changes: worst first, then as the sources are listed, then down the page.

    Net, what was taken back is one entry. `earlier`: when a finding, by its id, went to the same channel before.
    """
    kept, also = together(told) if is_net else (list(told), {})
    rank = {source_id: at for at, source_id in enumerate(sources)}
    placed = [
        (
            account,
            index,
            _entry(account, index, sources, earlier, also.get(account.finding_id(index), ())),
        )
        for account, picked in kept
        for index in picked
    ]
    placed.sort(
        key=lambda one: (
            -one[2].finding.level,
            rank.get(one[2].source_id, len(rank)),
            one[2].source_id,
            one[2].first_with,
            _position(one[2]),
            one[1],
        )
    )
    return tuple(entry for _, _, entry in placed)


def _entry(
    told: Told, index: int, sources: Mapping[str, Source], earlier: Mapping[str, datetime], also: tuple[str, ...]
) -> Entry:
    """One finding with its interval, which surely holds the moment of the change."""
    source = sources.get(told.source_id)
    return Entry(
        finding_id=told.finding_id(index),
        change_id=told.change_id,
        source_id=told.source_id,
        source_name=source.title if source else told.source_id,
        url=source.url if source else told.after.url,
        before_version=told.before_version,
        after_version=told.after_version,
        last_without=told.before.started_at,
        first_with=told.after.finished_at,
        finding=told.findings[index],
        sent_earlier=earlier.get(told.finding_id(index)),
        also=also,
    )


def _position(entry: Entry) -> int:
    """Where on the page it stands, or stood."""
    places = [
        place
        for edit in entry.finding.explains
        if (place := edit.now_at if edit.now_at is not None else edit.was_at) is not None
    ]
    return min(places, default=-1)
