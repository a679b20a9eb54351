"""A bar that grows while a round goes by: for whoever sits before a terminal, so nobody else loads it."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


class Bar:
    """Stands below the lines that are printed meanwhile; gone when it is stopped."""

    def __init__(self, expected: int) -> None:
        self._console = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
        columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=self._console, transient=True)
        self._line = self._progress.add_task("checking", total=expected)

    def advance(self) -> None:
        """One more is done."""
        self._progress.advance(self._line)

    def print(self, line: str) -> None:
        """Print a line above it."""
        self._console.print(line)

    def stop(self) -> None:
        """Take it away."""
        self._progress.stop()

    def start(self) -> None:
        """Show it."""
        self._progress.start()


def started(expected: int) -> Bar:
    """A bar that is shown, for so many sources."""
    bar = Bar(expected)
    bar.start()
    return bar
