"""The only door to the network: vetted addresses, bounded answers, one deadline, polite pace."""

import watcher.net.unused_trust  # noqa: F401 - before any other module loads aiohttp
from watcher.net.answer import Answer, Trail
from watcher.net.canonical import canonical
from watcher.net.client import Client, user_agent
from watcher.net.guard import MAIL_PORTS, WEB_PORTS, Resolver, SystemResolver, resolve_vetted, vet
from watcher.net.limits import Limits
from watcher.net.pace import Pace
from watcher.net.reach import reach
from watcher.net.relay import Relay

__all__ = [
    "MAIL_PORTS",
    "WEB_PORTS",
    "Answer",
    "Client",
    "Limits",
    "Pace",
    "Relay",
    "Resolver",
    "SystemResolver",
    "Trail",
    "canonical",
    "reach",
    "resolve_vetted",
    "user_agent",
    "vet",
]
