"""Times of the calendar at which something falls due, as a crontab says them."""

from dataclasses import dataclass
from datetime import date, time

_EVERY_DAY, _EVERY_MONTH, _EVERY_WEEKDAY = frozenset(range(1, 32)), frozenset(range(1, 13)), frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Timetable:
    """Each of these minutes of each of these hours on each day that all the other sets hold.

    >>> Timetable.weekly(0, time(7)).holds(date(2026, 11, 23))
    True
    """

    hours: frozenset[int]
    minutes: frozenset[int] = frozenset({0})
    days: frozenset[int] = _EVERY_DAY
    months: frozenset[int] = _EVERY_MONTH
    weekdays: frozenset[int] = _EVERY_WEEKDAY
    """0 is Monday."""

    @classmethod
    def hourly(cls) -> "Timetable":
        """Each full hour."""
        return cls(frozenset(range(24)))

    @classmethod
    def daily(cls, at: time) -> "Timetable":
        """Each day at that time."""
        return cls(frozenset({at.hour}), frozenset({at.minute}))

    @classmethod
    def weekly(cls, weekday: int, at: time) -> "Timetable":
        """Each week on that day at that time."""
        return cls(frozenset({at.hour}), frozenset({at.minute}), weekdays=frozenset({weekday}))

    def holds(self, day: date) -> bool:
        """Whether anything falls due on that day.

        Where both the day of the month and the day of the week are limited, either is enough, as in a crontab.
        """
        on_date, on_weekday = day.day in self.days, day.weekday() in self.weekdays
        is_either = len(self.days) < len(_EVERY_DAY) and len(self.weekdays) < len(_EVERY_WEEKDAY)
        return day.month in self.months and ((on_date or on_weekday) if is_either else (on_date and on_weekday))

    @property
    def times(self) -> list[time]:
        """The times of such a day, in order."""
        return [time(hour, minute) for hour in sorted(self.hours) for minute in sorted(self.minutes)]
