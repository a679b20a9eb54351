"""One mistake in a configuration file, with its place."""

from collections.abc import Iterable
from dataclasses import dataclass

_PLACE = 17
"""Columns kept free for `sources.yaml:9:10`, so that what follows lines up."""
_LINE = 93
"""Columns after which the code stands."""
_WINDOW = 160
"""The most characters of a line that are shown."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake that a person can find and mend; its `str` is what they are shown."""

    file: str
    line: int
    """Counted from 1; 0: the file as a whole."""
    column: int
    """Counted from 1, in characters."""
    severity: str
    """`error`, or `warn` for what does not stop anything."""
    where: str
    """The path to it in the file's own words: `sources[0].url`."""
    message: str
    code: str
    """Stable, explained in docs/sources.md."""
    snippet: str = ""
    """The line itself, secrets covered."""
    width: int = 1
    """How many characters the caret underlines."""

    @property
    def is_error(self) -> bool:
        """Whether nothing is run because of it."""
        return self.severity == "error"

    def __str__(self) -> str:
        words = f"{self.where}: {self.message}" if self.where else self.message
        head = f"{self._place:<{_PLACE}}  {self.severity:<5}  {words}"
        told = f"{head:<{_LINE}}  {self.code}"
        if not self.line or not self.snippet:
            return told
        shown, at = self._window()
        return f"{told}\n{self.line:>7} | {shown}\n{'':>7} | {' ' * at}{'^' * max(1, min(self.width, len(shown) - at))}"

    @property
    def _place(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def _window(self) -> tuple[str, int]:
        """What is shown of a long line, and how far in the caret stands."""
        start = 0 if self.column <= _WINDOW // 2 else self.column - _WINDOW // 4
        return self.snippet[start : start + _WINDOW], self.column - 1 - start

    def form(self) -> dict[str, object]:
        """In JSON's types, for editors and CI."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "width": self.width,
            "severity": self.severity,
            "where": self.where,
            "message": self.message,
            "code": self.code,
            "snippet": self.snippet,
        }


def tally(problems: Iterable[Problem]) -> str:
    """How many there are, in words: `2 errors, 1 warning`."""
    found = tuple(problems)
    errors = sum(problem.is_error for problem in found)
    return f"{_counted(errors, 'error')}, {_counted(len(found) - errors, 'warning')}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
