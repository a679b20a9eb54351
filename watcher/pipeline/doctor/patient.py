"""What a diagnosis looks at."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol

from watcher.model import Channel, Clock, Configuration, Source, Standing
from watcher.sources import Problem
from watcher.store import Reader


@dataclass(frozen=True)
class Patient:
    """One installation, as it is kept and configured."""

    configuration: Configuration
    problems: tuple[Problem, ...]
    """The mistakes in its two files."""
    secrets: tuple[Path, ...]
    """The files that its secrets are read from."""
    now: datetime
    store: Reader | None = None
    """None: nothing is kept yet."""
    unusable: str = ""
    """Why what is kept cannot be read."""

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Where the sources stand that were looked at."""
        return self.store.agenda.standings([one.id for one in self.configuration.sources]) if self.store else {}

    def place(self, source: Source) -> str:
        """How a source is named."""
        return f"sources.yaml {source.id}"


class Answered(Protocol):
    """What a site answers."""

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Name in lower case, value."""


@dataclass(frozen=True, slots=True)
class Outside:
    """The ways out of the house."""

    clock: Clock
    resolve: Callable[[str], Awaitable[object]]
    """Finds where the host of an address is; raises FetchError."""
    get: Callable[[str], Awaitable[Answered]]
    """Asks for a page; raises FetchError."""
    probe: Callable[[Channel], Awaitable[str]]
    """Tries a channel without sending anything; empty where there is nothing to try. Raises DeliveryError."""
