"""A watcher that only composes: nothing is locked, nothing is written, so another may be at work meanwhile."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from ulid import ULID

from watcher.digest.layout import Templates
from watcher.model import Clock, Configuration, Source
from watcher.store import Reader
from watcher.wiring.clock import RealClock
from watcher.wiring.instance import templates
from watcher.wiring.stores import reading

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Composer:
    """The parts, real and readable."""

    configuration: Configuration
    store: Reader
    keeper: "_Asking"
    clock: Clock
    sources: Mapping[str, Source]
    templates: Callable[[], Templates]
    new_id: Callable[[], str]


class _Asking:
    """Puts each question to the store then and there."""

    async def ask(self, question: Callable[[], Answer]) -> Answer:
        """What it answers."""
        return question()


@contextmanager
def composing(configuration: Configuration) -> Iterator[Composer]:
    """The parts over what is kept; raises NotKnown when nothing is yet."""
    with reading(configuration) as store:
        sources = {source.id: source for source in (*configuration.sources, *store.agenda.followed())}
        yield Composer(configuration, store, _Asking(), RealClock(), sources, templates, lambda: str(ULID()))
