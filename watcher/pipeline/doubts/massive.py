"""When so many pages turn at once that the fault is most likely ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

AT_ONCE = timedelta(minutes=30)
"""A round over many hosts takes its time."""
RELOOK = timedelta(minutes=10)
FEWEST = 5

Turn = tuple[datetime, str]
"""When a source's page was first found changed, gone or unreadable, and which source."""


@dataclass(frozen=True, slots=True)
class Burst:
    """A mass change: half of all sources, five at least, turned at once."""

    turned: Mapping[str, datetime]
    """When each of its sources turned."""
    of: int
    """How many sources are watched."""

    @property
    def since(self) -> datetime:
        """When the first one turned."""
        return min(self.turned.values())

    @property
    def until(self) -> datetime:
        """When the last one turned."""
        return max(self.turned.values())

    def is_settled(self, last_looks: Mapping[str, datetime]) -> bool:
        """Whether each of its sources was looked at again after it had turned."""
        return all(source_id in last_looks and last_looks[source_id] > at for source_id, at in self.turned.items())


def bursts(turns: Iterable[Turn], sources: int) -> tuple[Burst, ...]:
    """The mass changes among these turns, oldest first; each turn belongs to one at most."""
    left = sorted(turns)
    found = []
    while left:
        first = left[0][0]
        within = [turn for turn in left if turn[0] - first <= AT_ONCE]
        turned = {source_id: at for at, source_id in reversed(within)}
        if is_massive(len(turned), sources):
            found.append(Burst(turned, sources))
            left = left[len(within) :]
        else:
            left = left[1:]
    return tuple(found)


def is_massive(turned: int, sources: int) -> bool:
    """Whether so many of so many sources are a mass change."""
    return turned >= FEWEST and 2 * turned >= sources
