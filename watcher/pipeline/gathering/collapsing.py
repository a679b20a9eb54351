"""Which pages that cannot be read are told together, since one cause is likely."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from watcher.digest import wording
from watcher.model import Unreadable
from watcher.urls import host

_FEWEST = 2


def groups(
    unreadable: Sequence[Unreadable], doubted: Sequence[Unreadable], known: Collection[str], of: int
) -> list[list[Unreadable]]:
    """What to tell in one notice each: half of all pages, else the pages of one host, else a page.

    `doubted` are those that fail with them, though not for as long; `known` are told already; `of` are watched.
    """
    new = [one for one in unreadable if one.source_id not in known]
    beside = [one for one in doubted if one.source_id not in known]
    hosts = {host(one.url) for one in beside}
    if new and len(hosts) >= _FEWEST and 2 * len(beside) >= of:
        return [_sorted(beside)]
    by_host: dict[str, list[Unreadable]] = defaultdict(list)
    for one in beside:
        by_host[host(one.url)].append(one)
    return [_sorted(by_host[name]) for name in dict.fromkeys(host(one.url) for one in new)]


def topic(group: Sequence[Unreadable], of: int, zone: str) -> str:
    """What a notice about these pages is called."""
    first = group[0]
    since = f"since {wording.day(first.since, zone)}"
    hosts = {host(one.url) for one in group}
    if len(hosts) > 1:
        return f"CANNOT READ {len(group)} of {wording.count(of, 'page')} {since}; the fault may be on our side"
    if len(group) > 1:
        return f"CANNOT READ {wording.count(len(group), 'page')} of {hosts.pop()} {since} ({first.short})"
    return f"CANNOT READ {first.source_name} {since} ({first.short})"


def _sorted(group: Sequence[Unreadable]) -> list[Unreadable]:
    return sorted(group, key=lambda one: (one.since, one.source_id))
