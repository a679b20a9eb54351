"""Everything real that the steps need, handed in by the composition root."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from watcher.deliver.posting import Post
from watcher.digest.layout import Templates
from watcher.fetch.robots import Robots
from watcher.model import Clock, Configuration, Source
from watcher.net import Client, Pace
from watcher.pipeline.keeper import Keeper
from watcher.pipeline.reader import Reader
from watcher.store import Store


@dataclass(frozen=True)
class Instance:
    """One running watcher."""

    configuration: Configuration
    store: Store
    keeper: Keeper
    client: Client
    robots: Robots
    pace: Pace
    reader: Reader
    clock: Clock
    templates: Callable[[], Templates]
    """Loads the digest's templates, which most rounds do not need."""
    post: Post
    rules: str
    """Fingerprint of the reading rules in force."""
    new_id: Callable[[], str]
    """Makes ULIDs."""
    jitter: Callable[[], float]
    """A number between 0 and 1."""

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The configured sources by id."""
        return {source.id: source for source in self.configuration.sources}
