"""What a worker does when it is its turn: the steps, each for a whole host or for all."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from watcher.deliver.door import PAUSE
from watcher.model import Source
from watcher.pipeline.gather import gather
from watcher.pipeline.instance import Instance
from watcher.pipeline.pinging import Pinger
from watcher.pipeline.preserving import Preserver
from watcher.pipeline.round import Checked, check, due, finish
from watcher.pipeline.sealing import Notary, seal
from watcher.pipeline.send import send
from watcher.urls import host

_LINKS_HOLD_SECONDS = 10.0
"""To read them all at every lane would cost more than the lanes; until then only a new link waits."""


class Steps:
    """The steps of one worker; nothing that another needs is remembered here."""

    def __init__(self, instance: Instance, report: Callable[[Checked], None]) -> None:
        self._instance = instance
        self._report = report
        self._notary = Notary(instance)
        self._pinger = Pinger(instance)
        self._preserver = Preserver(instance)
        self._of_host = _by_host(instance.configuration.sources)
        """Ids of the configured sources: a lane asks for its own alone, however many others wait."""
        self._hosts = {source_id: name for name, ids in self._of_host.items() for source_id in ids}
        self._linked: dict[str, list[str]] = {}
        """Ids of the links that are followed, by host too."""
        self._learnt_at: float | None = None

    async def hosts(self) -> set[str]:
        """The hosts with pages that are due, or were looked at by somebody who was cut off before comparing."""
        await self._learn_links()
        waiting = await self._instance.keeper.ask(self._instance.store.uncompared_sources)
        left = [source for source_id in waiting if (source := self._instance.sources.get(source_id))]
        ready = await due(self._instance)
        if not ready and not left:
            await self._pinger.ping()
        return {self._hosts.get(source.id) or host(source.url) for source in (*ready, *left)}

    async def look(self, name: str) -> None:
        """Look at what is due on that host, politely; whoever has it next need not know when it was last asked."""
        await self._learn_links()
        of_host = dict.fromkeys([*self._of_host.get(name, ()), *self._linked.get(name, ())])
        await finish(self._instance, of_host)
        ready = await due(self._instance, list(of_host))
        await check(self._instance, ready, self._report, is_patient=True)
        if ready:
            await self._instance.clock.sleep(self._instance.configuration.manners.host_gap)

    async def gather(self) -> None:
        """Put into the outbox what falls due."""
        await gather(self._instance)

    async def send(self) -> None:
        """Send what waits in the outbox; whoever has it next need not know when each channel was last sent to."""
        if await send(self._instance):
            await self._instance.clock.sleep(PAUSE)

    async def seal(self) -> None:
        """Seal what anybody wrote, when the last that is sealed was written long enough ago."""
        store = self._instance.store
        if store.has_unsealed and await self._instance.keeper.ask(self._is_time_to_seal):
            await seal(self._instance)

    async def stamp(self) -> None:
        """Ask every authority that owes a stamp."""
        await self._notary.stamp()

    async def preserve(self) -> None:
        """Ask a public archive for what changed lately."""
        await self._preserver.preserve()

    def _is_time_to_seal(self) -> bool:
        store, every = self._instance.store, self._instance.configuration.seals.every
        return not store.sealed or store.sealed_at(store.sealed) + every <= self._instance.clock.now()

    async def _learn_links(self) -> None:
        """Which links are followed now, whoever found them."""
        now = self._instance.clock.monotonic()
        if self._learnt_at is not None and now - self._learnt_at < _LINKS_HOLD_SECONDS:
            return
        if any(source.links.follow for source in self._instance.configuration.sources):
            followed = await self._instance.keeper.ask(self._instance.store.agenda.followed)
            self._instance.links.clear()
            self._instance.links.update((link.id, link) for link in followed)
            self._linked = _by_host(followed)
        self._learnt_at = now


def _by_host(sources: Iterable[Source]) -> dict[str, list[str]]:
    """The ids of these, by host."""
    lanes: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        lanes[host(source.url)].append(source.id)
    return dict(lanes)
