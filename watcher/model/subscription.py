"""Who wants to be told what, when."""

from dataclasses import dataclass, field
from datetime import time, timedelta

from watcher.model.kinds import Severity
from watcher.model.source import Source
from watcher.model.timetable import Timetable


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours of each day, by its own clock, in which a subscriber is left alone."""

    start: time
    end: time
    holds_critical: bool = False
    """Whether even what is critical waits."""

    def hold(self, at: time) -> bool:
        """Whether that time of day is among them.

        >>> night = QuietHours(time(22), time(7))
        >>> night.hold(time(23, 30)), night.hold(time(7)), night.hold(time(12))
        (True, False, False)
        """
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


@dataclass(frozen=True, slots=True)
class Haste:
    """How soon is at once."""

    confirm: timedelta = timedelta(minutes=3)
    """So long after the look that found it a critical change is looked at again before it is told; zero: never."""
    join: timedelta = timedelta(minutes=5)
    """So long a change of a source waits for others of that source."""
    most: int = 6
    """Messages to one recipient in an hour; what comes after them waits for one that tells it all."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who wants what, when."""

    name: str
    channel: str
    tags: tuple[str, ...] = ()
    """A source with any of these; empty: all."""
    sources: tuple[str, ...] = ()
    """Source ids; empty: all."""
    kinds: tuple[str, ...] = ()
    """Kinds of finding; empty: all."""
    min_severity: Severity = Severity.LOW
    cadence: str = "daily"
    """`at-once`, `hourly`, `daily`, `weekly` or `cron`."""
    at: time = time(7, 0)
    """When a daily or weekly digest goes out, in `timezone`."""
    weekday: int = 0
    """On which day a weekly one does; 0 is Monday."""
    cron: Timetable | None = None
    """When one goes out that goes by `cron`."""
    timezone: str = "UTC"
    send_empty: bool = False
    is_net: bool = True
    """Whether what was changed and taken back within one digest is one entry of it."""
    quiet: QuietHours | None = None
    haste: Haste = field(default_factory=Haste)

    @property
    def times(self) -> Timetable | None:
        """When its digests go out; None for what goes out at once."""
        if self.cadence == "daily":
            return Timetable.daily(self.at)
        if self.cadence == "weekly":
            return Timetable.weekly(self.weekday, self.at)
        return Timetable.hourly() if self.cadence == "hourly" else self.cron

    def wants(self, source: Source, kind: str, severity: Severity) -> bool:
        """Whether a finding of this kind and severity about this source goes to it."""
        return severity >= self.min_severity and (not self.kinds or kind in self.kinds) and self.covers(source)

    def covers(self, source: Source) -> bool:
        """Whether the source is in its field of view."""
        return (not self.tags or bool(set(self.tags) & set(source.tags))) and (
            not self.sources or source.owner in self.sources
        )
