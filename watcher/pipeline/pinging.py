"""Whom we tell after each complete round that we are still at work; a watcher that stops falls silent there."""

import logging

from watcher.errors import FetchError
from watcher.pipeline.instance import Instance

_log = logging.getLogger(__name__)


class Pinger:
    """Asks for one address; that it does not answer stops nothing, and goes on record.

    The address is a secret: whoever knows it can say that all is well.
    """

    SECONDS_BETWEEN = 60.0

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._next = instance.clock.monotonic()

    async def ping(self) -> None:
        """Tell it, where somebody is to be told, once a minute at most."""
        now = self._instance.clock.monotonic()
        if not self._instance.configuration.ping or now < self._next:
            return
        self._next = now + self.SECONDS_BETWEEN
        if why := await self._fault():
            _log.warning("the ping was not taken: %s", why)
            store, at = self._instance.store, self._instance.clock.now()
            await self._instance.keeper.ask(lambda: store.note_ping_failure(why, at))

    async def _fault(self) -> str:
        """Why nobody heard it; empty: somebody did."""
        try:
            answer = await self._instance.client.get(self._instance.configuration.ping)
        except FetchError as error:
            return error.code
        return "" if answer.status < 300 else f"answered {answer.status}"
