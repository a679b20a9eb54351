"""What of the changes somebody asks for: which state, how grave, of which kind, with which tag, since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from watcher.errors import NotKnown
from watcher.model import KINDS, Severity
from watcher.pipeline.moments import day_or_moment

STATES: Mapping[str, bool | None] = {"open": False, "reviewed": True, "all": None}
SPANS: Mapping[str, tuple[str, timedelta]] = {
    "1d": ("the last day", timedelta(days=1)),
    "7d": ("the last 7 days", timedelta(days=7)),
    "30d": ("the last 30 days", timedelta(days=30)),
}
VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the changes is asked for."""

    state: str
    least: Severity
    kind: str
    tag: str
    asked: str
    """Since when, as it was asked: `visit`, `7d`, `2026-11-01`; empty: ever."""
    since: datetime | None
    before: str | None
    """The change at which the page before ended."""

    @property
    def query(self) -> str:
        """The choice as the rest of an address, without the place in the list."""
        return self.but()

    def but(self, **other: str) -> str:
        """The same with something else asked."""
        asked = {"state": self.state, "sev": self.least.word, "kind": self.kind, "tag": self.tag, "since": self.asked}
        return urlencode({name: value for name, value in (asked | other).items() if value})

    @property
    def is_usual(self) -> bool:
        """Whether it is what everybody sees first."""
        return (self.state, self.least, self.kind, self.tag, self.asked) == ("open", Severity.LOW, "", "", "")


def choice(asked: Mapping[str, str], now: datetime, last: datetime | None) -> Choice:
    """The choice that an address names; what it misspells counts as not said. `last` is when the last visit ended."""
    state, kind = asked.get("state", ""), asked.get("kind", "")
    word, since = _since(asked.get("since", ""), now, last)
    return Choice(
        state if state in STATES else "open",
        _severity(asked.get("sev", "")),
        kind if kind in KINDS else "",
        asked.get("tag", ""),
        word,
        since,
        asked.get("before") or None,
    )


def _since(asked: str, now: datetime, last: datetime | None) -> tuple[str, datetime | None]:
    if asked == VISIT:
        return (asked, last) if last else ("", None)
    if asked in SPANS:
        return asked, now - SPANS[asked][1]
    try:
        return (asked, day_or_moment(asked)) if asked else ("", None)
    except (NotKnown, ValueError, OverflowError):
        return "", None


def _severity(word: str) -> Severity:
    try:
        return Severity.of(word)
    except KeyError:
        return Severity.LOW
