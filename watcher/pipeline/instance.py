"""Everything real that the steps need, handed in by the composition root."""

from collections import ChainMap, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from watcher.deliver.answered import Post
from watcher.deliver.pacing import Pacing
from watcher.deliver.tickets import Tickets
from watcher.digest.layout import Templates
from watcher.fetch.rendering import Renderer
from watcher.fetch.robots import Robots
from watcher.fetch.siblings import Siblings
from watcher.model import Clock, Configuration, Source
from watcher.net import Client, Pace
from watcher.pipeline.asking import Watched, watched
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
    siblings: Siblings
    reader: Reader
    clock: Clock
    templates: Callable[[], Templates]
    """Loads the digest's templates, which most rounds do not need."""
    post: Post
    pacing: Pacing
    """When each channel may be sent to."""
    tickets: Tickets
    """Makes the links by which readers leave."""
    rules: str
    """Fingerprint of the reading rules in force."""
    new_id: Callable[[], str]
    """Makes ULIDs."""
    jitter: Callable[[], float]
    """A number between 0 and 1."""

    renderer: Renderer | None = None
    """Builds the pages that their scripts have yet to build; None: there is no browser."""
    links: dict[str, Source] = field(default_factory=dict)
    """The links that are followed, each a source of its own, by id."""

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The configured sources and the links that are followed, by id."""
        return ChainMap({source.id: source for source in self.configuration.sources}, self.links)

    @cached_property
    def watched(self) -> Watched:
        """Every configured source's address and title."""
        return watched(self.configuration.sources)

    @cached_property
    def copies(self) -> Mapping[str, Sequence[Source]]:
        """The declared copies of each source that has any, by its id."""
        copies: dict[str, list[Source]] = defaultdict(list)
        for source in self.configuration.sources:
            if source.mirror_of is not None:
                copies[source.mirror_of].append(source)
        return copies

    def follow(self, source_id: str, links: Iterable[Source]) -> None:
        """These are the links that the source's page asks to be followed, and no others."""
        for gone in [link.id for link in self.links.values() if link.linked_from == source_id]:
            del self.links[gone]
        self.links.update((link.id, link) for link in links)
