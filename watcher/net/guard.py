"""Whether a resolved address may be connected to: the gate that every connection of ours goes through.

What counts is the address a name resolves to at the moment of connecting, never the text of the name:
`getaddrinfo` maps `127.1`, `0x7f.1` and many other spellings to loopback, and a name may resolve
differently each time it is asked.
"""

import asyncio
import socket
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Protocol

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from watcher.errors import NameUnknown, Refused
from watcher.net.addresses import is_public

WEB_PORTS = frozenset({80, 443})
MAIL_PORTS = frozenset({25, 465, 587, 2525})
"""Where mail is handed in."""

_REMEMBERED = 4096
_LOOKUPS_AT_ONCE = 32


class Resolver(Protocol):
    """Finds the IP addresses of a host name; tests and the demo map made-up names to loopback."""

    async def resolve(self, host: str) -> list[str]:
        """Its addresses, most wanted first; raises OSError when there are none."""


class SystemResolver:
    """Asks the operating system, off the event loop."""

    def __init__(self) -> None:
        # Threads of its own: slow name servers must not stop others who wait for asyncio's few threads.
        self._threads = ThreadPoolExecutor(_LOOKUPS_AT_ONCE, "resolve")

    async def resolve(self, host: str) -> list[str]:
        """The addresses the system knows; raises OSError when there are none."""
        found = await asyncio.get_running_loop().run_in_executor(self._threads, _getaddrinfo, host)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _getaddrinfo(host: str) -> list[tuple[object, object, object, str, tuple[str | int, ...]]]:
    return socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)  # type: ignore[return-value]


def vet(
    host: str, port: int, addresses: Iterable[str], allow: Sequence[str], ports: frozenset[int] = WEB_PORTS
) -> None:
    """Refuse the host when any of its addresses is none of a public page, or the port none of these.

    `allow` names hosts and CIDRs that are let through, on any port. Raises Refused.
    """
    let_through = _let_through(tuple(allow))
    if host.lower() in let_through.names:
        return
    strangers = [address for address in addresses if not let_through.covers(address)]
    for address in strangers:
        if not is_public(address):
            raise Refused(
                f"{host} is at {address}, which is no public address; nothing was sent. "
                f"If it is meant, list the host or its network under fetch.allow_private in watcher.yaml"
            )
    if strangers and port not in ports:
        raise Refused(
            f"{host}:{port}: only ports {', '.join(map(str, sorted(ports)))} are asked; nothing was sent. "
            f"If it is meant, list the host under fetch.allow_private in watcher.yaml"
        )


async def resolve_vetted(
    host: str,
    port: int,
    allow: Sequence[str],
    resolver: Resolver | None = None,
    ports: frozenset[int] = MAIL_PORTS | WEB_PORTS,
) -> list[str]:
    """The addresses of the host, all of them vetted: connect to these, not to the name.

    Raises NameUnknown and Refused.
    """
    try:
        addresses = [host] if _is_address(host) else await (resolver or _system()).resolve(host)
    except (OSError, UnicodeError) as error:
        raise NameUnknown(f"{host}: the name does not resolve ({error}); is it spelt right, is DNS up?") from error
    if not addresses:
        raise NameUnknown(f"{host}: the name has no address; is it spelt right?")
    vet(host, port, addresses, allow, ports)
    return addresses


class Guard(AbstractResolver):
    """Gives out vetted addresses alone, and opens sockets to no others."""

    def __init__(self, allow: Sequence[str], resolver: Resolver | None = None) -> None:
        self._allow = tuple(allow)
        self._resolver = resolver
        self._passed: dict[tuple[str, int], None] = {}

    def admit(self, host: str, port: int) -> None:
        """Vet a host that is written as an IP address; raises Refused."""
        if (host, port) not in self._passed:
            vet(host, port, [host], self._allow)
            self._remember(host, port)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The vetted addresses of the host, as aiohttp wants them; raises NameUnknown and Refused."""
        addresses = await resolve_vetted(host, port, self._allow, self._resolver, WEB_PORTS)
        for address in addresses:
            self._remember(address, port)
        return [_resolved(host, address, port) for address in addresses]

    def open_socket(self, address: aiohttp.AddrInfoType) -> socket.socket:
        """A socket for one of the addresses that passed.

        The last word: aiohttp resolves nothing that looks to it like an IP address, so that what looks
        different to it than to us would slip past the resolver.
        """
        family, type_, protocol, _, target = address
        if (str(target[0]), int(target[1])) not in self._passed:
            raise Refused(f"{target[0]} port {target[1]} was not vetted; nothing was sent")
        return socket.socket(family=family, type=type_, proto=protocol)

    async def close(self) -> None:
        """Nothing to close: the resolver belongs to whoever made it."""

    def _remember(self, address: str, port: int) -> None:
        if len(self._passed) >= _REMEMBERED:
            del self._passed[next(iter(self._passed))]
        self._passed[address, port] = None


class _LetThrough:
    """The hosts and networks that the operator lets through."""

    def __init__(self, allow: Iterable[str]) -> None:
        self.names: set[str] = set()
        self.networks: list[IPv4Network | IPv6Network] = []
        for entry in allow:
            try:
                self.networks.append(ip_network(entry.strip("[]"), strict=False))
            except ValueError:
                self.names.add(entry.lower().rstrip("."))

    def covers(self, address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self.networks)


@lru_cache(maxsize=64)
def _let_through(allow: tuple[str, ...]) -> _LetThrough:
    return _LetThrough(allow)


@lru_cache(maxsize=1)
def _system() -> SystemResolver:
    return SystemResolver()


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _resolved(host: str, address: str, port: int) -> ResolveResult:
    return {
        "hostname": host,
        "host": address,
        "port": port,
        "family": socket.AF_INET6 if ":" in address else socket.AF_INET,
        "proto": 0,
        "flags": socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    }
