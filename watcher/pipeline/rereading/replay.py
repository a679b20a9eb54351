"""With what each look at a source was compared, from the first to the last."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from watcher.model import Snapshot, Told

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Step:
    """A look, with what it was compared with."""

    look: Snapshot
    told: Told | None = None
    """What was told of it; None: it was passed over."""
    baseline: Snapshot | None = None
    """The look that showed the page before; None: there was none, or this one was not believed."""
    version: int = 0
    """The version in force before the look."""


def steps(looks: Sequence[Snapshot], told: Sequence[Told], last: Snapshot | None) -> Iterator[Step]:
    """A step for each look and for each change that was told of it, oldest first, as both are given.

    `last` is the last look that counted. One that nothing was compared with later did not: our reader died on
    it, or it was not believed. What was told of a source for another page's sake belongs to no look of its own.
    """
    of_look: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        of_look[one.after.id].append(one)
    counted = _counted(looks, of_look, last)
    baseline, version = None, 0
    for look in looks:
        compared = baseline if look.id in counted else None
        for first in of_look.get(look.id, [None]):
            yield Step(look, first, _before(first) or compared, version)
        version = max([version, *(one.after_version or 0 for one in of_look.get(look.id, ()))])
        if version and look.id in counted and has_page(look):
            baseline = look


def _before(told: Told | None) -> Snapshot | None:
    """The page that a change was told against."""
    if told is None or not has_page(told.before) or told.before.id == told.after.id:
        return None
    return told.before


def has_page(look: Snapshot) -> bool:
    """Whether there is a page to be read: it was shown, and its bytes are kept."""
    return look.outcome.is_page and look.body_sha256 is not None


def _counted(looks: Sequence[Snapshot], told: Mapping[str, Sequence[Told]], last: Snapshot | None) -> set[str]:
    limit = last.started_at if last is not None else _NEVER
    counted = set()
    for look in reversed(looks):
        if changes := told.get(look.id):
            limit = min(change.before.started_at for change in changes)
            counted.add(look.id)
        elif look.started_at <= limit:
            counted.add(look.id)
    return counted
