"""A small web of made-up pages in real templates, with a history of its own."""

from watcher.demo.configuration import ADDRESSES, demo_sources_yaml, demo_watcher_yaml
from watcher.demo.many import ManyPages
from watcher.demo.script import ROUNDS, START, Round, Said
from watcher.demo.site import Site

__all__ = [
    "ADDRESSES",
    "ROUNDS",
    "START",
    "ManyPages",
    "Round",
    "Said",
    "Site",
    "demo_sources_yaml",
    "demo_watcher_yaml",
]
