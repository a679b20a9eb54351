"""What it takes to compose a digest: a running watcher has it, and so has whoever only reads what is kept."""

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from watcher.digest.layout import Templates
from watcher.model import Clock, Configuration, Source
from watcher.store import Reader

Answer = TypeVar("Answer")


class Asks(Protocol):
    """Puts questions to the store."""

    async def ask(self, question: Callable[[], Answer]) -> Answer:
        """What it answers."""


class Composing(Protocol):
    """Everything that a digest is made of."""

    @property
    def configuration(self) -> Configuration:
        """Who wants what."""

    @property
    def store(self) -> Reader:
        """What is kept."""

    @property
    def keeper(self) -> Asks:
        """By whom the store is asked."""

    @property
    def clock(self) -> Clock:
        """The time."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """The configured sources and the links that are followed, by id."""

    @property
    def templates(self) -> Callable[[], Templates]:
        """Loads how a digest is laid out."""

    @property
    def new_id(self) -> Callable[[], str]:
        """Makes ULIDs."""
