"""The only door to the network: vetted addresses, bounded answers, one deadline, polite pace."""

from watcher.net.answer import Answer, Trail
from watcher.net.canonical import canonical
from watcher.net.client import Client
from watcher.net.guard import MAIL_PORTS, WEB_PORTS, Resolver, SystemResolver, resolve_vetted, vet
from watcher.net.limits import Limits
from watcher.net.pace import Pace
from watcher.net.reach import reach

__all__ = [
    "MAIL_PORTS",
    "WEB_PORTS",
    "Answer",
    "Client",
    "Limits",
    "Pace",
    "Resolver",
    "SystemResolver",
    "Trail",
    "canonical",
    "reach",
    "resolve_vetted",
    "vet",
]
