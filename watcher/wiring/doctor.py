"""An installation to be examined, with the real ways out of the house."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from watcher import sources
from watcher.deliver.trying import probe
from watcher.errors import NotKnown, StoreError
from watcher.model import Channel, Configuration
from watcher.net import Client, reach, resolve_vetted
from watcher.pipeline.doctor.patient import Outside, Patient
from watcher.render.programs import missing
from watcher.wiring.clock import RealClock
from watcher.wiring.stores import reading


@contextmanager
def patient(folder: Path, environ: Mapping[str, str], configuration: Configuration) -> Iterator[Patient]:
    """The installation as it is kept; a store that cannot be read is part of what is wrong with it."""
    store, unusable = None, ""
    with ExitStack() as held:
        try:
            store = held.enter_context(reading(configuration))
        except NotKnown:
            pass
        except StoreError as error:
            unusable = str(error)
        problems, secrets = tuple(sources.check(folder, environ, missing())), sources.secret_files(folder)
        yield Patient(configuration, problems, secrets, RealClock().now(), store, unusable)


@asynccontextmanager
async def outside(configuration: Configuration) -> AsyncIterator[Outside]:
    """The network behind the guard, as the looks and the notifiers see it."""
    clock, allow = RealClock(), configuration.manners.allow_private

    async def resolve(url: str) -> object:
        parts = urlsplit(url)
        return await resolve_vetted(parts.hostname or "", parts.port or 443, allow)

    async def tried(channel: Channel) -> str:
        return await probe(channel, lambda url: reach(url, allow))

    async with Client(configuration.manners, clock) as client:
        yield Outside(clock, resolve, client.get, tried)
