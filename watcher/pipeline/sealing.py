"""Who is asked for the time of a seal; when again if no answer came."""

import asyncio
import logging
from datetime import datetime, timedelta
from pathlib import Path

from watcher.errors import FetchError
from watcher.model import Authority
from watcher.pipeline.instance import Instance
from watcher.store import Seal, Stamped

_log = logging.getLogger(__name__)

ALARM = timedelta(hours=24)
"""From then on a seal that an authority has not stamped is worth a warning."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
_HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


async def seal(instance: Instance) -> Seal | None:
    """Seal what was written since the last seal; the latest one, None while nothing was ever written."""
    return await instance.keeper.ask(instance.store.seal)


class Notary:
    """Has the latest seal stamped by every authority; what is owed shows in the vault, so a restart forgets nothing.

    Only the latest: it names the one before, so that its stamp stands for all that an authority missed.
    """

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._seal = -1
        """The seal that all authorities were last asked for."""
        self._again: dict[str, tuple[float, timedelta]] = {}
        """For each authority that owes a stamp: when it is asked again, and the wait after that."""

    async def seal_if_new(self) -> None:
        """Seal what was written since the last seal; where nothing was, nothing is done."""
        if self._instance.store.has_unsealed:
            await seal(self._instance)

    async def stamp(self) -> None:
        """Ask every authority that owes a stamp and whose time has come."""
        authorities = self._instance.configuration.seals.authorities
        latest = self._instance.store.sealed
        if latest > self._seal:
            self._seal = latest
            self._again = {one.name: self._again.get(one.name, (0.0, _FIRST_WAIT)) for one in authorities}
        now = self._instance.clock.monotonic()
        due = [one for one in authorities if one.name in self._again and self._again[one.name][0] <= now]
        if latest and due:
            await asyncio.gather(*(self._ask(one, latest) for one in due))

    async def _ask(self, authority: Authority, number: int) -> None:
        store = self._instance.store
        stamped = await self._instance.keeper.ask(lambda: store.stamped(authority.name))
        if stamped.seal < number and (fault := await self._fault(authority, number)):
            await self._put_off(authority, number, fault)
        else:
            self._again.pop(authority.name, None)

    async def _fault(self, authority: Authority, number: int) -> str:
        """Why the authority gave no stamp; empty: it gave one, and it is kept."""
        store, ask = self._instance.store, self._instance.keeper.ask
        try:
            chain = await asyncio.to_thread(_chain, authority)
            request = await ask(lambda: store.stamp_request(number))
            answer = await self._instance.post(authority.url, body=request.content, headers=_HEADERS)
        except (FetchError, OSError) as error:
            return str(error)
        if answer.status != 200:
            return f"{authority.name} answered {answer.status}"
        return await ask(lambda: store.keep_stamp(authority.name, request, answer.body, chain))

    async def _put_off(self, authority: Authority, number: int, fault: str) -> None:
        """No stamp: ask later, each time after twice the wait."""
        _log.warning("no time stamp from %s for seal %d: %s", authority.name, number, fault)
        _, wait = self._again.get(authority.name, (0.0, _FIRST_WAIT))
        at = self._instance.clock.monotonic() + wait.total_seconds()
        self._again[authority.name] = (at, min(2 * wait, _LONGEST_WAIT))
        now = self._instance.clock.now()
        store = self._instance.store
        await self._instance.keeper.ask(lambda: store.note_stamp_failure(authority.name, number, fault, now))


async def seal_and_stamp(instance: Instance) -> Seal | None:
    """Seal at the end of a command, and ask every authority once."""
    sealed = await seal(instance)
    await Notary(instance).stamp()
    return sealed


def is_overdue(stamped: Stamped, now: datetime) -> bool:
    """Whether that authority has owed a stamp for longer than a day."""
    return stamped.waiting_since is not None and now - stamped.waiting_since > ALARM


def _chain(authority: Authority) -> bytes:
    return (Path(authority.chain).read_bytes() or b"\n") if authority.chain else b""
