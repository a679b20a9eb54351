"""Whether somebody is there: a connection, TLS where the address asks for it, not one byte of HTTP."""

import asyncio
import contextlib
import ssl
from collections.abc import Sequence

from watcher.errors import FetchError, TimedOut
from watcher.net.canonical import canonical, port
from watcher.net.failures import LIBRARY, foreseen
from watcher.net.guard import WEB_PORTS, Resolver, resolve_vetted
from watcher.net.transport import system_trust

_SECONDS = 15.0


async def reach(
    url: str, allow: Sequence[str], resolver: Resolver | None = None, trust: ssl.SSLContext | None = None
) -> str:
    """Where the address was reached; raises FetchError. It counts as a secret: messages name its host alone."""
    asked = canonical(url, "the address")
    name = asked.host
    addresses = await resolve_vetted(name, port(asked), allow, resolver, WEB_PORTS)
    context = (trust or system_trust()) if asked.scheme == "https" else None
    failure: FetchError = TimedOut(f"{name}: no connection within {_SECONDS:g} s", url=name)
    for address in addresses:
        try:
            async with asyncio.timeout(_SECONDS):
                _, writer = await asyncio.open_connection(
                    address, port(asked), ssl=context, server_hostname=name if context else None
                )
        except (TimeoutError, *LIBRARY) as error:
            failure = foreseen(error, name)
            continue
        writer.close()
        with contextlib.suppress(*LIBRARY):
            await writer.wait_closed()
        return f"{name} at {address}"
    raise failure
