"""Which changed pages a public archive is asked to save: a second witness, for what ours cannot prove."""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta

from watcher.errors import FetchError
from watcher.fetch.wayback import Wayback
from watcher.model import Severity, Source, Told
from watcher.pipeline.instance import Instance

_log = logging.getLogger(__name__)

_WINDOW = timedelta(hours=24)
"""Later it would save another page than the one that was told of."""
_FIRST_WAIT, _LONGEST_WAIT = 300.0, 6 * 3600.0


class Preserver:
    """Asks for each told change once; what is owed shows in the record, and a failure puts it off."""

    def __init__(self, instance: Instance) -> None:
        configuration = instance.configuration
        self._instance = instance
        self._sources = {source.id: source for source in configuration.sources if source.preserve}
        self._wayback = Wayback(configuration.archive, instance.client, instance.pace, instance.clock)
        self._done: set[str] | None = None
        self._again: dict[str, tuple[float, float]] = {}
        """For each change that could not be saved: when it is asked for again, and the wait after that."""

    async def preserve(self) -> None:
        """Ask for what changed lately, one page after the other; nothing where no source wants it."""
        if not self._sources:
            return
        for told in await self._owed():
            await self._save(self._sources[told.source_id], told)

    async def _owed(self) -> list[Told]:
        store, since = self._instance.store, self._instance.clock.now() - _WINDOW
        if self._done is None:
            self._done = set(await self._instance.keeper.ask(lambda: store.preserved_since(since)))
        lately = await self._instance.keeper.ask(lambda: store.history.changes(since=since))
        now = self._instance.clock.monotonic()
        return [
            told
            for told in reversed(lately)
            if self._is_owed(told) and self._again.get(told.change_id, (now,))[0] <= now
        ]

    def _is_owed(self, told: Told) -> bool:
        return (
            told.source_id in self._sources
            and told.change_id not in (self._done or ())
            and told.after.outcome.is_page
            and not told.is_history
            and any(finding.level > Severity.NOISE for finding in told.findings)
        )

    async def _save(self, source: Source, told: Told) -> None:
        try:
            address = await self._wayback.save(source.url)
        except FetchError as error:
            _log.warning("%s was not saved by the public archive: %s", source.id, error)
            now = self._instance.clock.monotonic()
            wait = self._again.get(told.change_id, (now, _FIRST_WAIT))[1]
            self._again[told.change_id] = (now + wait, min(2 * wait, _LONGEST_WAIT))
            return
        store = self._instance.store
        await self._instance.keeper.ask(lambda: store.note_preserved(source.id, told.change_id, address))
        assert self._done is not None
        self._done.add(told.change_id)
        self._again.pop(told.change_id, None)


async def preserve_within(instance: Instance, seconds: float) -> None:
    """Ask for what changed lately, as far as that goes in this time."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await Preserver(instance).preserve()
